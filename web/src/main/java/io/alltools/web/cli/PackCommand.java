package io.alltools.web.cli;

import io.alltools.agent.Json;
import io.alltools.trajectories.export.FileManifest;
import io.alltools.trajectories.export.RowWriter;
import io.alltools.trajectories.packing.PackPlan;
import io.alltools.trajectories.packing.Packer;
import io.alltools.trajectories.packing.Packing;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alltools trajectories pack FILE}: rows of token ids in packs or batches of like length. */
@Command(
        name = "pack",
        description = {
            "Pack rows of token ids (trajectories export --format tokens) with LongAlign's loss weights and the"
                    + " boundaries that attention of variable length needs.",
            "With --batch-size, sort them into batches of like length instead."
        },
        mixinStandardHelpOptions = true)
final class PackCommand implements Callable<Integer> {

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "Rows with input_ids and loss_mask, one a line.")
    private Path file = Path.of("");

    @Option(names = "--length", paramLabel = "TOKENS", description = "The length of a pack (default: 65536).")
    private int length = Packing.LONG_ALIGN.length();

    @Option(names = "--batch-size", paramLabel = "N", description = "Rows of a batch; no packs then.")
    private int batchSize;

    @Option(names = "--seed", paramLabel = "N", description = "Decides the order of batches (default: 0).")
    private long seed;

    @Option(names = "--fewest", description = "As few packs as possible, instead of keeping the order.")
    private boolean fewest;

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The file to write.")
    private Path output = Path.of("");

    PackCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        StopSignal.endAtOnce();
        Packing packing = new Packing(
                length,
                fewest ? PackPlan.Strategy.FIRST_FIT_DECREASING : PackPlan.Strategy.GREEDY,
                Packing.TooLong.SKIP);
        FileManifest.Making making = DataMaking.of(spec, file);
        try (Scratch scratch = Scratch.open()) {
            Packing.Report report;
            try (Packer packer = new Packer(packing, scratch.folder());
                    RowWriter written = RowWriter.create(output, batchSize > 0 ? Packer.BATCHES : Packer.PACKS)) {
                read(packer);
                report = batchSize > 0
                        ? packer.sortedBatches(batchSize, seed, written::add)
                        : packer.packs(written::add);
                making.publish(output, written.finish(), report);
            }
            context.terminal()
                    .say(String.format(
                            Locale.ROOT,
                            "%d sequences of %d tokens (%d trained)%s in %s; %d too long, %d with nothing to"
                                    + " learn",
                            report.sequences(),
                            report.tokens(),
                            report.trainedTokens(),
                            batchSize > 0
                                    ? ""
                                    : String.format(
                                            Locale.ROOT,
                                            " in %d packs, %.1f%% filled",
                                            report.packs(),
                                            100 * report.utilisation(length)),
                            output,
                            report.tooLong(),
                            report.nothingToLearn()));
            return report.sequences() == 0 ? CommandLineApp.FAILED : CommandLineApp.OK;
        }
    }

    private void read(Packer packer) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                try {
                    packer.add(Json.parseObject(line));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(file + ", line " + number + ": " + e.getMessage(), e);
                }
            }
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    file + " does not exist: expected what trajectories export --format tokens writes", e);
        }
    }
}
