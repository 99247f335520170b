package io.alltools.runtime.sampling;

import org.jspecify.annotations.Nullable;

/**
 * What may come next in one sequence. Used by one thread at a time; {@link #accept} moves it on.
 *
 * <p>An end token is allowed where the sequence may end.
 */
public interface TokenConstraint {

    /** Lets everything pass. */
    TokenConstraint NONE = new TokenConstraint() {
        @Override
        public long @Nullable [] allowed() {
            return null;
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
    };

    /**
     * The allowed token ids: bit {@code id & 63} of word {@code id >> 6}. At least one is set. Not to be changed, valid
     * until {@link #accept}; null when all tokens are allowed.
     */
    long @Nullable [] allowed();

    /**
     * Tokens that are the only way on, as the tokenizer would write them, so that no model need be asked; empty where
     * there is a choice. Does not move on: each must be accepted.
     */
    int[] forced();

    /** @param token the token that was appended; it was allowed */
    void accept(int token);

    /** The same place in the sequence, to try tokens on without moving this one. */
    TokenConstraint copy();
}
