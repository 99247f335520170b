package io.alltools.runtime.batch;

/**
 * Decides how many tokens to propose for a sequence: as many as give the most tokens in the time that runs were
 * measured to take, with the share of proposals that came true lately; none where that doesn't pay, which is tried
 * again now and then.
 */
final class Speculation {

    private static final int MOST = 8;

    /** The advantage that it must promise. */
    private static final double WORTH = 1.05;

    private static final int TRY_EVERY = 48;
    private static final int[] NONE = new int[0];

    private final boolean enabled;
    private final int capacity;
    private final StepCosts stepping;
    private final StepCosts verifying;

    Speculation(boolean enabled, int capacity, StepCosts stepping, StepCosts verifying) {
        this.enabled = enabled;
        this.capacity = capacity;
        this.stepping = stepping;
        this.verifying = verifying;
    }

    /**
     * Tokens to verify behind the last one; empty for a plain step.
     *
     * @param together sequences that take part in the next step, this one among them
     */
    int[] propose(Sequence sequence, int together) {
        Acceptance acceptance = sequence.acceptance();
        if (!enabled || !sequence.speculates() || acceptance.takeDistrust()) {
            return NONE;
        }
        // The last row yields a token too.
        int most = Math.min(MOST, Math.min(sequence.room() - 1, capacity - sequence.length()));
        if (most < 1) {
            return NONE;
        }
        int count = worth(acceptance.rate(), together, most);
        if (count == 0) {
            if (!acceptance.tryAgain(TRY_EVERY)) {
                return NONE;
            }
            count = Math.min(2, most);
        }
        return PromptLookup.propose(sequence.tokens(), sequence.length(), count);
    }

    /** The most worthwhile number of proposals; 0 when a plain step is better. */
    int worth(double rate, int together, int most) {
        double best = WORTH * together / stepping.of(together);
        int count = 0;
        double others = together > 1 ? stepping.of(together - 1) : 0;
        double expected = 1;
        double chance = 1;
        for (int k = 1; k <= most; k++) {
            chance *= rate;
            expected += chance;
            double perNano = (together - 1 + expected) / (others + verifying.of(k + 1));
            if (perNano > best) {
                best = perNano;
                count = k;
            }
        }
        return count;
    }
}
