package io.alltools.web.cli;

import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.RunResult;
import io.alltools.web.After;
import io.alltools.web.AllTools;
import io.alltools.web.Ids;
import io.alltools.web.Parts.Lifetime;
import io.alltools.web.RunOrder;
import io.alltools.web.store.AttachmentException;
import io.alltools.web.store.SessionFile;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code alltools chat}: a conversation; one line, one run. */
@Command(
        name = "chat",
        description = {
            "Talk with the agent, a line at a time.",
            "/file PATH attaches a file, /new begins a new conversation, /exit ends."
        },
        mixinStandardHelpOptions = true)
final class ChatCommand implements Callable<Integer> {

    private final CommandContext context;
    private final Lines lines;

    @Mixin
    private final RunOptions options = new RunOptions();

    private volatile @Nullable Thread running;

    ChatCommand(CommandContext context) {
        this.context = context;
        this.lines = new Lines(context.terminal());
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (AllTools app = options.open(context, Lifetime.LONG, lines)) {
            StopSignal.onStop(this::stop);
            return talk(app);
        }
    }

    private int talk(AllTools app) throws IOException, InterruptedException {
        int exitCode = CommandLineApp.OK;
        String session = Ids.session();
        List<Message> history = List.of();
        After after = After.NOTHING;
        while (true) {
            Optional<String> line = ask();
            if (line.isEmpty() || line.get().strip().equals("/exit")) {
                return exitCode;
            }
            String input = line.get().strip();
            if (input.equals("/new")) {
                app.endSession(session);
                session = Ids.session();
                history = List.of();
                after = After.NOTHING;
            } else if (input.equals("/file") || input.startsWith("/file ")) {
                attach(app, session, input.substring("/file".length()).strip());
            } else if (input.startsWith("/")) {
                context.terminal().say("there is no " + input + ": expected /file, /new or /exit");
            } else if (!input.isEmpty()) {
                RunOrder order = options.order(input).inSession(session, history, after);
                RunResult result = run(app, order);
                if (result.outcome().kind() == Outcome.Kind.CANCELLED) {
                    return CommandLineApp.STOPPED;
                }
                if (result.outcome().kind() == Outcome.Kind.FAILED) {
                    exitCode = CommandLineApp.FAILED;
                }
                history = result.messages();
                after = new After.Run(order.runId());
            }
        }
    }

    private void attach(AllTools app, String session, String path) {
        try {
            SessionFile file = app.attachments().copy(session, Path.of(path), false);
            context.terminal().err().printf(Locale.ROOT, "attached %s (%,d bytes)%n", file.name(), file.bytes());
        } catch (AttachmentException | InvalidPathException e) {
            context.terminal().say(String.valueOf(e.getMessage()));
        }
    }

    private RunResult run(AllTools app, RunOrder order) {
        running = Thread.currentThread();
        try {
            return app.run(order, AskCommand.printer(context.terminal(), options.json()));
        } finally {
            running = null;
            Thread.interrupted();
        }
    }

    private Optional<String> ask() throws IOException, InterruptedException {
        if (context.terminal().interactive()) {
            context.terminal().err().print("> ");
            context.terminal().err().flush();
        }
        return lines.next();
    }

    /** Where no run is under way there is nothing to record. */
    private void stop() {
        Thread thread = running;
        if (thread != null) {
            thread.interrupt();
        } else {
            System.exit(CommandLineApp.STOPPED);
        }
    }
}
