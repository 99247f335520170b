package io.alltools.web.cli;

import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.Outcome;
import io.alltools.agent.RunResult;
import io.alltools.web.AllTools;
import io.alltools.web.Parts.Lifetime;
import io.alltools.web.RunOrder;
import io.alltools.web.store.Attachments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code alltools ask "QUESTION"}: one run. */
@Command(
        name = "ask",
        description = "Answer a question: one run, with its steps, tool calls and observations.",
        mixinStandardHelpOptions = true)
final class AskCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin
    private final RunOptions options = new RunOptions();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Option(
            names = "--file",
            paramLabel = "PATH",
            description = "A file that tools can use, in /mnt/data; may be given several times.")
    private List<Path> files = new ArrayList<>();

    @Parameters(paramLabel = "QUESTION", arity = "1..*", description = "What to answer.")
    private List<String> question = new ArrayList<>();

    AskCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        String input = String.join(" ", question);
        if (input.isBlank()) {
            throw new CommandLine.ParameterException(spec.commandLine(), "the question is empty");
        }
        // Before the model is loaded, which may take its time.
        files.forEach(Attachments::requireReadable);
        Thread running = Thread.currentThread();
        try (AllTools app = options.open(context, Lifetime.SHORT, new Lines(context.terminal()))) {
            StopSignal.onStop(running::interrupt);
            RunOrder order = options.order(input);
            files.forEach(file -> app.attachments().copy(order.sessionId(), file, false));
            RunResult result = app.run(order, printer(context.terminal(), options.json()));
            // Everything is recorded; what closes now must not stumble over the flag.
            Thread.interrupted();
            return exitCode(result.outcome());
        }
    }

    static Consumer<JournalEntry> printer(Terminal terminal, boolean json) {
        return json ? entry -> terminal.out().println(Json.write(entry)) : new RunPrinter(terminal);
    }

    static int exitCode(Outcome outcome) {
        return switch (outcome.kind()) {
            case ANSWERED -> CommandLineApp.OK;
            case BUDGET_EXHAUSTED, REFUSED, FAILED, NEEDS_INPUT -> CommandLineApp.FAILED;
            case CANCELLED -> CommandLineApp.STOPPED;
        };
    }
}
