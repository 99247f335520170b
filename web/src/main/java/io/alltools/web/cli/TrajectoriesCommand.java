package io.alltools.web.cli;

import io.alltools.agent.Json;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.web.store.Database;
import io.alltools.web.store.RunStore;
import io.alltools.web.store.RunSummary;
import io.alltools.web.store.TrajectoryStore;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alltools trajectories …}: what was recorded. */
@Command(
        name = "trajectories",
        description = "Recorded runs, and trajectories for fine-tuning.",
        mixinStandardHelpOptions = true)
final class TrajectoriesCommand implements Runnable {

    private static final int LISTED = 5;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw OptionValues.wrong(
                spec, "say what to do: list, show, replay, tasks, generate, curate, stats, export or another one");
    }

    /** {@code alltools trajectories list}. */
    @Command(name = "list", description = "List recorded runs, the newest first.", mixinStandardHelpOptions = true)
    static final class ListRuns implements Callable<Integer> {

        private static final DateTimeFormatter TIME =
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
        private static final int INPUT_WIDTH = 60;

        private final CommandContext context;

        @Option(names = "--json", description = "Print one JSON object a line.")
        private boolean json;

        @Option(names = "--limit", paramLabel = "N", description = "The most runs to list (default: 50).")
        private int limit = 50;

        ListRuns(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            List<RunSummary> runs;
            try (Database database = Database.open(context.dataFolder())) {
                runs = new RunStore(database).newest(Math.max(0, limit));
            }
            var out = context.terminal().out();
            if (json) {
                runs.forEach(run -> out.println(Json.write(run)));
            } else if (runs.isEmpty()) {
                context.terminal()
                        .say("no runs are recorded in " + context.dataFolder().root());
            } else {
                out.printf(
                        "%-30s  %-19s  %-16s  %5s  %7s  %s%n", "ID", "STARTED", "OUTCOME", "STEPS", "TOKENS", "INPUT");
                runs.forEach(run -> out.println(row(run)));
            }
            return CommandLineApp.OK;
        }

        private static String row(RunSummary run) {
            String input = run.input().replaceAll("\\s+", " ");
            Long prompt = run.promptTokens();
            Long completion = run.completionTokens();
            return String.format(
                    Locale.ROOT,
                    "%-30s  %-19s  %-16s  %5s  %7s  %s",
                    run.id(),
                    TIME.format(run.startedAt()),
                    run.outcome() == null
                            ? "incomplete"
                            : run.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    run.steps() == null ? "" : run.steps(),
                    prompt == null || completion == null ? "" : prompt + completion,
                    input.length() > INPUT_WIDTH ? input.substring(0, INPUT_WIDTH - 1) + "…" : input);
        }
    }

    /** {@code alltools trajectories show ID}. */
    @Command(name = "show", description = "Print a run as an ATIF trajectory.", mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {

        private final CommandContext context;

        @Parameters(paramLabel = "ID", description = "The run's id, or the beginning of it.")
        private String id = "";

        Show(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            AtifTrajectory trajectory;
            try (Database database = Database.open(context.dataFolder())) {
                RunStore store = new RunStore(database);
                trajectory = new TrajectoryStore(database, store)
                        .record(RunIds.theOne(store, id).id())
                        .orElseThrow();
            }
            context.terminal()
                    .out()
                    .println(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(trajectory));
            return CommandLineApp.OK;
        }
    }
}
