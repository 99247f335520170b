package io.alltools.web.cli;

import io.alltools.agent.Toolbox;
import io.alltools.tools.mcp.McpToolServer;
import io.alltools.web.Ids;
import io.alltools.web.Parts.Lifetime;
import io.alltools.web.Toolboxes;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code alltools mcp}: the tools for other hosts. */
@Command(
        name = "mcp",
        description = "Serve the tools to another host by the Model Context Protocol, on standard input and output.",
        mixinStandardHelpOptions = true)
final class McpCommand implements Callable<Integer> {

    private final CommandContext context;

    @Option(
            names = "--tools",
            paramLabel = "LIST",
            description = "Tools, and files or URLs of functions, between commas (default: all tools).")
    private @Nullable String tools;

    McpCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        String session = Ids.session();
        try (Toolbox toolbox =
                Toolboxes.open(context.parts(), Lifetime.LONG, context.dataFolder(), RunOptions.names(tools))) {
            StopSignal.onStop(Thread.currentThread()::interrupt);
            new McpToolServer(toolbox, session, context.dataFolder().session(session))
                    .serve(System.in, context.terminal().out());
        }
        return CommandLineApp.OK;
    }
}
