package io.alltools.trajectories.curation;

import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.dataset.Trajectories;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a data set. Lines are read, decisions made and records handed on by the calling thread, in order;
 * workers understand the lines and apply the stages, some records at a time. How much is under way is bounded.
 */
final class Pass {

    /** A chunk is work for a thread that is worth the handing over, and small beside all that is under way. */
    private static final int CHUNK_RECORDS = 64;

    private static final long CHUNK_BYTES = 1 << 20;
    /** As JSON; understood, it is some times as much. */
    private static final long BYTES_UNDER_WAY = 32 << 20;

    private final ExecutorService workers;
    private final int chunksUnderWay;
    private final List<RecordStage> stages;
    private final List<StageTally> tallies;
    private final Deque<Future<Chunk>> read = new ArrayDeque<>();
    private final Deque<Future<Chunk>> decided = new ArrayDeque<>();
    private long bytesUnderWay;
    private long records;
    private long bytes;
    private boolean ended;

    /** Decides over a record in the calling thread; null drops it. */
    @FunctionalInterface
    interface Decider {
        @Nullable
        AtifTrajectory decide(AtifTrajectory record, long bytes) throws IOException;
    }

    @FunctionalInterface
    interface Progress {
        void at(long records, long bytes);
    }

    private record Item(AtifTrajectory trajectory, long bytes) {}

    /**
     * @param tallies what the stages did to it
     * @param bytes of what it was read from
     */
    private record Chunk(List<Item> items, List<StageTally> tallies, long bytes) {}

    Pass(ExecutorService workers, int threads, List<RecordStage> stages, List<StageTally> tallies) {
        this.workers = workers;
        this.chunksUnderWay = 4 * threads;
        this.stages = stages;
        this.tallies = tallies;
    }

    /** @param decider goes before the stages; null for none */
    void run(Trajectories.Cursor cursor, @Nullable Decider decider, Trajectories.Sink sink, Progress progress)
            throws IOException, InterruptedException {
        try {
            while (true) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("the curation was interrupted");
                }
                fill(cursor, decider == null, progress);
                if (!decided.isEmpty() && (read.isEmpty() || decided.size() >= chunksUnderWay / 2)) {
                    hand(result(decided.remove()), sink);
                } else if (!read.isEmpty()) {
                    Chunk chunk = result(read.remove());
                    if (decider == null) {
                        hand(chunk, sink);
                    } else {
                        Chunk now = decide(chunk, decider);
                        decided.add(workers.submit(() -> apply(now)));
                    }
                } else {
                    return;
                }
            }
        } finally {
            read.forEach(future -> future.cancel(true));
            decided.forEach(future -> future.cancel(true));
        }
    }

    private void fill(Trajectories.Cursor cursor, boolean withStages, Progress progress) throws IOException {
        while (!ended
                && read.size() + decided.size() < chunksUnderWay
                && (bytesUnderWay < BYTES_UNDER_WAY || read.isEmpty() && decided.isEmpty())) {
            List<Trajectories.Unread> unread = new ArrayList<>(CHUNK_RECORDS);
            long size = 0;
            while (unread.size() < CHUNK_RECORDS && size < CHUNK_BYTES) {
                Optional<Trajectories.Unread> next = cursor.nextUnread();
                if (next.isEmpty()) {
                    ended = true;
                    break;
                }
                unread.add(next.get());
                size += next.get().bytes();
            }
            if (unread.isEmpty()) {
                return;
            }
            records += unread.size();
            bytes += size;
            bytesUnderWay += size;
            long chunkBytes = size;
            Callable<Chunk> work = () -> {
                Chunk chunk = understand(unread, chunkBytes);
                return withStages ? apply(chunk) : chunk;
            };
            read.add(workers.submit(work));
            progress.at(records, bytes);
        }
    }

    private static Chunk understand(List<Trajectories.Unread> unread, long bytes) throws IOException {
        List<Item> items = new ArrayList<>(unread.size());
        for (Trajectories.Unread one : unread) {
            items.add(new Item(one.read(), one.bytes()));
        }
        return new Chunk(items, List.of(), bytes);
    }

    private static Chunk decide(Chunk chunk, Decider decider) throws IOException {
        List<Item> items = new ArrayList<>(chunk.items().size());
        for (Item item : chunk.items()) {
            AtifTrajectory now = decider.decide(item.trajectory(), item.bytes());
            if (now != null) {
                items.add(new Item(now, item.bytes()));
            }
        }
        return new Chunk(items, List.of(), chunk.bytes());
    }

    private Chunk apply(Chunk chunk) {
        List<StageTally> own =
                Stream.generate(StageTally::new).limit(stages.size()).toList();
        List<Item> items = new ArrayList<>(chunk.items().size());
        for (Item item : chunk.items()) {
            AtifTrajectory now = item.trajectory();
            for (int i = 0; i < stages.size() && now != null; i++) {
                now = apply(stages.get(i), now, item.bytes(), own.get(i));
            }
            if (now != null) {
                items.add(new Item(now, item.bytes()));
            }
        }
        return new Chunk(items, own, chunk.bytes());
    }

    private static @Nullable AtifTrajectory apply(
            RecordStage stage, AtifTrajectory trajectory, long bytes, StageTally tally) {
        long began = System.nanoTime();
        try {
            return tally.count(stage.apply(trajectory), bytes);
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "stage " + stage.name() + " broke on trajectory " + trajectory.trajectoryId() + ": " + e, e);
        } finally {
            tally.worked(System.nanoTime() - began);
        }
    }

    private void hand(Chunk chunk, Trajectories.Sink sink) throws IOException {
        for (Item item : chunk.items()) {
            sink.add(item.trajectory());
        }
        for (int i = 0; i < chunk.tallies().size(); i++) {
            tallies.get(i).add(chunk.tallies().get(i));
        }
        bytesUnderWay -= chunk.bytes();
    }

    private static Chunk result(Future<Chunk> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException broken -> throw broken;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException("a worker broke", e);
            }
        }
    }
}
