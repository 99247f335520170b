package io.alltools.trajectories.export;

import io.alltools.agent.Json;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
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
    private final Path part;
    private final TrajectoryFormat format;
    private final ExportOptions options;
    private final List<String> licences;
    private final ExportTally tally = new ExportTally();
    private final Set<String> models = new TreeSet<>();
    private final FileChannel channel;
    private final MessageDigest digest = sha256();
    private final OutputStream out;

    private DatasetFile(Path file, TrajectoryFormat format, ExportOptions options, List<String> licences)
            throws IOException {
        this.file = file;
        this.part = beside(file, ".part");
        this.format = format;
        this.options = options;
        this.licences = List.copyOf(licences);
        this.channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        this.out = new DigestOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16), digest);
    }

    /**
     * Begins a file; one that is there is replaced by {@link #finish()}.
     *
     * @param licences under which the data may be used
     * @throws IOException when there is no such folder, or it can't be written to
     */
    public static DatasetFile create(Path file, TrajectoryFormat format, ExportOptions options, List<String> licences)
            throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("there is no folder " + folder + " for " + file.getFileName() + "; create it first");
        }
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a folder; expected the name of a file");
        }
        return new DatasetFile(file, format, options, licences);
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
                out.write(Json.write(row).getBytes(StandardCharsets.UTF_8));
                out.write('\n');
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
        out.flush();
        channel.force(true);
        long bytes = channel.size();
        channel.close();
        DatasetManifest manifest = new DatasetManifest(
                String.valueOf(file.getFileName()),
                tally.rows(),
                bytes,
                HexFormat.of().formatHex(digest.digest()),
                Instant.now(),
                format.name(),
                format.description(),
                options.allowed().stream().map(Loss.Kind::id).sorted().toList(),
                DatasetManifest.Trajectories.of(tally),
                List.copyOf(models),
                licences);
        Path written = beside(file, ".manifest.json.part");
        try (FileChannel to = FileChannel.open(
                written, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer text = StandardCharsets.UTF_8.encode(
                    Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(manifest) + "\n");
            while (text.hasRemaining()) {
                to.write(text);
            }
            to.force(true);
        }
        // The manifest's checksum tells whether it is of the data beside it, should a crash come between the two.
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.move(written, manifest(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return manifest;
    }

    /** Where the manifest of a file stands. */
    public static Path manifest(Path file) {
        return beside(file, ".manifest.json");
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(part);
        Files.deleteIfExists(beside(file, ".manifest.json.part"));
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
