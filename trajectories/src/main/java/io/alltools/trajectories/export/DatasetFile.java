package io.alltools.trajectories.export;

import io.alltools.agent.Json;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.dataset.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/**
 * Trajectories as a JSONL file, one row a line, with a {@link DatasetManifest} beside it.
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
        return new DatasetFile(file, WholeFile.create(file), format, options, licences);
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
        DatasetManifest manifest = new DatasetManifest(
                String.valueOf(file.getFileName()),
                tally.rows(),
                rows.bytes(),
                rows.sha256(),
                Instant.now(),
                format.name(),
                format.description(),
                options.allowed().stream().map(Loss.Kind::id).sorted().toList(),
                DatasetManifest.Trajectories.of(tally),
                List.copyOf(models),
                licences);
        try (WholeFile written = WholeFile.create(manifest(file))) {
            written.out()
                    .write((Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(manifest) + "\n")
                            .getBytes(StandardCharsets.UTF_8));
            written.seal();
            // The manifest's checksum tells whether it is of the data beside it, should a crash come between the two.
            data.publish();
            written.publish();
        }
        return manifest;
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
