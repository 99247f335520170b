package io.alltools.trajectories.export;

import io.alltools.agent.Json;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.dataset.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/**
 * Trajectories as a JSONL file, one row a line, or as Parquet where its name ends in {@code .parquet}, with a
 * {@link DatasetManifest} beside it.
 *
 * <pre>{@code
 * try (DatasetFile file = DatasetFile.create(path, format, ExportOptions.STRICT, List.of("CC0-1.0"))) {
 *     trajectories.forEach(file::add);
 *     file.finish();
 * }
 * }</pre>
 *
 * <p>Rows are written as they come, to a file beside the given one which takes its place in the end: whoever reads sees
 * the old data or all of the new. Without {@link #finish()} nothing remains. Not thread-safe.
 */
public final class DatasetFile implements AutoCloseable {

    private final Path file;
    private final WholeFile data;
    private final TrajectoryFormat format;
    private final ExportOptions options;
    private final List<String> licences;
    private final ExportTally tally = new ExportTally();
    private final Set<String> models = new TreeSet<>();

    private DatasetFile(
            Path file, WholeFile data, TrajectoryFormat format, ExportOptions options, List<String> licences) {
        this.file = file;
        this.data = data;
        this.format = format;
        this.options = options;
        this.licences = List.copyOf(licences);
    }

    /**
     * Begins a file; one that is there is replaced by {@link #finish()}.
     *
     * @param licences under which the data may be used
     * @throws IOException when there is no such folder, or it can't be written to
     */
    public static DatasetFile create(Path file, TrajectoryFormat format, ExportOptions options, List<String> licences)
            throws IOException {
        // The rows of a Parquet file are known as a whole only when its columns are.
        Path rows = isParquet(file) ? WholeFile.beside(file, ".rows") : file;
        return new DatasetFile(file, WholeFile.create(rows), format, options, licences);
    }

    /**
     * Writes a trajectory's rows, or counts why there are none.
     *
     * @throws IOException when the disk does not take them
     */
    public ExportResult add(AtifTrajectory trajectory) throws IOException {
        ExportResult result = format.of(trajectory, options);
        tally.add(result);
        if (result instanceof ExportResult.Rows rows) {
            for (ObjectNode row : rows.rows()) {
                data.out().write(Json.write(row).getBytes(StandardCharsets.UTF_8));
                data.out().write('\n');
            }
            if (!rows.rows().isEmpty()) {
                models.add(trajectory.agent().modelName());
            }
        }
        return result;
    }

    /** Its counts so far; runs that can't be read are counted there by the caller. */
    public ExportTally tally() {
        return tally;
    }

    /** Puts the data in its place and the manifest beside it; nothing can be added after it. */
    public DatasetManifest finish() throws IOException {
        WholeFile.Sealed rows = data.seal();
        if (!isParquet(file)) {
            return publish(data, rows, List.of());
        }
        Path converted = WholeFile.beside(file, ".converted");
        try (WholeFile parquet = WholeFile.create(file)) {
            List<String> json = ParquetFile.write(data.part(), converted);
            Files.copy(converted, parquet.out());
            return publish(parquet, parquet.seal(), json);
        } finally {
            Files.deleteIfExists(converted);
        }
    }

    private DatasetManifest publish(WholeFile whole, WholeFile.Sealed sealed, List<String> jsonColumns)
            throws IOException {
        DatasetManifest manifest = new DatasetManifest(
                String.valueOf(file.getFileName()),
                tally.rows(),
                sealed.bytes(),
                sealed.sha256(),
                Instant.now(),
                format.name(),
                format.description(),
                options.allowed().stream().map(Loss.Kind::id).sorted().toList(),
                DatasetManifest.Trajectories.of(tally),
                List.copyOf(models),
                licences,
                jsonColumns);
        try (WholeFile written = WholeFile.create(manifest(file))) {
            written.out()
                    .write((Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(manifest) + "\n")
                            .getBytes(StandardCharsets.UTF_8));
            written.seal();
            // The manifest's checksum tells whether it is of the data beside it, should a crash come between the two.
            whole.publish();
            written.publish();
        }
        return manifest;
    }

    private static boolean isParquet(Path file) {
        return String.valueOf(file.getFileName()).endsWith(".parquet");
    }

    /** Where the manifest of a file stands. */
    public static Path manifest(Path file) {
        return WholeFile.beside(file, ".manifest.json");
    }

    @Override
    public void close() throws IOException {
        data.close();
    }
}
