package io.alltools.trajectories.dataset;

import io.alltools.trajectories.atif.AtifTrajectory;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A data set that can be read as often as wanted, always in the same order, one record at a time.
 *
 * <pre>{@code
 * try (Trajectories.Cursor cursor = new JsonlTrajectories(file).open()) {
 *     for (var next = cursor.next(); next.isPresent(); next = cursor.next()) {
 *         count(next.get());
 *     }
 * }
 * }</pre>
 */
@FunctionalInterface
public interface Trajectories {

    /** Begins at the first record. Several cursors may be open at the same time. */
    Cursor open() throws IOException;

    /** What is in memory already. */
    static Trajectories of(List<AtifTrajectory> records) {
        List<AtifTrajectory> all = List.copyOf(records);
        return () -> {
            Iterator<AtifTrajectory> each = all.iterator();
            return () -> each.hasNext() ? Optional.of(each.next()) : Optional.empty();
        };
    }

    /** Reads a data set once. Not thread-safe. */
    @FunctionalInterface
    interface Cursor extends AutoCloseable {

        /**
         * The next record; empty after the last one.
         *
         * @throws DatasetException when what stands there is no trajectory; it can't be read on
         */
        Optional<AtifTrajectory> next() throws IOException;

        /**
         * The same without understanding it yet, which is most of the work of reading and may be done in another
         * thread.
         */
        default Optional<Unread> nextUnread() throws IOException {
            return next().map(record -> new Unread() {
                @Override
                public long bytes() {
                    return 0;
                }

                @Override
                public AtifTrajectory read() {
                    return record;
                }
            });
        }

        @Override
        default void close() throws IOException {}
    }

    /** A record as it stands in its file. */
    interface Unread {

        /** How long it is there; 0 for what stands in no file. */
        long bytes();

        /** @throws DatasetException when it is no trajectory */
        AtifTrajectory read() throws IOException;
    }

    /** Takes records in their order. */
    @FunctionalInterface
    interface Sink {

        void add(AtifTrajectory trajectory) throws IOException;
    }
}
