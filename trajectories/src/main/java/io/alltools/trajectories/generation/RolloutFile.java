package io.alltools.trajectories.generation;

import io.alltools.agent.Json;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A growing file of rollouts, one ATIF record a line, and what they were made with in {@code FILE.generation.json}
 * beside it.
 *
 * <p>A rollout is written in one piece when it is done. Opened again after its process ended, however that was, the
 * file has all rollouts that were written, and one that was cut is taken off: nothing is lost and nothing there twice.
 * One process writes at a time.
 */
public final class RolloutFile implements AutoCloseable {

    private static final long FLUSH_NANOS = 1_000_000_000;

    private final FileChannel channel;
    private final Set<Key> written = new HashSet<>();
    private double rewards;
    private long forced = System.nanoTime();

    private record Key(String task, int rollout) {}

    private RolloutFile(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Begins a file, or goes on with one.
     *
     * @param settings what decides the rollouts; compared with what the file was begun with
     * @throws IllegalArgumentException when the file was begun with other settings, is none of a generation, is being
     *     written, or has a line that is no rollout; one line for a person
     */
    public static RolloutFile open(Path file, ObjectNode settings) throws IOException {
        Path beside = settings(file);
        boolean begun = Files.exists(beside);
        if (!begun && Files.exists(file) && Files.size(file) > 0) {
            throw new IllegalArgumentException(
                    file + " exists and was not begun by a generation: choose another file, or remove it");
        }
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock(channel, file);
            if (begun) {
                compare(file, Json.parseObject(Files.readString(beside)), settings);
            } else {
                writeWhole(beside, settings);
            }
            RolloutFile opened = new RolloutFile(channel);
            opened.readBack(file);
            return opened;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Where the settings of a file stand. */
    public static Path settings(Path file) {
        return file.resolveSibling(file.getFileName() + ".generation.json");
    }

    private static void lock(FileChannel channel, Path file) throws IOException {
        boolean free;
        try {
            free = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            free = false;
        }
        if (!free) {
            throw new IllegalArgumentException(
                    "another generation is writing " + file + ": wait for it, or choose another file");
        }
    }

    private static void compare(Path file, ObjectNode before, ObjectNode now) {
        Set<String> names = new TreeSet<>(before.propertyNames());
        names.addAll(now.propertyNames());
        for (String name : names) {
            if (!before.path(name).equals(now.path(name))) {
                throw new IllegalArgumentException(file + " was begun with " + name + " " + shown(before.path(name))
                        + " and can't go on with " + shown(now.path(name))
                        + ": give the same, or choose another file");
            }
        }
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "(none)" : value.toString();
    }

    private static void writeWhole(Path file, ObjectNode settings) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(part, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(settings) + "\n");
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void readBack(Path file) throws IOException {
        // Not closed: that would close the channel and give the lock away.
        InputStream in = new BufferedInputStream(Channels.newInputStream(channel.position(0)), 1 << 16);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long whole = 0;
        int number = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                number++;
                remember(file, number, line.toString(StandardCharsets.UTF_8));
                whole += line.size() + 1;
                line.reset();
            } else {
                line.write(next);
            }
        }
        // What stands behind the last whole line was cut.
        channel.truncate(whole);
        channel.position(whole);
    }

    private void remember(Path file, int number, String line) {
        JsonNode extra;
        try {
            extra = Json.parseObject(line).path("extra");
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ", line " + number + ": " + e.getMessage(), e);
        }
        if (!extra.path("task").isString() || !extra.path("rollout").isInt()) {
            throw new IllegalArgumentException(
                    file + ", line " + number + ": expected a rollout with extra.task and extra.rollout");
        }
        written.add(new Key(extra.path("task").asString(), extra.path("rollout").asInt()));
        rewards += extra.path("reward").asDouble(0);
    }

    synchronized boolean has(String task, int rollout) {
        return written.contains(new Key(task, rollout));
    }

    /** How many rollouts the file has. */
    public synchronized int size() {
        return written.size();
    }

    /** The sum of their rewards. */
    public synchronized double rewards() {
        return rewards;
    }

    /** @throws IOException when the disk does not take it; the file is as it was before then */
    synchronized void add(String task, int rollout, AtifTrajectory trajectory, double reward) throws IOException {
        Key key = new Key(task, rollout);
        if (written.contains(key)) {
            throw new IllegalStateException("rollout " + rollout + " of " + task + " is there already");
        }
        long end = channel.position();
        ByteBuffer line = StandardCharsets.UTF_8.encode(Json.write(trajectory) + "\n");
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
            if (System.nanoTime() - forced > FLUSH_NANOS) {
                channel.force(false);
                forced = System.nanoTime();
            }
        } catch (IOException e) {
            channel.truncate(end);
            throw e;
        }
        written.add(key);
        rewards += reward;
    }

    @Override
    public synchronized void close() throws IOException {
        if (channel.isOpen()) {
            channel.force(true);
            channel.close();
        }
    }
}
