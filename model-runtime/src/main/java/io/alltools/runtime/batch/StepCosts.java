package io.alltools.runtime.batch;

import org.jspecify.annotations.Nullable;

/**
 * What runs cost: {@code fixed + row · rows}, fitted by least squares to the last runs. Before there are any, or as
 * long as all had the same number of rows, the fixed cost is taken for that of {@value #FIXED_IN_ROWS} rows, which was
 * measured at the 1.5B int4 shape on 2 cores.
 */
class StepCosts {

    static final double FIXED_IN_ROWS = 2;

    private static final double DECAY = 0.97;

    /** How much the expectation counts against the spread of what was measured. */
    private static final double RIDGE = 0.1;

    private final @Nullable StepCosts untilMeasured;
    private double weight;
    private double rows;
    private double nanos;
    private double rowsSquared;
    private double rowsByNanos;

    /** @param untilMeasured what to go by before anything was measured */
    StepCosts(@Nullable StepCosts untilMeasured) {
        this.untilMeasured = untilMeasured;
    }

    /** @param rows of one run: tokens that went through the model together */
    void measured(int rows, long nanos) {
        this.weight = this.weight * DECAY + 1;
        this.rows = this.rows * DECAY + rows;
        this.nanos = this.nanos * DECAY + nanos;
        this.rowsSquared = this.rowsSquared * DECAY + (double) rows * rows;
        this.rowsByNanos = this.rowsByNanos * DECAY + (double) rows * nanos;
    }

    /** Nanoseconds of a run; in arbitrary units before anything was measured. */
    double of(int rows) {
        if (weight == 0) {
            return untilMeasured == null ? FIXED_IN_ROWS + rows : untilMeasured.of(rows);
        }
        return fixed() + row() * rows;
    }

    /** How many rows cost as much as another run. */
    double rowsPerRun() {
        return weight == 0 || row() == 0 ? FIXED_IN_ROWS : fixed() / row();
    }

    private double row() {
        double meanRows = rows / weight;
        double meanNanos = nanos / weight;
        double expected = meanNanos / (FIXED_IN_ROWS + meanRows);
        double spread = rowsSquared / weight - meanRows * meanRows;
        double slope = rowsByNanos / weight - meanRows * meanNanos;
        return Math.clamp((slope + RIDGE * expected) / (spread + RIDGE), 0, meanNanos / meanRows);
    }

    private double fixed() {
        return nanos / weight - row() * rows / weight;
    }
}
