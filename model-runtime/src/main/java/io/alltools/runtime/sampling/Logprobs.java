package io.alltools.runtime.sampling;

/** Log-probabilities from raw logits. */
public final class Logprobs {

    private Logprobs() {}

    /**
     * How likely a token was.
     *
     * @param logprob natural logarithm of its probability
     * @param topTokens the likeliest tokens, falling
     * @param topLogprobs theirs
     */
    public record Logprob(int token, double logprob, int[] topTokens, double[] topLogprobs) {}

    /**
     * @param logits float32 [vocab], as the model gave them
     * @param top how many likely tokens to report
     */
    public static Logprob of(float[] logits, int token, int top) {
        double max = logits[Sampler.argmax(logits)];
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - max);
        }
        double norm = max + Math.log(sum);
        float[] left = logits.clone();
        int[] tokens = new int[top];
        double[] logprobs = new double[top];
        for (int i = 0; i < top; i++) {
            tokens[i] = Sampler.argmax(left);
            logprobs[i] = left[tokens[i]] - norm;
            left[tokens[i]] = Float.NEGATIVE_INFINITY;
        }
        return new Logprob(token, logits[token] - norm, tokens, logprobs);
    }
}
