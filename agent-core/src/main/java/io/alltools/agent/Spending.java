package io.alltools.agent;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a run has spent of its budget. */
final class Spending {

    private final Budget budget;
    private final Price price;
    private final Clock clock;
    private Instant deadline;
    private Usage usage = Usage.NONE;
    private int toolCalls;
    private Spent within = Spent.NOTHING;
    private Duration waited = Duration.ZERO;

    Spending(Budget budget, Price price, Clock clock) {
        this.budget = budget;
        this.price = price;
        this.clock = clock;
        this.deadline = clock.instant().plus(budget.wallTime());
    }

    /** What was spent before the run's process ended. */
    void restore(RecordedRun run) {
        usage = run.usage();
        toolCalls = run.steps().stream().mapToInt(step -> step.results().size()).sum();
        deadline = deadline.minus(run.active());
        waited = run.waited();
        run.steps().stream()
                .flatMap(step -> step.results().stream())
                .map(RunEvent.ToolCallFinished::spent)
                .filter(Objects::nonNull)
                .forEach(this::addWithin);
    }

    /** What a run within this one spent. */
    void addWithin(Spent spent) {
        within = within.plus(spent);
        waited(spent.waited());
    }

    /** All of it, with what the runs within this one spent. */
    Spent spent() {
        return new Spent(usage.plus(within.usage()), toolCalls + within.toolCalls(), cost(), waited)
                .ofCallsAtMost(budget.toolCalls());
    }

    private int tokens() {
        return usage.totalTokens() + within.usage().totalTokens();
    }

    private BigDecimal cost() {
        return price.of(usage).add(within.cost());
    }

    void add(Usage more) {
        usage = usage.plus(more);
    }

    Usage usage() {
        return usage;
    }

    /** Counts a call; false when there may be no more. */
    boolean addToolCall() {
        return ++toolCalls + within.toolCalls() <= budget.toolCalls();
    }

    /** The time that a person took is not the run's. */
    void waited(Duration time) {
        deadline = deadline.plus(time);
        waited = waited.plus(time);
    }

    /** What a run within this one may spend. */
    Budget left() {
        Duration time = Duration.between(clock.instant(), deadline);
        return new Budget(
                budget.steps(),
                Math.max(0, budget.toolCalls() - toolCalls - within.toolCalls()),
                Math.max(1, budget.tokens() - tokens()),
                budget.maxTokensPerStep(),
                time.isPositive() ? time : Duration.ofMillis(1),
                budget.cost().subtract(cost()).max(BigDecimal.ZERO));
    }

    /** Why the run can't go on with a step after {@code steps} of them; null when it can. */
    @Nullable
    Outcome exhausted(int steps) {
        String limit = steps >= budget.steps()
                ? budget.steps() + " steps"
                : toolCalls + within.toolCalls() > budget.toolCalls()
                        ? budget.toolCalls() + " tool calls"
                        : tokens() >= budget.tokens()
                                ? budget.tokens() + " tokens"
                                : !clock.instant().isBefore(deadline)
                                        ? budget.wallTime() + " of wall time"
                                        : cost().compareTo(budget.cost()) > 0 ? "a cost of " + budget.cost() : "";
        return limit.isEmpty()
                ? null
                : new Outcome(Outcome.Kind.BUDGET_EXHAUSTED, "no answer within the budget of " + limit);
    }
}
