package io.alltools.runtime.batch;

/** How often proposals of one sequence came true lately. */
final class Acceptance {

    private static final double DECAY = 0.9;

    private double hits;
    private double misses;
    private int stepsOff;
    private boolean distrusted;

    /** Share of proposed tokens that are accepted, as far as one was reached; starts at one half. */
    double rate() {
        return (hits + 1) / (hits + misses + 2);
    }

    void verified(int proposed, int accepted) {
        hits = hits * DECAY + accepted;
        misses = misses * DECAY + (accepted < proposed ? 1 : 0);
        stepsOff = 0;
    }

    /** Counts a step without speculation; true when it is time to try again. */
    boolean tryAgain(int every) {
        return ++stepsOff >= every;
    }

    /** The next step must be a plain one: the last verification met a tie. */
    void distrust() {
        distrusted = true;
    }

    /** Whether the next step must be a plain one; asked once. */
    boolean takeDistrust() {
        boolean was = distrusted;
        distrusted = false;
        return was;
    }
}
