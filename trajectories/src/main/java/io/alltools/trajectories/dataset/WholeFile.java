package io.alltools.trajectories.dataset;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file that is written as a whole or not at all: what is written goes to a file beside it, which takes its place in
 * the end, so that whoever reads sees the old data or all of the new. Without {@link #publish()} nothing remains. Not
 * thread-safe.
 */
public final class WholeFile implements AutoCloseable {

    private final Path file;
    private final Path part;
    private final FileChannel channel;
    private final MessageDigest digest = sha256();
    private final OutputStream out;

    /**
     * A file that is complete.
     *
     * @param sha256 in hexadecimal
     */
    public record Sealed(long bytes, String sha256) {}

    private WholeFile(Path file) throws IOException {
        this.file = file;
        this.part = beside(file, ".part");
        this.channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        this.out = new BufferedOutputStream(new DigestOutputStream(Channels.newOutputStream(channel), digest), 1 << 16);
    }

    /**
     * Begins a file; one that is there is replaced by {@link #publish()}.
     *
     * @throws IOException when there is no such folder, or it can't be written to
     */
    public static WholeFile create(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("there is no folder " + folder + " for " + file.getFileName() + "; create it first");
        }
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a folder; expected the name of a file");
        }
        return new WholeFile(file);
    }

    /** Where to write to; buffered. */
    public OutputStream out() {
        return out;
    }

    /** Brings everything to the disk; nothing can be written after it. */
    public Sealed seal() throws IOException {
        out.flush();
        channel.force(true);
        long bytes = channel.size();
        channel.close();
        return new Sealed(bytes, HexFormat.of().formatHex(digest.digest()));
    }

    /** The size and checksum of a file that is there. */
    public static Sealed read(Path file) throws IOException {
        MessageDigest digest = sha256();
        long bytes;
        try (DigestOutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            bytes = Files.copy(file, out);
        }
        return new Sealed(bytes, HexFormat.of().formatHex(digest.digest()));
    }

    /** Where what was sealed stands until it is published. */
    public Path part() {
        return part;
    }

    /** Puts what was sealed in its place. */
    public void publish() throws IOException {
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Throws away what was not published. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(part);
    }

    /** A file's name with an ending. */
    public static Path beside(Path file, String ending) {
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
