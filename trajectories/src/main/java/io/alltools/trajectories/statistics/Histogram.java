package io.alltools.trajectories.statistics;

import java.util.List;

/**
 * How often values of a kind came up.
 *
 * @param title what was counted, such as {@code Turns per trajectory}
 */
public record Histogram(String title, Of of, List<Bin> bins) {

    /** What the bins are of: values in their order, or names. */
    public enum Of {
        VALUES,
        NAMES
    }

    public Histogram {
        bins = List.copyOf(bins);
    }

    /** @param label a value, a range or a name */
    public record Bin(String label, long count) {}
}
