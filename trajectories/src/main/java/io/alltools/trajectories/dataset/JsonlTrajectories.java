package io.alltools.trajectories.dataset;

import io.alltools.trajectories.atif.AtifTrajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file of ATIF trajectories, one a line; compressed by gzip where its name ends in {@code .gz}. Empty lines are
 * passed over.
 *
 * @param maxLine the longest line in bytes, so that a file of another kind does not fill the memory
 */
public record JsonlTrajectories(Path file, int maxLine) implements Trajectories {

    /** 64 MiB: a run with some dozens of images inside. */
    public static final int MAX_LINE = 64 << 20;

    public JsonlTrajectories {
        if (maxLine < 1) {
            throw new IllegalArgumentException("lines of at most " + maxLine + " bytes: expected 1 or more");
        }
    }

    public JsonlTrajectories(Path file) {
        this(file, MAX_LINE);
    }

    /** @throws IOException when there is no such file, or it is a folder or is not for us to read */
    @Override
    public Cursor open() throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a folder; expected a file of trajectories (JSONL)");
        }
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file + " does not exist; expected a file of trajectories (JSONL)");
        }
        return new Reader(new Lines(file, maxLine));
    }

    private record Reader(Lines lines) implements Cursor {

        @Override
        public Optional<AtifTrajectory> next() throws IOException {
            Lines.Line line = lines.next();
            return line == null ? Optional.empty() : Optional.of(AtifLine.read(line));
        }

        @Override
        public Optional<Unread> nextUnread() throws IOException {
            Lines.Line line = lines.next();
            return line == null ? Optional.empty() : Optional.of(new UnreadLine(line));
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    private record UnreadLine(Lines.Line line) implements Unread {

        @Override
        public long bytes() {
            // Its end is one, too.
            return line.text().length + 1L;
        }

        @Override
        public AtifTrajectory read() throws IOException {
            return AtifLine.read(line);
        }
    }
}
