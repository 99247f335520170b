package io.alltools.web.cli;

import io.alltools.trajectories.export.FileManifest;
import io.alltools.trajectories.preference.RewardPairs;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alltools trajectories pairs [FILE]}: better and worse attempts at the same task. */
@Command(
        name = "pairs",
        description = "Make preference pairs from rewards and ratings of attempts at the same task, in TRL's form.",
        mixinStandardHelpOptions = true)
final class PairsCommand implements Callable<Integer> {

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = TrajectorySource.DESCRIPTION)
    private @Nullable Path file;

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
        RewardPairs method = OptionValues.made(spec, () -> new RewardPairs(gap, most));
        try (TrajectorySource source = TrajectorySource.open(context, file);
                Scratch scratch = Scratch.open();
                PreferenceFile pairs = PreferenceFile.create(output)) {
            FileManifest.Making making = DataMaking.of(spec, file);
            RewardPairs.Report report = method.find(source.trajectories(), scratch.folder(), pairs);
            boolean written = pairs.finish(making, report);
            source.tellUnreadable();
            context.terminal()
                    .say(pairs.summary() + " from " + report.rated() + " rated of "
                            + report.records() + " trajectories; " + report.tooClose()
                            + " tasks whose rewards differ too little");
            return written ? CommandLineApp.OK : CommandLineApp.FAILED;
        }
    }
}
