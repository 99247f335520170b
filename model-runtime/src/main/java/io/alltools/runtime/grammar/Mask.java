package io.alltools.runtime.grammar;

import org.jspecify.annotations.Nullable;

/**
 * Allowed tokens: a large set that several states share, if any, and some more.
 *
 * @param shared bits; null for none
 * @param tokens ids beside those
 */
record Mask(long @Nullable [] shared, int[] tokens) {

    /** Overwrites a mask with this one. */
    void writeTo(long[] words) {
        if (shared == null) {
            java.util.Arrays.fill(words, 0);
        } else {
            System.arraycopy(shared, 0, words, 0, words.length);
        }
        for (int token : tokens) {
            words[token >> 6] |= 1L << token;
        }
    }
}
