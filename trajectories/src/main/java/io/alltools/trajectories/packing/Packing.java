package io.alltools.trajectories.packing;

/**
 * How sequences are packed.
 *
 * @param length the most tokens of a pack
 * @param tooLong what becomes of a sequence that is longer
 */
public record Packing(int length, PackPlan.Strategy strategy, TooLong tooLong) {

    /** LongAlign's: packs of 65,536 tokens; longer sequences are left out. */
    public static final Packing LONG_ALIGN = new Packing(65_536, PackPlan.Strategy.GREEDY, TooLong.SKIP);

    /** What becomes of a sequence that no pack can hold. */
    public enum TooLong {
        /** It is an error. */
        REFUSE,
        /** It is left out and counted. */
        SKIP,
        /** Its first tokens are used, and it is counted. */
        CUT
    }

    public Packing {
        if (length < 1) {
            throw new IllegalArgumentException("pack length " + length + " is out of range: expected 1 or more tokens");
        }
    }

    /**
     * What became of the sequences.
     *
     * @param sequences M, those in the packs
     * @param packs K
     * @param tokens in the packs
     * @param trainedTokens of which the loss is taken
     * @param tooLong left out because they were too long
     * @param cut how many lost their end
     * @param nothingToLearn left out because no token of theirs is trained on
     */
    public record Report(
            int sequences, int packs, long tokens, long trainedTokens, int tooLong, int cut, int nothingToLearn) {

        /** Which part of the packs is filled, 0 to 1. */
        public double utilisation(int length) {
            return packs == 0 ? 0 : (double) tokens / ((long) packs * length);
        }
    }
}
