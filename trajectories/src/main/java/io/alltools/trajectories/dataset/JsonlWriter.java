package io.alltools.trajectories.dataset;

import io.alltools.agent.Json;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a file that {@link JsonlTrajectories} reads; compressed by gzip where its name ends in {@code .gz}. The file
 * is there whole or not at all: without {@link #finish()} what stood there stays. Not thread-safe.
 *
 * <pre>{@code
 * try (JsonlWriter writer = JsonlWriter.create(file)) {
 *     writer.add(trajectory);
 *     writer.finish();
 * }
 * }</pre>
 */
public final class JsonlWriter implements Trajectories.Sink, AutoCloseable {

    private final WholeFile file;
    private final OutputStream out;
    private long records;

    /** What is in its place. */
    public record Written(long records, WholeFile.Sealed sealed) {}

    private JsonlWriter(WholeFile file, OutputStream out) {
        this.file = file;
        this.out = out;
    }

    /**
     * Begins a file; one that is there is replaced by {@link #finish()}.
     *
     * @throws IOException when there is no such folder, or it can't be written to
     * @throws IllegalArgumentException when its name says that it is Parquet
     */
    public static JsonlWriter create(Path path) throws IOException {
        if (String.valueOf(path.getFileName()).endsWith(".parquet")) {
            throw new IllegalArgumentException(path + " would be Parquet by its name, and trajectories on their way are"
                    + " one JSON object a line: name it .jsonl or .jsonl.gz; trajectories export --format atif writes"
                    + " Parquet");
        }
        WholeFile file = WholeFile.create(path);
        try {
            // gzip's header has no time in it: the same records give the same bytes.
            return new JsonlWriter(file, Lines.gzip(path) ? new GZIPOutputStream(file.out(), 1 << 16) : file.out());
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** @throws IOException when the disk does not take it */
    @Override
    public void add(AtifTrajectory trajectory) throws IOException {
        out.write(Json.MAPPER.writeValueAsBytes(trajectory));
        out.write('\n');
        records++;
    }

    /** Puts the file in its place; nothing can be added after it. */
    public Written finish() throws IOException {
        if (out instanceof GZIPOutputStream gzip) {
            gzip.finish();
        }
        WholeFile.Sealed sealed = file.seal();
        file.publish();
        return new Written(records, sealed);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
