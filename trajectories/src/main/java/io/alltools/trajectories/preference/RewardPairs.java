package io.alltools.trajectories.preference;

import io.alltools.agent.Json;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.atif.TaskKey;
import io.alltools.trajectories.atif.TrajectoryText;
import io.alltools.trajectories.dataset.Trajectories;
import io.alltools.trajectories.export.PreferenceFormat;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Preference pairs from rewards and people's thumbs: of the same task from the same beginning (instructions, tools and
 * all that was said before), the best rollout against the worst, the second best against the second worst, and so on.
 *
 * <p>Reads the data twice; records that are part of a pair wait on disk. The heap holds about 100 bytes a record with a
 * reward.
 *
 * @param gap how much the rewards of a pair differ at least, above 0 and at most 1
 * @param mostPairs the most pairs of a task
 */
public record RewardPairs(double gap, int mostPairs) {

    /** A half: that a rollout failed and another one succeeded, or nearly so. */
    public static final RewardPairs DEFAULT = new RewardPairs(0.5, 1);

    public RewardPairs {
        if (!(gap > 0 && gap <= 1) || mostPairs < 1) {
            throw new IllegalArgumentException("a gap of " + gap + " and " + mostPairs
                    + " pairs a task are out of range: expected above 0 and at most 1, and 1 or more");
        }
    }

    /**
     * @param rated records with a reward or a thumb
     * @param groups of the same task and beginning
     * @param tooClose groups of two or more in which no rewards differ enough
     */
    public record Report(long records, long rated, long groups, long tooClose, long pairs) {}

    private record Rated(long index, double reward, TaskKey said) {}

    private record Numbers(long chosen, long rejected) {}

    /** @param scratch an empty folder */
    public Report find(Trajectories records, Path scratch, Pairs sink) throws IOException {
        Map<TaskKey, List<Rated>> byBeginning = new HashMap<>();
        // The order of first appearance: that of a hash table is none.
        List<List<Rated>> groups = new ArrayList<>();
        long read = 0;
        long rated = 0;
        try (Trajectories.Cursor cursor = records.open()) {
            for (Optional<AtifTrajectory> next = cursor.next(); next.isPresent(); next = cursor.next()) {
                AtifTrajectory record = next.get();
                double reward = reward(record);
                if (!Double.isNaN(reward)) {
                    rated++;
                    byBeginning
                            .computeIfAbsent(beginning(record), key -> {
                                groups.add(new ArrayList<>());
                                return groups.getLast();
                            })
                            .add(new Rated(read, reward, TaskKey.of(TrajectoryText.doings(record))));
                }
                read++;
            }
        }
        byBeginning.clear();
        List<Numbers> pairs = new ArrayList<>();
        long tooClose = 0;
        for (List<Rated> group : groups) {
            List<Numbers> found = pairs(group);
            tooClose += group.size() > 1 && found.isEmpty() ? 1 : 0;
            pairs.addAll(found);
        }
        write(records, pairs, scratch, sink);
        return new Report(read, rated, groups.size(), tooClose, pairs.size());
    }

    private List<Numbers> pairs(List<Rated> group) {
        List<Rated> best = new ArrayList<>(group);
        best.sort(Comparator.comparingDouble(Rated::reward).reversed());
        List<Numbers> pairs = new ArrayList<>();
        for (int i = 0; i < best.size() / 2 && pairs.size() < mostPairs; i++) {
            Rated chosen = best.get(i);
            Rated rejected = best.get(best.size() - 1 - i);
            if (chosen.reward() - rejected.reward() < gap) {
                break;
            }
            // The same words with another reward, such as from two people, prefer nothing.
            if (!chosen.said().equals(rejected.said())) {
                pairs.add(new Numbers(chosen.index(), rejected.index()));
            }
        }
        return pairs;
    }

    /** NaN for none. A reward that was given already says what a thumb said. */
    private static double reward(AtifTrajectory record) {
        JsonNode reward = record.extra().path("reward");
        if (reward.isNumber()) {
            return reward.asDouble();
        }
        return switch (record.extra().path("rating").asString("")) {
            case "up" -> 1;
            case "down" -> 0;
            default -> Double.NaN;
        };
    }

    private static TaskKey beginning(AtifTrajectory record) {
        StringBuilder beginning = new StringBuilder(TaskKey.of(record).toString());
        beginning.append(record.extra().path("tools")).append(record.agent().toolDefinitions());
        for (AtifTrajectory.Step step : record.steps()) {
            boolean copied = Boolean.TRUE.equals(step.copiedContext());
            if (step.source() == AtifTrajectory.Source.AGENT && !copied) {
                break;
            }
            beginning
                    .append('\n')
                    .append(step.source())
                    .append(step.message())
                    .append(step.toolCalls())
                    .append(step.observation());
        }
        return TaskKey.of(beginning.toString());
    }

    private static void write(Trajectories records, List<Numbers> pairs, Path scratch, Pairs sink) throws IOException {
        Map<Long, Integer> wanted = new HashMap<>();
        for (Numbers pair : pairs) {
            wanted.put(pair.chosen(), -1);
            wanted.put(pair.rejected(), -1);
        }
        try (Waiting waiting = new Waiting(scratch.resolve("pairs"))) {
            long number = 0;
            try (Trajectories.Cursor cursor = records.open()) {
                for (Optional<Trajectories.Unread> next = cursor.nextUnread();
                        next.isPresent();
                        next = cursor.nextUnread()) {
                    if (wanted.containsKey(number)) {
                        wanted.put(number, waiting.add(next.get().read()));
                    }
                    number++;
                }
            }
            for (Numbers pair : pairs) {
                sink.add(new PreferenceFormat.Pair(
                        waiting.read(wanted.getOrDefault(pair.chosen(), -1)),
                        waiting.read(wanted.getOrDefault(pair.rejected(), -1))));
            }
        }
    }

    /** Records on disk, read back by number. */
    private static final class Waiting implements AutoCloseable {

        private final FileChannel channel;
        private final List<Long> ends = new ArrayList<>();

        Waiting(Path file) throws IOException {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        }

        int add(AtifTrajectory record) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(Json.MAPPER.writeValueAsBytes(record));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            ends.add(channel.position());
            return ends.size() - 1;
        }

        AtifTrajectory read(int number) throws IOException {
            if (number < 0) {
                throw new EOFException("the data set became shorter while it was read");
            }
            long from = number == 0 ? 0 : ends.get(number - 1);
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(ends.get(number) - from));
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, from + bytes.position()) < 0) {
                    throw new EOFException("the scratch file of pairs was cut off while it was read");
                }
            }
            return Json.MAPPER.readValue(bytes.array(), AtifTrajectory.class);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
