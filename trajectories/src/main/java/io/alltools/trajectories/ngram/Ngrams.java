package io.alltools.trajectories.ngram;

/**
 * The n-grams of a text.
 *
 * @param hashes one for each n-gram, in the text's order, repeats included. A text of fewer than n units has one, of
 *     all its units; an empty one has none
 * @param units how many words or characters the text has
 */
@SuppressWarnings("ArrayRecordComponent") // Hot; made once and read only.
public record Ngrams(long[] hashes, int units) {}
