package io.alltools.runtime.sampling;

import java.util.Arrays;

/** What the model thought of a token, from its logits as they came: before bias, penalties, mask and temperature. */
public final class Logprobs {

    private static final double SCALE = Weights.scale(1);

    private Logprobs() {}

    /**
     * Natural logarithms of probabilities.
     *
     * @param topTokens the likeliest tokens, falling, lower id first among equals
     */
    public record Logprob(int token, double logprob, int[] topTokens, double[] topLogprobs) {}

    /**
     * To be called before {@link Sampler#sample}, which may change the logits.
     *
     * @param logits float32 [vocab]; not changed
     * @param top how many of the likeliest tokens are told, the chosen one among them or not; fewer in a smaller
     *     vocabulary
     * @throws io.alltools.agent.ModelException FAILED when the logits are not numbers
     */
    public static Logprob of(float[] logits, int token, int top) {
        int[] topTokens = likeliest(logits, Math.min(top, logits.length));
        double sum = logSum(logits);
        double[] topLogprobs = new double[topTokens.length];
        Arrays.setAll(topLogprobs, i -> logits[topTokens[i]] - sum);
        return new Logprob(token, logits[token] - sum, topTokens, topLogprobs);
    }

    /** The logarithm of the sum of the exponentials. */
    private static double logSum(float[] logits) {
        float max = BlockMaxima.max(logits, 0, logits.length);
        Logits.requireUsable(max, logits);
        long sum = 0;
        for (float logit : logits) {
            sum += Weights.at(((double) max - logit) * SCALE);
        }
        return max + Math.log((double) sum / Weights.MAX);
    }

    /** By insertion: after a few hundred logits hardly one gets in. */
    private static int[] likeliest(float[] logits, int top) {
        int[] tokens = new int[top];
        int size = 0;
        for (int token = 0; token < logits.length && top > 0; token++) {
            float logit = logits[token];
            if (size == top && !(logit > logits[tokens[top - 1]])) {
                continue;
            }
            int place = size < top ? size++ : top - 1;
            for (; place > 0 && logit > logits[tokens[place - 1]]; place--) {
                tokens[place] = tokens[place - 1];
            }
            tokens[place] = token;
        }
        return tokens;
    }
}
