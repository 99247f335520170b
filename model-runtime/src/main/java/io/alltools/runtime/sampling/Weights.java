package io.alltools.runtime.sampling;

/**
 * Probabilities as whole numbers. Their sums don't depend on the order of the terms, so that every way to sum them
 * chooses the same token for the same random number.
 *
 * <p>A token {@code d} octaves less likely than the likeliest weighs {@code 2^(44 - d)}, cut to a whole number: 151,552
 * weights stay below {@code 2^62}, and what is cut off is less than 1e-8 of the whole.
 */
final class Weights {

    private static final int BITS = 44;
    private static final int STEPS_BITS = 8;
    private static final int STEPS = 1 << STEPS_BITS;

    /** Distances from here on weigh nothing. */
    static final int LEVELS = BITS * STEPS;

    /** What the likeliest token weighs; nearly {@code 2^44}. */
    static final long MAX;

    /** {@code 2^44 * 2^-((i + 1) / STEPS)}. */
    private static final double[] TABLE = new double[STEPS];

    // StrictMath: the same seed draws the same tokens on every machine.
    // 2^(g / STEPS) for g in [0, 1] by its Taylor polynomial; the rest is below 3e-12.
    private static final double C1 = StrictMath.log(2) / STEPS;
    private static final double C2 = C1 * C1 / 2;
    private static final double C3 = C1 * C1 * C1 / 6;

    static {
        for (int i = 0; i < STEPS; i++) {
            TABLE[i] = Math.scalb(StrictMath.pow(2, -(i + 1) / (double) STEPS), BITS);
        }
        MAX = at(0);
    }

    private Weights() {}

    /** Distances for one unit of logit at this temperature. */
    static double scale(double temperature) {
        // The limit keeps 0 * scale from being NaN at temperatures next to 0.
        return Math.min(1 / (C1 * temperature), 1e300);
    }

    /**
     * The weight of a token; it never rises with the distance.
     *
     * @param distance how far below the likeliest logit, 0 or more, in 256ths of an octave
     */
    static long at(double distance) {
        if (!(distance < LEVELS)) {
            return 0;
        }
        int level = (int) distance;
        return weight(level, withinStep(level, distance));
    }

    /** The same for many tokens, in loops that the compiler turns into vector instructions where it can. */
    static final class Block {

        private final double[] distances;
        private final double[] within;

        /** The whole parts of the distances, at most {@link #LEVELS}. */
        final int[] levels;

        final long[] weights;

        Block(int size) {
            distances = new double[size];
            within = new double[size];
            levels = new int[size];
            weights = new long[size];
        }

        /** Finds {@link #levels} for {@code logits[from .. to)}. */
        void measure(float[] logits, int from, int to, double max, double scale) {
            int size = to - from;
            for (int i = 0; i < size; i++) {
                distances[i] = Math.min((max - logits[from + i]) * scale, LEVELS);
            }
            for (int i = 0; i < size; i++) {
                levels[i] = (int) distances[i];
            }
        }

        /** Finds {@link #levels} and {@link #weights}. */
        void weigh(float[] logits, int from, int to, double max, double scale) {
            measure(logits, from, to, max, scale);
            int size = to - from;
            for (int i = 0; i < size; i++) {
                within[i] = withinStep(levels[i], distances[i]);
            }
            for (int i = 0; i < size; i++) {
                weights[i] = weight(levels[i], within[i]);
            }
        }
    }

    /** {@code 2^(g / STEPS)} for the rest {@code g} up to the next level. */
    private static double withinStep(int level, double distance) {
        // Positive terms only: rounding can't break the order.
        double g = level + 1 - distance;
        return 1 + g * (C1 + g * (C2 + g * C3));
    }

    private static long weight(int level, double withinStep) {
        return (long) (TABLE[level & (STEPS - 1)] * withinStep) >>> (level >>> STEPS_BITS);
    }
}
