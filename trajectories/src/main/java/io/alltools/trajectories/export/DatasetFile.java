package io.alltools.trajectories.export;

import io.alltools.agent.Json;
import io.alltools.trajectories.ProjectVersion;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Trajectories as training data in a {@link DatasetPlace}, with a {@link DatasetManifest}.
 *
 * <pre>{@code
 * try (DatasetFile file = DatasetFile.create(DatasetPlace.file(path), format, ExportOptions.STRICT, origin)) {
 *     trajectories.forEach(file::add);
 *     file.finish();
 * }
 * }</pre>
 *
 * <p>Rows are written as they come, to a file beside the given one which takes its place in the end: whoever reads sees
 * the old data or all of the new. Without {@link #finish()} nothing remains. Not thread-safe.
 */
public final class DatasetFile implements AutoCloseable {

    private final DatasetPlace place;
    private final RowWriter rows;
    private final TrajectoryFormat format;
    private final ExportOptions options;
    private final Origin origin;
    private final ExportTally tally = new ExportTally();
    private final Set<String> models = new TreeSet<>();
    /** To be taken away where nothing is written. */
    private final @Nullable Path made;

    /**
     * What the one who exports knows of the data.
     *
     * @param licences under which it may be used
     * @param source the file that the trajectories are read of; null for recorded runs
     */
    public record Origin(List<String> licences, @Nullable DatasetSource source) {

        public Origin {
            licences = List.copyOf(licences);
        }
    }

    private DatasetFile(
            DatasetPlace place,
            @Nullable Path made,
            RowWriter rows,
            TrajectoryFormat format,
            ExportOptions options,
            Origin origin) {
        this.made = made;
        this.place = place;
        this.rows = rows;
        this.format = format;
        this.options = options;
        this.origin = origin;
    }

    /**
     * Begins a file; one that is there is replaced by {@link #finish()}.
     *
     * @throws IOException when there is no such folder, or it can't be written to
     */
    public static DatasetFile create(DatasetPlace place, TrajectoryFormat format, ExportOptions options, Origin origin)
            throws IOException {
        Path made = place.makeFolder();
        RowWriter rows = RowWriter.create(place.data(), place.container(), format.columns());
        return new DatasetFile(place, made, rows, format, options, origin);
    }

    /**
     * Writes a trajectory's rows, or counts why there are none.
     *
     * @throws IOException when the disk does not take them
     */
    public ExportResult add(AtifTrajectory trajectory) throws IOException {
        ExportResult result = format.of(trajectory, options);
        tally.add(result);
        if (result instanceof ExportResult.Rows some) {
            for (ObjectNode row : some.rows()) {
                rows.add(row);
            }
            if (!some.rows().isEmpty()) {
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
        RowWriter.Written data = rows.finish();
        DatasetManifest manifest = new DatasetManifest(
                String.valueOf(place.data().getFileName()),
                tally.rows(),
                data.sealed().bytes(),
                data.sealed().sha256(),
                Instant.now(),
                format.name(),
                format.description(),
                options.allowed().stream().map(Loss.Kind::id).sorted().toList(),
                DatasetManifest.Trajectories.of(tally),
                List.copyOf(models),
                origin.licences(),
                origin.source(),
                ProjectVersion.get(),
                data.jsonColumns());
        try (WholeFile written = WholeFile.create(place.manifest())) {
            written.out()
                    .write((Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(manifest) + "\n")
                            .getBytes(StandardCharsets.UTF_8));
            written.seal();
            // The manifest's checksum tells whether it is of the data beside it, should a crash come between the two.
            data.file().publish();
            written.publish();
        }
        return manifest;
    }

    @Override
    public void close() throws IOException {
        rows.close();
        if (made != null && isEmpty(made)) {
            Files.delete(made);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }
}
