package io.alltools.web.store;

import io.alltools.agent.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which recorded runs are meant; what is null does not matter.
 *
 * @param task as people named it; empty for runs without one
 * @param tool the name of a tool that the model called
 * @param outcome how it ended
 * @param rewardMin of {@link TrajectorySummary#reward}; a run without a reward is not within any limit
 * @param rated whether it has a reward
 * @param tokensMin prompt and completion together
 * @param from the first moment of its start
 * @param to the moment before which it started
 * @param text stands in its question, in whatever case
 */
public record TrajectoryFilter(
        @Nullable String task,
        @Nullable String tool,
        @Nullable Ending outcome,
        @Nullable Double rewardMin,
        @Nullable Double rewardMax,
        @Nullable Boolean rated,
        @Nullable Inclusion inclusion,
        @Nullable Integer stepsMin,
        @Nullable Integer stepsMax,
        @Nullable Long tokensMin,
        @Nullable Long tokensMax,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String model,
        @Nullable String text) {

    public static final TrajectoryFilter ALL = new TrajectoryFilter(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    /** How a run ended, or that its end is not recorded: it goes on, or its process died. */
    public sealed interface Ending {

        record Finished(Outcome.Kind kind) implements Ending {}

        record Incomplete() implements Ending {}
    }

    /** Whether runs belong to the data set. */
    public enum Inclusion {
        INCLUDED("included"),
        EXCLUDED("not included"),
        UNDECIDED("included is null"),
        /** Included or undecided. */
        NOT_EXCLUDED("(included or included is null)");

        final String condition;

        Inclusion(String condition) {
            this.condition = condition;
        }
    }

    public TrajectoryFilter with(Inclusion other) {
        return new TrajectoryFilter(
                task, tool, outcome, rewardMin, rewardMax, rated, other, stepsMin, stepsMax, tokensMin, tokensMax, from,
                to, model, text);
    }
}
