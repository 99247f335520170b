package io.alltools.trajectories.preference;

import io.alltools.agent.Json;
import io.alltools.agent.ModelException;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.atif.TaskKey;
import io.alltools.trajectories.dataset.Trajectories;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import tools.jackson.databind.node.ObjectNode;

/** Asks models about each record of a data set, several at a time, and logs what they said in the data's order. */
final class ModelWork {

    private ModelWork() {}

    /** What is asked of one record; called from several virtual threads. */
    @FunctionalInterface
    interface Work {

        /** @throws ModelException of a kind other than {@code INVALID_REQUEST} to end the whole run */
        ObjectNode of(AtifTrajectory trajectory) throws InterruptedException;
    }

    private record Piece(String key, Future<ObjectNode> row) {}

    /**
     * Does what is not in the log yet. A record that a model can't be asked about, such as one that is too long, is
     * logged as {@code {"skipped": why}}.
     *
     * @param progress gets the number of records that are done
     */
    static void run(Trajectories records, WorkLog log, int concurrency, Work work, IntConsumer progress)
            throws IOException, InterruptedException {
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency " + concurrency + " is out of range: expected 1 or more");
        }
        ArrayDeque<Piece> pieces = new ArrayDeque<>();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try (Trajectories.Cursor cursor = records.open()) {
            for (Optional<AtifTrajectory> next = cursor.next(); next.isPresent(); next = cursor.next()) {
                AtifTrajectory record = next.get();
                String key = key(record);
                if (log.isDone(key)
                        || pieces.stream().anyMatch(piece -> piece.key().equals(key))) {
                    continue;
                }
                if (pieces.size() == concurrency) {
                    log(pieces.remove(), log, progress);
                }
                pieces.add(new Piece(key, threads.submit(() -> row(work, record))));
            }
            while (!pieces.isEmpty()) {
                log(pieces.remove(), log, progress);
            }
        } finally {
            // On the way out of an error what is still asked is of no use.
            threads.shutdownNow();
            threads.close();
        }
    }

    /** The same record has the same key in every run. */
    private static String key(AtifTrajectory record) {
        TaskKey key = TaskKey.of(Json.write(record));
        return String.format("%016x%016x", key.high(), key.low());
    }

    private static ObjectNode row(Work work, AtifTrajectory record) throws InterruptedException {
        try {
            return work.of(record);
        } catch (ModelException e) {
            if (e.kind() == ModelException.Kind.INVALID_REQUEST) {
                return Json.object().put("skipped", e.getMessage());
            }
            throw e;
        }
    }

    private static void log(Piece piece, WorkLog log, IntConsumer progress) throws IOException, InterruptedException {
        try {
            log.append(piece.key(), piece.row().get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ModelException model) {
                throw model;
            }
            throw new IOException("a record could not be worked on: " + e.getCause(), e.getCause());
        }
        progress.accept(log.size());
    }
}
