package io.alltools.trajectories.generation;

import io.alltools.agent.Budget;
import io.alltools.agent.Sampling;
import io.alltools.trajectories.environment.Split;
import java.time.Duration;

/**
 * What is generated. All of it stands beside the data; a generation goes on only with the same.
 *
 * @param split which tasks, where they are made
 * @param rollouts attempts at each task
 * @param seed decides the tasks, what is sampled and what fails: each rollout has a seed of its own
 * @param sampling of a model; its own seed is not used
 * @param budget of one rollout
 * @param failures the share of calls that are made to fail, 0 to below 1: tools that do not answer in time, and
 *     mistakes that the oracle makes and mends
 */
public record GenerationSettings(
        Split split, int rollouts, long seed, Sampling sampling, Budget budget, RolloutForm form, double failures) {

    /** Room for the longest of the text worlds; AgentBench gives 35 rounds at most. */
    public static final Budget BUDGET =
            new Budget(60, 120, 1_000_000, 1024, Duration.ofMinutes(10), java.math.BigDecimal.valueOf(1_000_000));

    public static final GenerationSettings DEFAULT =
            new GenerationSettings(Split.TRAIN, 1, 0, new Sampling(1, 0, 1, null), BUDGET, RolloutForm.NATIVE, 0);

    public GenerationSettings {
        if (rollouts < 1 || rollouts > 10_000) {
            throw new IllegalArgumentException("rollouts " + rollouts + " is out of range: expected 1 to 10000");
        }
        if (!(failures >= 0 && failures < 1)) {
            throw new IllegalArgumentException("failures " + failures + " is out of range: expected 0 to below 1");
        }
    }

    public GenerationSettings withSplit(Split split) {
        return new GenerationSettings(split, rollouts, seed, sampling, budget, form, failures);
    }

    public GenerationSettings withRollouts(int rollouts) {
        return new GenerationSettings(split, rollouts, seed, sampling, budget, form, failures);
    }

    public GenerationSettings withSeed(long seed) {
        return new GenerationSettings(split, rollouts, seed, sampling, budget, form, failures);
    }

    public GenerationSettings withSampling(Sampling sampling) {
        return new GenerationSettings(split, rollouts, seed, sampling, budget, form, failures);
    }

    public GenerationSettings withBudget(Budget budget) {
        return new GenerationSettings(split, rollouts, seed, sampling, budget, form, failures);
    }

    public GenerationSettings withForm(RolloutForm form) {
        return new GenerationSettings(split, rollouts, seed, sampling, budget, form, failures);
    }

    public GenerationSettings withFailures(double failures) {
        return new GenerationSettings(split, rollouts, seed, sampling, budget, form, failures);
    }
}
