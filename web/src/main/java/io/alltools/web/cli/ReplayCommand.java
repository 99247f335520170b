package io.alltools.web.cli;

import io.alltools.agent.ChatModel;
import io.alltools.agent.Checks;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.RecordedRun;
import io.alltools.agent.Replay;
import io.alltools.web.Guardrails;
import io.alltools.web.store.Database;
import io.alltools.web.store.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code alltools trajectories replay ID}: does the model still say the same? */
@Command(
        name = "replay",
        description = {
            "Have the model go through a recorded run again, with the recorded results of its calls, and tell the first"
                    + " difference.",
            "Exit code 0 when there is none, 1 when there is one."
        },
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {

    private static final int SHOWN = 300;

    private final CommandContext context;

    @Parameters(paramLabel = "ID", description = "The run's id, or the beginning of it.")
    private String id = "";

    @Option(
            names = "--model",
            paramLabel = "DIR|NAME",
            description = "The model (default: the one that the run names).")
    private String model = "";

    @Mixin
    private final ModelOptions options = new ModelOptions();

    @Option(names = "--json", description = "Print the verdict as one JSON object.")
    private boolean json;

    ReplayCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        List<JournalEntry> entries;
        try (Database database = Database.open(context.dataFolder())) {
            RunStore store = new RunStore(database);
            entries = store.entries(RunIds.theOne(store, id).id(), 0);
        }
        RecordedRun run = RecordedRun.of(entries);
        var sampling = run.started().sampling();
        if (sampling.temperature() > 0 && sampling.seed() == null) {
            context.terminal()
                    .say("the run was sampled at temperature " + sampling.temperature()
                            + " without a seed: differences are to be expected");
        }
        Replay.Verdict verdict = replay(entries, run.started().model());
        if (json) {
            context.terminal().out().println(verdictJson(run.runId(), verdict));
        } else {
            context.terminal().out().println(text(verdict));
        }
        return verdict instanceof Replay.Verdict.Same ? CommandLineApp.OK : CommandLineApp.FAILED;
    }

    private Replay.Verdict replay(List<JournalEntry> entries, String recorded) throws Exception {
        Progress progress = new Progress(context.terminal(), "Importing the model:");
        // What they changed in the text was recorded as they left it.
        Checks checks = Guardrails.of(context.parts().environment());
        ChatModel opened;
        try {
            opened = context.parts().openModel(options.choice(model.isEmpty() ? recorded : model), progress);
        } catch (IllegalArgumentException e) {
            if (!model.isEmpty()) {
                throw e;
            }
            throw new IllegalArgumentException(
                    "the run's model " + recorded + " can't be opened (" + e.getMessage() + "); name it with --model",
                    e);
        } finally {
            progress.finish();
        }
        Path folder = Files.createTempDirectory("alltools-replay-");
        Thread running = Thread.currentThread();
        StopSignal.onStop(running::interrupt);
        try {
            return Replay.of(entries, opened, checks, folder);
        } finally {
            if (opened instanceof AutoCloseable closeable) {
                closeable.close();
            }
            delete(folder);
        }
    }

    private static ObjectNode verdictJson(String runId, Replay.Verdict verdict) {
        ObjectNode json = Json.object().put("runId", runId);
        return switch (verdict) {
            case Replay.Verdict.Same same -> json.put("same", true).put("steps", same.steps());
            case Replay.Verdict.Different different ->
                json.put("same", false)
                        .put("step", different.step())
                        .put("what", different.what())
                        .put("recorded", different.recorded())
                        .put("now", different.now());
        };
    }

    private static String text(Replay.Verdict verdict) {
        return switch (verdict) {
            case Replay.Verdict.Same same -> "no difference in " + same.steps() + " steps";
            case Replay.Verdict.Different different ->
                "step " + different.step() + ": " + different.what() + " differs\n  recorded: "
                        + shown(different.recorded()) + "\n  now:      " + shown(different.now());
        };
    }

    /** As a JSON string, so that no text drives the terminal. */
    private static String shown(String text) {
        return Json.write(text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
