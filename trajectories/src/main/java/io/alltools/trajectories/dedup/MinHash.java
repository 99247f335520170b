package io.alltools.trajectories.dedup;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Signatures of sets of n-grams: the share of equal places of two signatures estimates the Jaccard similarity of their
 * sets, with a standard deviation of √(J(1−J)/permutations). Safe for use from many threads.
 *
 * <p>Each place is the least of a multilinear hash of all n-grams: {@code a·low + b·high + c} over 32 bits, so that the
 * places of one n-gram are worked on side by side in the processor's vectors. {@link ScalarMinHash} is what it is
 * tested against. Source: Lemire and Kaser 2014, "Strongly universal string hashing is fast".
 */
public final class MinHash {

    public static final int DEFAULT_PERMUTATIONS = 128;

    // int32 [permutations] each
    final int[] a;
    final int[] b;
    final int[] c;

    /**
     * @param seed signatures of different seeds can't be compared
     * @throws IllegalArgumentException when there are not 1 to 4096 permutations
     */
    public MinHash(int permutations, long seed) {
        if (permutations < 1 || permutations > 4096) {
            throw new IllegalArgumentException(
                    "permutations " + permutations + " are out of range: expected 1 to 4096");
        }
        SplittableRandom random = new SplittableRandom(seed);
        a = random.ints(permutations).map(odd -> odd | 1).toArray();
        b = random.ints(permutations).map(odd -> odd | 1).toArray();
        c = random.ints(permutations).toArray();
    }

    public int permutations() {
        return a.length;
    }

    /** @return int32 [permutations]; of no n-grams at all {@link Integer#MAX_VALUE} everywhere */
    public int[] signature(long[] ngrams) {
        int[] least = new int[a.length];
        Arrays.fill(least, Integer.MAX_VALUE);
        for (long ngram : ngrams) {
            take(least, (int) ngram, (int) (ngram >>> 32));
        }
        return least;
    }

    private void take(int[] least, int low, int high) {
        for (int i = 0; i < least.length; i++) {
            least[i] = Math.min(least[i], a[i] * low + b[i] * high + c[i]);
        }
    }

    /** The estimated Jaccard similarity of what two signatures are of, 0 to 1. */
    public static double similarity(int[] first, int[] second) {
        if (first.length != second.length) {
            throw new IllegalArgumentException("signatures differ in length: " + first.length + " != " + second.length);
        }
        int equal = 0;
        for (int i = 0; i < first.length; i++) {
            equal += first[i] == second[i] ? 1 : 0;
        }
        return (double) equal / first.length;
    }
}
