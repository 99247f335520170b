package io.alltools.web.cli;

import io.alltools.agent.Json;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.dataset.Trajectories;
import io.alltools.trajectories.statistics.DatasetStatistics;
import io.alltools.trajectories.statistics.HtmlReport;
import io.alltools.trajectories.statistics.StatisticsCollector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alltools trajectories stats [FILE]}: what is in a data set. */
@Command(
        name = "stats",
        description = "Print the table of a data set: trajectories, turns, rewards and tools of each family of tasks.",
        mixinStandardHelpOptions = true)
final class StatsCommand implements Callable<Integer> {

    private final CommandContext context;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = TrajectorySource.DESCRIPTION)
    private @Nullable Path file;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Also write a page with charts; it needs nothing else.")
    private @Nullable Path html;

    StatsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        StopSignal.endAtOnce();
        StatisticsCollector collector = new StatisticsCollector();
        RecordProgress progress = new RecordProgress(context.terminal());
        try (TrajectorySource source = TrajectorySource.open(context, file)) {
            long records = 0;
            try (Trajectories.Cursor cursor = source.trajectories().open()) {
                for (Optional<AtifTrajectory> next = cursor.next(); next.isPresent(); next = cursor.next()) {
                    collector.add(next.get());
                    progress.report("Reading", ++records);
                }
            }
            progress.finish();
            source.tellUnreadable();
            DatasetStatistics statistics = collector.statistics();
            if (html != null) {
                Files.writeString(html, HtmlReport.of(source.name(), statistics));
            }
            context.terminal().out().println(json ? Json.write(statistics) : statistics.table());
        }
        return CommandLineApp.OK;
    }
}
