package io.alltools.trajectories.curation;

import io.alltools.trajectories.atif.AtifTrajectory;
import java.io.IOException;
import java.nio.file.Path;

/** Decides over records after it has seen all of them: the data is read twice, in the same order. */
public non-sealed interface SurveyStage extends Stage {

    /**
     * Begins to look at a data set.
     *
     * @param scratch an empty folder for what does not fit into memory; removed after the decision is used
     */
    Survey begin(Path scratch) throws IOException;

    /** Looks at all records of one data set in their order. Not thread-safe. */
    interface Survey extends AutoCloseable {

        /** @param index counts from 0 */
        void add(long index, AtifTrajectory trajectory) throws IOException;

        /** Called once, after the last record. */
        Decision decide() throws IOException;

        @Override
        default void close() throws IOException {}
    }

    /** What was found out, for the second reading. */
    @FunctionalInterface
    interface Decision {

        /** A pure function of what was surveyed; called once for each record, in the order of {@code index}. */
        Verdict apply(long index, AtifTrajectory trajectory) throws IOException;
    }
}
