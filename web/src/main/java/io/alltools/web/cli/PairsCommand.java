package io.alltools.web.cli;

import io.alltools.agent.Json;
import io.alltools.trajectories.dataset.WholeFile;
import io.alltools.trajectories.export.ExportOptions;
import io.alltools.trajectories.export.ExportResult;
import io.alltools.trajectories.export.ExportTally;
import io.alltools.trajectories.export.PreferenceFormat;
import io.alltools.trajectories.export.TrajectoryFormats;
import io.alltools.trajectories.preference.RewardPairs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code alltools trajectories pairs FILE}: better and worse attempts at the same task. */
@Command(
        name = "pairs",
        description = "Make preference pairs from rewards and ratings of attempts at the same task, in TRL's form.",
        mixinStandardHelpOptions = true)
final class PairsCommand implements Callable<Integer> {

    private final CommandContext context;

    @Parameters(paramLabel = "FILE", description = "Trajectories (ATIF, one a line; .gz too).")
    private Path file = Path.of("");

    @Option(names = "--gap", paramLabel = "REWARD", description = "How much their rewards differ (default: 0.5).")
    private double gap = RewardPairs.DEFAULT.gap();

    @Option(names = "--most", paramLabel = "N", description = "The most pairs of a task (default: 1).")
    private int most = RewardPairs.DEFAULT.mostPairs();

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The file to write.")
    private Path output = Path.of("");

    PairsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        StopSignal.endAtOnce();
        PreferenceFormat format = TrajectoryFormats.preferences().getFirst();
        ExportTally tally = new ExportTally();
        try (Scratch scratch = Scratch.open();
                WholeFile written = WholeFile.create(output)) {
            RewardPairs.Report report = new RewardPairs(gap, most)
                    .find(TrajectoryFile.of(file), scratch.folder(), pair -> {
                        ExportResult result = format.of(pair, ExportOptions.lenient());
                        tally.add(result);
                        if (result instanceof ExportResult.Rows rows) {
                            for (ObjectNode row : rows.rows()) {
                                written.out().write((Json.write(row) + "\n").getBytes(StandardCharsets.UTF_8));
                            }
                        }
                    });
            written.seal();
            written.publish();
            context.terminal()
                    .err()
                    .println("alltools: " + tally.rows() + " pairs in " + output + " from " + report.rated()
                            + " rated of " + report.records() + " trajectories; " + report.tooClose()
                            + " tasks whose rewards differ too little"
                            + (tally.lost().isEmpty() ? "" : "; the form has no place for " + tally.lost()));
            return tally.rows() == 0 ? CommandLineApp.FAILED : CommandLineApp.OK;
        }
    }
}
