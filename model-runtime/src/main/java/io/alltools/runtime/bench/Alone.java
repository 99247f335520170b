package io.alltools.runtime.bench;

import io.alltools.runtime.decode.DecoderSession;
import io.alltools.runtime.sampling.Sampler;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The greedy output of one prompt alone, one token a step: what it must be in any company too.
 *
 * @param tokens the output
 * @param margins for each token, how far the best logit was above the second best
 */
public record Alone(int[] tokens, float[] margins) {

    /** Below this margin sums in another order may choose otherwise. */
    public static final float TIE = 1e-3f;

    private static final int CHUNK = 512;

    /**
     * Decodes in slot 0, which nobody else uses meanwhile.
     *
     * @param maxTokens the most tokens to generate
     * @param endIds tokens that end the output
     */
    public static Alone of(DecoderSession decoder, int[] prompt, int maxTokens, Set<Integer> endIds) {
        float[] logits = new float[decoder.config().vocab()];
        for (int from = 0; from < prompt.length; from += CHUNK) {
            decoder.run(0, from, prompt, from, Math.min(from + CHUNK, prompt.length), logits);
        }
        int most = Math.min(maxTokens, decoder.capacity() + 1 - prompt.length);
        int[] tokens = new int[most];
        float[] margins = new float[most];
        int n = 0;
        while (true) {
            tokens[n] = Sampler.argmax(logits);
            margins[n] = margin(logits, tokens[n]);
            n++;
            if (n == most || endIds.contains(tokens[n - 1])) {
                return new Alone(Arrays.copyOf(tokens, n), Arrays.copyOf(margins, n));
            }
            decoder.run(0, prompt.length + n - 1, tokens, n - 1, n, logits);
        }
    }

    /** The output that a smaller limit gives. */
    public Alone limitedTo(int maxTokens) {
        int n = Math.min(maxTokens, tokens.length);
        return new Alone(Arrays.copyOf(tokens, n), Arrays.copyOf(margins, n));
    }

    /** What is wrong with another output of this prompt; empty where nothing is but choices at a tie. */
    public Optional<String> difference(int[] output) {
        int at = Arrays.mismatch(tokens, output);
        if (at < 0 || (at < tokens.length && at < output.length && margins[at] <= TIE)) {
            return Optional.empty();
        }
        return Optional.of(
                at >= tokens.length || at >= output.length
                        ? output.length + " tokens instead of " + tokens.length
                        : "token " + at + " is " + output[at] + " instead of " + tokens[at] + ", which was ahead by "
                                + margins[at]);
    }

    private static float margin(float[] logits, int best) {
        float second = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < logits.length; i++) {
            if (i != best) {
                second = Math.max(second, logits[i]);
            }
        }
        return logits[best] - second;
    }
}
