package io.alltools.agent;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * What a run has spent, the runs within it included.
 *
 * @param toolCalls those that were made: one that went beyond the budget was not
 * @param cost by the price of each run's own model
 * @param waited the time in which a person was waited for, which is nobody's
 */
public record Spent(Usage usage, int toolCalls, BigDecimal cost, Duration waited) {

    public static final Spent NOTHING = new Spent(Usage.NONE, 0, BigDecimal.ZERO, Duration.ZERO);

    /** As it comes back from JSON. */
    public Spent {
        cost = cost.stripTrailingZeros();
    }

    public Spent plus(Spent other) {
        return new Spent(
                usage.plus(other.usage), toolCalls + other.toolCalls, cost.add(other.cost), waited.plus(other.waited));
    }

    Spent ofCallsAtMost(int most) {
        return new Spent(usage, Math.min(toolCalls, most), cost, waited);
    }
}
