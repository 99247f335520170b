package io.alltools.web.store;

import io.alltools.agent.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a set of runs.
 *
 * @param runs how many there are
 * @param outcomes how they ended; null for those whose end is not recorded
 * @param turns how many runs have how many steps of the model
 * @param tokens how many runs have how many tokens, from each lower bound up to the next one
 * @param rewards how many runs have which reward, in tenths; the last one holds 1, too
 * @param rated how many have a reward
 * @param meanReward of these; null where there are none
 * @param tools the most called ones, at most {@link #MOST}
 * @param tasks the most frequent ones, at most {@link #MOST}; the empty one for runs without a task
 * @param models the most frequent ones, at most {@link #MOST}
 */
public record TrajectoryStats(
        long runs,
        List<OutcomeCount> outcomes,
        InclusionCount inclusion,
        List<Bin> turns,
        List<Bin> tokens,
        List<Bin> rewards,
        long rated,
        @Nullable Double meanReward,
        List<ToolCount> tools,
        List<TaskCount> tasks,
        List<ModelCount> models) {

    /** So many tools, tasks and models are told of. */
    public static final int MOST = 50;

    public record OutcomeCount(Outcome.@Nullable Kind outcome, long runs) {}

    public record InclusionCount(long included, long excluded, long undecided) {}

    /** @param from the value, or the lower bound of the values that are counted here */
    public record Bin(double from, long runs) {}

    /** @param runs that called it */
    public record ToolCount(String tool, long runs, long calls, long failed) {}

    /**
     * @param successful runs with a reward of at least 0.5; of those without a reward, the ones that came to an answer
     * @param meanReward of the rated ones; null where there are none
     */
    public record TaskCount(
            String task,
            long runs,
            long successful,
            long rated,
            @Nullable Double meanReward) {}

    public record ModelCount(String model, long runs) {}
}
