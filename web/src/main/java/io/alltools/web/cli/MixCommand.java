package io.alltools.web.cli;

import io.alltools.trajectories.dataset.JsonlWriter;
import io.alltools.trajectories.export.FileManifest;
import io.alltools.trajectories.mixture.GeneralChats;
import io.alltools.trajectories.mixture.Mixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alltools trajectories mix FILE --general CHATS}: agent data among general data. */
@Command(
        name = "mix",
        description = "Mix trajectories with general conversations, so that the agent's are a share η of all.",
        mixinStandardHelpOptions = true)
final class MixCommand implements Callable<Integer> {

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "Trajectories (ATIF, one a line; .gz too).")
    private Path file = Path.of("");

    @Option(
            names = "--general",
            required = true,
            paramLabel = "FILE",
            description = "General conversations, one JSON object a line: messages or conversations.")
    private Path general = Path.of("");

    @Option(names = "--eta", paramLabel = "SHARE", description = "The agent's share (default: 0.2, as AgentTuning).")
    private double eta = Mixture.DEFAULT_ETA;

    @Option(names = "--seed", paramLabel = "N", description = "Decides which are taken, and their order (default: 0).")
    private long seed;

    @Option(
            names = "--skip-unusable",
            description = "Leave out general conversations that are no plain ones, instead of refusing the file.")
    private boolean skipUnusable;

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The file to write.")
    private Path output = Path.of("");

    MixCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        StopSignal.endAtOnce();
        Mixture mixture = OptionValues.made(spec, () -> new Mixture(eta, seed));
        if (!Files.isRegularFile(general)) {
            throw new IllegalArgumentException(
                    general + " is no file: expected general conversations, one JSON object a line");
        }
        FileManifest.Making making = DataMaking.of(spec, file, general);
        try (JsonlWriter writer = JsonlWriter.create(output)) {
            Mixture.Report report =
                    mixture.mix(TrajectoryFile.of(file), new GeneralChats(general, skipUnusable), writer);
            making.write(output, writer.finish().sealed(), report);
            context.terminal()
                    .say(String.format(
                            Locale.ROOT,
                            "%d of %d trajectories and %d of %d general conversations in %s, a share of %.3f",
                            report.agentTaken(),
                            report.agentRead(),
                            report.generalTaken(),
                            report.generalRead(),
                            output,
                            report.share()));
            return CommandLineApp.OK;
        }
    }
}
