package io.alltools.trajectories.dedup;

import io.alltools.trajectories.ngram.Hashing;

/**
 * Locality-sensitive hashing of signatures: two of them are looked at as a pair when they agree in all rows of at least
 * one band, which for a similarity s has the probability 1 − (1 − s^rows)^bands.
 */
public record Bands(int bands, int rows) {

    /** With what probability a pair at the threshold is found at least. */
    public static final double RECALL = 0.95;

    public Bands {
        if (bands < 1 || rows < 1) {
            throw new IllegalArgumentException(
                    bands + " bands of " + rows + " rows are out of range: expected at least 1 of each");
        }
    }

    /**
     * The bands with the most rows, that is the fewest pairs to look at in vain, that find a pair at the threshold with
     * a probability of at least {@link #RECALL}; as many bands as there are permutations where even one row is too
     * many.
     *
     * @throws IllegalArgumentException when the threshold is not above 0 and at most 1
     */
    public static Bands forThreshold(double threshold, int permutations) {
        if (!(threshold > 0 && threshold <= 1)) {
            throw new IllegalArgumentException(
                    "the threshold " + threshold + " is out of range: expected above 0 and at most 1");
        }
        for (int rows = permutations; rows > 1; rows--) {
            Bands bands = new Bands(permutations / rows, rows);
            if (bands.probability(threshold) >= RECALL) {
                return bands;
            }
        }
        return new Bands(permutations, 1);
    }

    /** With what probability a pair of this similarity is looked at. */
    public double probability(double similarity) {
        return 1 - Math.pow(1 - Math.pow(similarity, rows), bands);
    }

    /** @return int64 [bands]: signatures with an equal number are a pair to look at */
    public long[] keys(int[] signature) {
        if (signature.length < bands * rows) {
            throw new IllegalArgumentException("a signature of " + signature.length + " places is too short for "
                    + bands + " bands of " + rows + " rows");
        }
        long[] keys = new long[bands];
        int at = 0;
        for (int band = 0; band < bands; band++) {
            long key = band;
            for (int row = 0; row < rows; row++) {
                key = key * 0x9E3779B97F4A7C15L + signature[at++];
            }
            keys[band] = Hashing.mixed(key);
        }
        return keys;
    }
}
