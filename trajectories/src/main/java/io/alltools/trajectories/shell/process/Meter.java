package io.alltools.trajectories.shell.process;

import org.jspecify.annotations.Nullable;

/**
 * Counts what a script uses and ends it when that is too much. All of a script's stages share one; see {@link Turns}.
 */
public final class Meter {

    /** Steps between two looks at the clock. */
    private static final int CLOCK_EVERY = 1024;

    private final Limits limits;
    private final long deadline;
    private long steps;
    private long nextLook = CLOCK_EVERY;
    private long output;
    private int depth;
    private volatile @Nullable LimitException stopped;

    public Meter(Limits limits) {
        this.limits = limits;
        deadline = System.nanoTime() + limits.time().toNanos();
    }

    public Limits limits() {
        return limits;
    }

    public void step() {
        steps(1);
    }

    public void steps(long count) {
        steps += count;
        if (steps > limits.steps()) {
            throw stop(
                    LimitException.Kind.STEPS,
                    "more than " + limits.steps() + " steps: is there an endless loop? Do less in one script");
        }
        if (steps >= nextLook) {
            nextLook = steps + CLOCK_EVERY;
            look();
        }
    }

    private void look() {
        LimitException already = stopped;
        if (already != null) {
            throw already;
        }
        if (System.nanoTime() > deadline) {
            throw stop(
                    LimitException.Kind.TIME, "more than " + limits.time().toMillis() + " ms: do less in one script");
        }
    }

    /** Bytes that the script prints for its caller. */
    void output(int bytes) {
        output += bytes;
        if (output > limits.output()) {
            throw stop(
                    LimitException.Kind.OUTPUT,
                    "it printed more than " + limits.output()
                            + " bytes: print less, such as with head, or write to a file");
        }
    }

    /** @param bytes that a text has grown to */
    public void text(long bytes) {
        if (bytes > limits.text()) {
            throw stop(
                    LimitException.Kind.TEXT,
                    "a text of more than " + limits.text() + " bytes was to be held in memory: write to a file");
        }
    }

    /** A text is made anew that has this many bytes: growing one bit by bit is slow, and counts as such. */
    public void copied(long bytes) {
        steps(bytes >> 8);
        text(bytes);
    }

    /** @param count of arguments that a command has got to */
    public void words(long count) {
        if (count > limits.words()) {
            throw stop(
                    LimitException.Kind.WORDS,
                    "the arguments of a command expand to more than " + limits.words()
                            + " words: use find or a narrower pattern");
        }
    }

    public void enter() {
        if (++depth > limits.depth()) {
            throw stop(
                    LimitException.Kind.DEPTH,
                    "functions, subshells or scripts are more than " + limits.depth()
                            + " deep within each other: does one call itself without end?");
        }
    }

    public void leave() {
        depth--;
    }

    /** Ends the script from outside, soon. */
    public void cancel() {
        stopped = new LimitException(LimitException.Kind.CANCELLED, "the script was called off");
        nextLook = 0;
    }

    LimitException stop(LimitException.Kind kind, String what) {
        LimitException already = stopped;
        if (already != null) {
            return already;
        }
        LimitException limit = new LimitException(kind, what);
        stopped = limit;
        return limit;
    }

    /** Throws where the script has been ended. */
    void check() {
        LimitException already = stopped;
        if (already != null) {
            throw already;
        }
    }
}
