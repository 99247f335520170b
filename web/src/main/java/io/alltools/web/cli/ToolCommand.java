package io.alltools.web.cli;

import io.alltools.agent.Json;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Toolbox;
import io.alltools.web.Ids;
import io.alltools.web.Parts.Lifetime;
import io.alltools.web.Toolboxes;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code alltools tool NAME [CONTENT]}: one tool alone. */
@Command(
        name = "tool",
        description = "Run one tool and print the observation that the model would get.",
        mixinStandardHelpOptions = true)
final class ToolCommand implements Callable<Integer> {

    private final CommandContext context;

    @Option(
            names = "--tools",
            paramLabel = "LIST",
            description = "Tools, and files or URLs of functions, to choose from.")
    private @Nullable String tools;

    @Option(names = "--json", description = "Print the result with its metadata, as one JSON object.")
    private boolean json;

    @Option(
            names = "--session",
            paramLabel = "ID",
            description = "Go on in this session: files stay, Python's variables end with the process.")
    private @Nullable String session;

    @Spec
    private CommandSpec spec;

    // Not required, or "tool list" would lack it.
    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "The tool's name.")
    private String name = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "CONTENT",
            description = "Code, a call or JSON arguments; read from standard input when left out.")
    private @Nullable String content;

    ToolCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (name.isEmpty()) {
            throw OptionValues.wrong(spec, "name a tool, or say list");
        }
        try (Toolbox all =
                Toolboxes.open(context.parts(), Lifetime.SHORT, context.dataFolder(), RunOptions.names(tools))) {
            Toolbox toolbox = Toolboxes.only(all, name);
            StopSignal.onStop(Thread.currentThread()::interrupt);
            String id = sessionId();
            ToolCall call = new ToolCall(
                    "call_1", name, content == null ? context.terminal().readAll() : content);
            ToolContext where =
                    new ToolContext(id, call.id(), context.dataFolder().session(id));
            long start = System.nanoTime();
            ToolResult result = toolbox.call(call, where);
            print(result, where, (System.nanoTime() - start) / 1_000_000);
            return switch (result) {
                case ToolResult.Ok ignored -> CommandLineApp.OK;
                case ToolResult.Failed ignored -> CommandLineApp.FAILED;
            };
        }
    }

    private String sessionId() {
        if (session == null) {
            return Ids.session();
        }
        if (!session.matches("[A-Za-z0-9_-]{1,64}")) {
            throw OptionValues.wrong(
                    spec, "--session \"" + session + "\": expected letters, digits, _ and -, at most 64 of them");
        }
        return session;
    }

    private void print(ToolResult result, ToolContext where, long millis) {
        String text = result.toObservation(where.callId()).passages().stream()
                .map(passage ->
                        passage.metadata().isEmpty() ? passage.text() : passage.metadata() + "\n" + passage.text())
                .collect(Collectors.joining("\n"));
        if (!json) {
            context.terminal().out().println(text);
            return;
        }
        ObjectNode line = Json.object()
                .put("tool", name)
                .put("sessionId", where.sessionId())
                .put("folder", where.folder().toString())
                .put("durationMillis", millis)
                .put("observation", text);
        line.set("result", Json.MAPPER.valueToTree(result));
        context.terminal().out().println(Json.write(line));
    }

    /** {@code alltools tool list}. */
    @Command(name = "list", description = "List the tools.", mixinStandardHelpOptions = true)
    static final class ListTools implements Callable<Integer> {

        private final CommandContext context;

        @Option(names = "--tools", paramLabel = "LIST", description = "Tools, and files or URLs of functions, to list.")
        private @Nullable String tools;

        ListTools(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            try (Toolbox toolbox =
                    Toolboxes.open(context.parts(), Lifetime.SHORT, context.dataFolder(), RunOptions.names(tools))) {
                for (ToolSpec spec : toolbox.specs()) {
                    context.terminal()
                            .out()
                            .printf(
                                    "%-20s %s%n",
                                    spec.name(),
                                    spec.description().lines().findFirst().orElse(""));
                }
            }
            return CommandLineApp.OK;
        }
    }
}
