package io.alltools.runtime.chat;

import io.alltools.runtime.sampling.TokenConstraint;

/** Lets every token pass that has a text: a model may have more rows of logits, as padding. */
final class KnownTokens implements TokenConstraint {

    private final long[] allowed;

    private KnownTokens(long[] allowed) {
        this.allowed = allowed;
    }

    /**
     * @param tokens how many ids the tokenizer knows
     * @param vocab number of logits
     */
    static TokenConstraint of(int tokens, int vocab) {
        if (tokens >= vocab) {
            return NONE;
        }
        long[] allowed = new long[Math.ceilDiv(vocab, Long.SIZE)];
        for (int id = 0; id < tokens; id++) {
            allowed[id >> 6] |= 1L << (id & 63);
        }
        return new KnownTokens(allowed);
    }

    @Override
    public long[] allowed() {
        return allowed;
    }

    @Override
    public int[] forced() {
        return new int[0];
    }

    @Override
    public void accept(int token) {}

    @Override
    public TokenConstraint copy() {
        return this;
    }
}
