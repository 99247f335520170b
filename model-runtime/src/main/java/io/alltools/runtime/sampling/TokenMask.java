package io.alltools.runtime.sampling;

import java.util.Arrays;

/** Sets of token ids: bit {@code id & 63} of word {@code id >> 6}. Ids beyond the last word are not in the set. */
final class TokenMask {

    private TokenMask() {}

    /** Makes every token outside the set impossible. */
    static void apply(float[] logits, long[] allowed) {
        int words = Math.min(allowed.length, Math.ceilDiv(logits.length, Long.SIZE));
        for (int word = 0; word < words; word++) {
            int from = word * Long.SIZE;
            int to = Math.min(logits.length, from + Long.SIZE);
            if (allowed[word] == 0) {
                Arrays.fill(logits, from, to, Float.NEGATIVE_INFINITY);
                continue;
            }
            for (long out = ~allowed[word]; out != 0; out &= out - 1) {
                int id = from + Long.numberOfTrailingZeros(out);
                if (id >= to) {
                    break;
                }
                logits[id] = Float.NEGATIVE_INFINITY;
            }
        }
        Arrays.fill(logits, Math.min(logits.length, words * Long.SIZE), logits.length, Float.NEGATIVE_INFINITY);
    }

    static boolean contains(long[] allowed, int id) {
        int word = id >> 6;
        return word < allowed.length && (allowed[word] >>> id & 1) != 0;
    }
}
