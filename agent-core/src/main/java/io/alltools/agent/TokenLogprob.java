package io.alltools.agent;

import java.util.List;

/**
 * How likely the model thought a token, before temperature, penalties and constraints.
 *
 * @param text the token's text; U+FFFD stands for bytes that are no whole character
 * @param bytes the token's bytes, 0 to 255
 * @param logprob natural logarithm of its probability
 * @param top the likeliest tokens in its place, falling; empty when none were asked for
 */
public record TokenLogprob(String text, List<Integer> bytes, double logprob, List<Alternative> top) {

    /** Another token for the same place. */
    public record Alternative(String text, List<Integer> bytes, double logprob) {}
}
