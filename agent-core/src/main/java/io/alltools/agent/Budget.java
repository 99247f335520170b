package io.alltools.agent;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;

/**
 * What one run may spend. Reaching a limit ends the run with {@link Outcome.Kind#BUDGET_EXHAUSTED}.
 *
 * @param steps model calls
 * @param toolCalls tool calls over all steps
 * @param tokens prompt and completion tokens over all steps
 * @param maxTokensPerStep the longest turn that one model call may generate
 * @param wallTime without the time in which a person was waited for
 * @param cost by the model's {@link Price}, in its currency
 */
public record Budget(int steps, int toolCalls, int tokens, int maxTokensPerStep, Duration wallTime, BigDecimal cost) {

    public static final Budget DEFAULT = new Budget(12, 24, 200_000, 1024, Duration.ofMinutes(10), BigDecimal.ONE);

    public Budget {
        // Runs that were recorded before there was a cost lack it.
        cost = Objects.requireNonNullElse(cost, BigDecimal.ONE);
        if (steps < 1 || toolCalls < 0 || tokens < 1 || maxTokensPerStep < 1) {
            throw new IllegalArgumentException(
                    "a budget of " + steps + " steps, " + toolCalls + " tool calls, " + tokens
                            + " tokens and " + maxTokensPerStep
                            + " tokens a step can't be used: expected 1 or more, tool calls 0 or more");
        }
        if (!wallTime.isPositive() || cost.signum() < 0) {
            throw new IllegalArgumentException("a budget of " + wallTime + " and a cost of " + cost
                    + " can't be used: expected some time, and a cost of 0 or more");
        }
    }

    /** Of each limit the lower one. */
    public Budget within(Budget other) {
        return new Budget(
                Math.min(steps, other.steps),
                Math.min(toolCalls, other.toolCalls),
                Math.min(tokens, other.tokens),
                Math.min(maxTokensPerStep, other.maxTokensPerStep),
                wallTime.compareTo(other.wallTime) < 0 ? wallTime : other.wallTime,
                cost.min(other.cost));
    }

    public Budget withSteps(int steps) {
        return new Budget(steps, toolCalls, tokens, maxTokensPerStep, wallTime, cost);
    }

    public Budget withTokensPerStep(int maxTokensPerStep) {
        return new Budget(steps, toolCalls, tokens, maxTokensPerStep, wallTime, cost);
    }
}
