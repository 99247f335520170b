package io.alltools.trajectories.preference;

import io.alltools.agent.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was done, one JSON object a line, appended as it is done: {@code {"settings": …}} first, then {@code {"key": …,
 * …}} for each piece of work. A line that a crash broke off is taken away when the file is opened again, and that piece
 * is done again. Not thread-safe.
 */
public final class WorkLog implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private final Set<String> done = new HashSet<>();

    private WorkLog(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Begins a file, or goes on with the one that is there.
     *
     * @param settings all that decides what the work comes to
     * @throws IOException when the file was made with other settings, is none of this kind or can't be written to
     */
    public static WorkLog open(Path file, ObjectNode settings) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("there is no folder " + folder + " for " + file.getFileName() + "; create it first");
        }
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        WorkLog log = new WorkLog(file, channel);
        try {
            channel.truncate(lastLineEnd(file));
            channel.position(channel.size());
            log.read(settings);
            return log;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void read(ObjectNode settings) throws IOException {
        if (channel.size() == 0) {
            write(Json.object().set("settings", settings));
            return;
        }
        boolean[] first = {true};
        lines(row -> {
            if (!first[0]) {
                done.add(row.path("key").asString(""));
            } else if (!row.path("settings").equals(Json.MAPPER.readTree(Json.write(settings)))) {
                throw new IOException(file + " was made with the settings " + row.path("settings") + ", now they are "
                        + settings + "; go on with the same ones, or name another file");
            }
            first[0] = false;
        });
    }

    /** Where the last whole line ends. */
    private static long lastLineEnd(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            byte[] block = new byte[1 << 16];
            long end = bytes.length();
            while (end > 0) {
                int length = (int) Math.min(block.length, end);
                bytes.seek(end - length);
                bytes.readFully(block, 0, length);
                for (int i = length - 1; i >= 0; i--) {
                    if (block[i] == '\n') {
                        return end - length + i + 1;
                    }
                }
                end -= length;
            }
            return 0;
        }
    }

    public boolean isDone(String key) {
        return done.contains(key);
    }

    /** How many pieces of work are done. */
    public int size() {
        return done.size();
    }

    void append(String key, ObjectNode row) throws IOException {
        ObjectNode line = Json.object().put("key", key);
        line.setAll(row);
        write(line);
        done.add(key);
    }

    private void write(JsonNode line) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(Json.write(line) + "\n");
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Takes rows in the order in which they were written. */
    @FunctionalInterface
    interface Rows {
        void row(ObjectNode row) throws IOException;
    }

    /** All pieces of work so far. */
    void forEach(Rows rows) throws IOException {
        lines(row -> {
            if (row.has("key")) {
                rows.row(row);
            }
        });
    }

    private void lines(Rows rows) throws IOException {
        long number = 0;
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                try {
                    rows.row(Json.parseObject(line));
                } catch (IllegalArgumentException | JacksonException e) {
                    throw new IOException(
                            file + ", line " + number + " is no line of a work log: " + e.getMessage(), e);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.force(true);
        channel.close();
    }
}
