package io.alltools.trajectories.dedup;

import java.util.HashSet;
import java.util.Set;

/** The definition of {@link MinHash}: what it is tested against and measured by. */
final class ScalarMinHash {

    private final MinHash constants;

    ScalarMinHash(MinHash constants) {
        this.constants = constants;
    }

    int[] signature(long[] ngrams) {
        Set<Long> set = new HashSet<>();
        for (long ngram : ngrams) {
            set.add(ngram);
        }
        int[] signature = new int[constants.permutations()];
        for (int i = 0; i < signature.length; i++) {
            long least = Integer.MAX_VALUE;
            for (long ngram : set) {
                long low = ngram & 0xFFFFFFFFL;
                long high = ngram >>> 32;
                long hash = (int) (constants.a[i] * low + constants.b[i] * high + constants.c[i]);
                least = Math.min(least, hash);
            }
            signature[i] = (int) least;
        }
        return signature;
    }
}
