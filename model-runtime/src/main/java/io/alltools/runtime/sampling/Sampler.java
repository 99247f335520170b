package io.alltools.runtime.sampling;

import io.alltools.agent.Sampling;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Chooses the next token of one sequence from the logits of one row. */
public final class Sampler {

    private final Sampling sampling;
    private final SplittableRandom random;

    private Sampler(Sampling sampling, SplittableRandom random) {
        this.sampling = sampling;
        this.random = random;
    }

    /** The sampler for these settings: greedy at temperature 0, else temperature, then top-k, then top-p. */
    public static Sampler of(Sampling sampling, int[] prompt, int vocab) {
        return new Sampler(
                sampling, sampling.seed() == null ? new SplittableRandom() : new SplittableRandom(sampling.seed()));
    }

    /**
     * @param logits float32 [vocab]; may be changed
     * @param allowed the allowed tokens, see {@link TokenConstraint#allowed()}; null for all
     * @return the chosen token's id
     */
    public int sample(float[] logits, long @Nullable [] allowed) {
        if (sampling.temperature() == 0) {
            return argmax(logits, allowed);
        }
        if (allowed != null) {
            for (int i = 0; i < logits.length; i++) {
                if ((allowed[i >> 6] >>> (i & 63) & 1) == 0) {
                    logits[i] = Float.NEGATIVE_INFINITY;
                }
            }
        }
        return draw(logits, sampling, random.nextDouble());
    }

    /** Counts a token that was appended, sampled or forced. */
    public void accept(int token) {}

    /** The first index of the largest logit. */
    public static int argmax(float[] logits) {
        return argmax(logits, null);
    }

    /** As {@link #argmax(float[])}, among the allowed tokens. */
    public static int argmax(float[] logits, long @Nullable [] allowed) {
        int best = -1;
        for (int i = 0; i < logits.length; i++) {
            if ((allowed == null || (allowed[i >> 6] >>> (i & 63) & 1) == 1)
                    && (best < 0 || logits[i] > logits[best])) {
                best = i;
            }
        }
        return best;
    }

    /** The token at {@code u}, in [0, 1), of the distribution that temperature, top-k and top-p leave. */
    private static int draw(float[] logits, Sampling sampling, double u) {
        float max = logits[argmax(logits)];
        boolean all = sampling.topK() == 0 && sampling.topP() == 1;
        int[] order = all ? identity(logits.length) : descending(logits);
        int kept = sampling.topK() == 0 ? order.length : Math.min(sampling.topK(), order.length);
        double[] weights = new double[kept];
        double sum = 0;
        for (int i = 0; i < kept; i++) {
            weights[i] = Math.exp((logits[order[i]] - max) / sampling.temperature());
            sum += weights[i];
        }
        if (sampling.topP() < 1) {
            double nucleus = 0;
            int n = 0;
            while (n < kept && nucleus < sampling.topP() * sum) {
                nucleus += weights[n++];
            }
            kept = n;
            sum = nucleus;
        }
        double target = u * sum;
        for (int i = 0; i < kept; i++) {
            target -= weights[i];
            if (target < 0) {
                return order[i];
            }
        }
        // Rounding may leave a rest behind the last one.
        return order[kept - 1];
    }

    private static int[] identity(int n) {
        int[] order = new int[n];
        Arrays.setAll(order, i -> i);
        return order;
    }

    /** Indices by falling logit, lower index first among equals. */
    private static int[] descending(float[] logits) {
        long[] keys = new long[logits.length];
        for (int i = 0; i < keys.length; i++) {
            int bits = Float.floatToIntBits(logits[i]);
            // Maps the float order onto the order of signed integers, then turns it round.
            int ordered = ~(bits ^ ((bits >> 31) & Integer.MAX_VALUE));
            keys[i] = ((long) ordered << 32) | i;
        }
        Arrays.sort(keys);
        int[] order = new int[keys.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = (int) keys[i];
        }
        return order;
    }
}
