package io.alltools.runtime.batch;

import java.util.Arrays;

/**
 * Proposes how a sequence goes on from how it went on before: the tokens that followed its last few where they last
 * occurred (prompt lookup decoding, Saxena 2023).
 */
final class PromptLookup {

    private static final int LONGEST = 4;
    private static final int SHORTEST = 2;

    private PromptLookup() {}

    /**
     * @param tokens prompt and output, valid up to {@code length}
     * @param most how many tokens to propose at most
     * @return the tokens behind the longest match of 4 down to 2 tokens, the latest among equals; empty without one
     */
    static int[] propose(int[] tokens, int length, int most) {
        int bestEnd = -1;
        int best = SHORTEST - 1;
        for (int end = length - 1; end > best && best < LONGEST; end--) {
            int match = 0;
            while (match < LONGEST && match < end && tokens[end - 1 - match] == tokens[length - 1 - match]) {
                match++;
            }
            if (match > best) {
                best = match;
                bestEnd = end;
            }
        }
        return bestEnd < 0 ? new int[0] : Arrays.copyOfRange(tokens, bestEnd, Math.min(bestEnd + most, length));
    }
}
