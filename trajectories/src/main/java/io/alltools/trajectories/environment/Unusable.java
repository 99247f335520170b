package io.alltools.trajectories.environment;

import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of the entries of a file that make no task: the file is refused for them, or they are left out and
 * counted. Not thread-safe.
 */
public final class Unusable {

    /** How many are told one by one. */
    private static final int TOLD = 10;

    private final boolean skipped;
    private final List<String> first = new ArrayList<>();
    private int count;

    private Unusable(boolean skipped) {
        this.skipped = skipped;
    }

    /** The file is refused for the first one. */
    public static Unusable refused() {
        return new Unusable(false);
    }

    /** They are left out; the rest is used. */
    public static Unusable skipped() {
        return new Unusable(true);
    }

    /** Whether the rest is used. */
    public boolean isSkipped() {
        return skipped;
    }

    /**
     * Takes note of one.
     *
     * @param where such as the file and the line
     * @param reason whose message says what is wrong with it
     * @throws IllegalArgumentException that says both, unless they are left out
     */
    public void add(String where, RuntimeException reason) {
        String message = where + ": " + reason.getMessage();
        if (!skipped) {
            throw new IllegalArgumentException(message, reason);
        }
        count++;
        if (first.size() < TOLD) {
            first.add(message);
        }
    }

    /** How many were left out. */
    public int count() {
        return count;
    }

    /** Where the first of them stand and what is wrong with each. */
    public List<String> first() {
        return List.copyOf(first);
    }
}
