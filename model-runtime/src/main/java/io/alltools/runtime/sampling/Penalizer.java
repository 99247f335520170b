package io.alltools.runtime.sampling;

import io.alltools.agent.ModelException;
import io.alltools.agent.Sampling;
import java.util.Arrays;
import java.util.Map;

/**
 * Changes the logits of the tokens that a bias names or that were seen: bias, then repetition, then presence and
 * frequency.
 */
final class Penalizer {

    private final Sampling.Penalties penalties;
    private final int[] biasedTokens;
    private final double[] biases;

    /** The distinct tokens seen, in the order in which they came first, and how often the output holds each. */
    private int[] tokens = new int[64];

    private int[] outputCounts = new int[64];
    private int size;

    /** Positions in {@link #tokens} plus 1, by open addressing; 0 is free. */
    private int[] table = new int[256];

    Penalizer(Sampling sampling, int[] prompt, int vocab) {
        this.penalties = sampling.penalties();
        Map<Integer, Double> bias = sampling.logitBias();
        biasedTokens =
                bias.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
        biases = Arrays.stream(biasedTokens).mapToDouble(bias::get).toArray();
        for (int token : biasedTokens) {
            if (token < 0 || token >= vocab) {
                throw ModelException.invalid(
                        "logit_bias", "logit_bias names token " + token + ": expected an id from 0 to " + (vocab - 1));
            }
        }
        if (penalties.repetition() != 1) {
            for (int token : prompt) {
                position(token);
            }
        }
    }

    /** Counts a token of the output. */
    void accept(int token) {
        if (!penalties.equals(Sampling.Penalties.NONE)) {
            outputCounts[position(token)]++;
        }
    }

    void apply(float[] logits) {
        for (int i = 0; i < biasedTokens.length; i++) {
            logits[biasedTokens[i]] = (float) (logits[biasedTokens[i]] + biases[i]);
        }
        for (int i = 0; i < size; i++) {
            logits[tokens[i]] = penalized(logits[tokens[i]], outputCounts[i]);
        }
    }

    private float penalized(float logit, int count) {
        double repeated = logit > 0 ? logit / penalties.repetition() : logit * penalties.repetition();
        return (float) (repeated - (count > 0 ? penalties.presence() : 0) - count * penalties.frequency());
    }

    /** Where the token stands among the seen ones; a new one is added. */
    private int position(int token) {
        int slot = slot(token);
        if (table[slot] != 0) {
            return table[slot] - 1;
        }
        if (size == tokens.length) {
            grow();
            slot = slot(token);
        }
        tokens[size] = token;
        table[slot] = ++size;
        return size - 1;
    }

    private int slot(int token) {
        int mask = table.length - 1;
        int slot = token * 0x9E3779B9 >>> 7 & mask;
        while (table[slot] != 0 && tokens[table[slot] - 1] != token) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        tokens = Arrays.copyOf(tokens, 2 * size);
        outputCounts = Arrays.copyOf(outputCounts, 2 * size);
        table = new int[8 * size];
        for (int i = 0; i < size; i++) {
            table[slot(tokens[i])] = i + 1;
        }
    }
}
