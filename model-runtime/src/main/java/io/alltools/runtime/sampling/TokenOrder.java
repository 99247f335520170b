package io.alltools.runtime.sampling;

/** Tokens by falling logit, lower id first among equals, as far as a draw needs them. */
interface TokenOrder {

    /** The weight of all tokens. */
    long total();

    /** The weight of the first {@code k} tokens. */
    long massOfFirst(int k);

    /** The weight of the fewest first tokens that together weigh {@code need}, which is at least 1 and at most all. */
    long massReaching(long need);

    /** The weight of the tokens that weigh at least {@code weight} each. */
    long massOfAtLeast(long weight);

    /** The first token at which the sum of the weights exceeds {@code target}, which is below the sum of all. */
    int tokenAt(long target);
}
