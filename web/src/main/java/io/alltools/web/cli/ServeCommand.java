package io.alltools.web.cli;

import io.alltools.web.AllTools;
import io.alltools.web.Parts.Lifetime;
import io.alltools.web.server.Listening;
import io.alltools.web.server.WebServer;
import io.alltools.web.store.Database;
import io.alltools.web.store.KeyStore;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code alltools serve}: console and API in a browser's reach. */
@Command(
        name = "serve",
        description = "Serve the console and the API on this machine (the default command).",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    private static final String LOG_PATTERN = "%d{HH:mm:ss} %-5level %logger{0}: %msg%n";

    private final CommandContext context;

    @Mixin
    private final Options options = new Options();

    ServeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        return serve(context, options);
    }

    /** What {@code alltools} without a command does. */
    @Command(
            name = "alltools",
            description = "GLM-4 All Tools: a GLM-4 model that browses, runs Python and calls functions.",
            mixinStandardHelpOptions = true,
            version = "alltools 0.1.0-SNAPSHOT")
    static final class Root implements Callable<Integer> {

        private final CommandContext context;

        @Mixin
        private final Options options = new Options();

        Root(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws InterruptedException {
            return serve(context, options);
        }
    }

    /** How to serve. */
    static final class Options {

        @Option(names = "--port", paramLabel = "N", description = "The port to listen on, 0 for any (default: 8080).")
        private int port = 8080;

        @Option(
                names = "--host",
                paramLabel = "NAME",
                description =
                        "The address to listen on (default: 127.0.0.1); any but a loopback address takes API keys.")
        private String host = "127.0.0.1";

        @Option(
                names = "--require-keys",
                description = "Take API keys on a loopback address, too, since a proxy on this machine lets others in.")
        private boolean requireKeys;

        @Option(
                names = "--model",
                paramLabel = "DIR|NAME",
                description = "A checkpoint's folder, or glm-tiny (default).")
        private String model = "";

        @Mixin
        private final ModelOptions models = new ModelOptions();

        @Option(
                names = "--tools",
                paramLabel = "LIST",
                description = "Tools, and files or URLs of functions, between commas (default: all tools).")
        private @Nullable String tools;

        @Option(
                names = "--policy",
                paramLabel = "FILE",
                description = "Rules on which calls may be made (default: ALLTOOLS_POLICY).")
        private @Nullable String policy;
    }

    private static int serve(CommandContext context, Options options) throws InterruptedException {
        // Read when the first logger is made.
        System.setProperty("alltools.log.level", "INFO");
        System.setProperty("alltools.log.pattern", LOG_PATTERN);
        if (options.port < 0 || options.port > 65_535) {
            throw new IllegalArgumentException("port " + options.port + " does not exist: expected 0 to 65535");
        }
        Listening at = Listening.at(options.host);
        Listening listening = options.requireKeys ? at.behindProxy() : at;
        if (!listening.loopback()) {
            // Before the model is loaded, which may take minutes.
            try (Database database = Database.open(context.dataFolder())) {
                listening.requireKeys(new KeyStore(database));
            }
        }
        CountDownLatch stopped = new CountDownLatch(1);
        try (AllTools app = RunOptions.open(
                        context,
                        Lifetime.LONG,
                        options.models.choice(options.model),
                        RunOptions.names(options.tools),
                        ApprovalOptions.read(options.policy));
                WebServer server = WebServer.start(app, listening, options.port, List.of())) {
            StopSignal.onStop(stopped::countDown);
            context.terminal()
                    .out()
                    .println("GLM-4 All Tools on http://" + listening.shown() + ":" + server.port() + "  (model "
                            + app.model().name() + ", Ctrl+C to stop)");
            stopped.await();
            if (!server.drain(server.grace())) {
                context.terminal()
                        .say("not everything ended within "
                                + server.grace().toSeconds()
                                + " s: the next server goes on with the runs that are left");
            }
        }
        return CommandLineApp.OK;
    }
}
