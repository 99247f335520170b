package io.alltools.runtime.sampling;

import io.alltools.agent.ModelException;
import io.alltools.agent.Sampling;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the tokens of one sequence. Used by one thread at a time.
 *
 * <pre>{@code
 * Sampler sampler = Sampler.of(request.sampling(), prompt, logits.length);
 * int token = sampler.sample(logits, null);
 * sampler.accept(token);
 * }</pre>
 *
 * <p>In this order:
 *
 * <ol>
 *   <li>logit bias is added; the repetition penalty divides or multiplies the logits of all tokens of the prompt and
 *       the output; presence and frequency penalties are subtracted from those of the output;
 *   <li>tokens that are not allowed are left out;
 *   <li>temperature 0 takes the likeliest token, the lowest id among equals; otherwise temperature divides the logits;
 *   <li>top-k keeps the k likeliest, top-p then the fewest of these that hold p of what they weigh together, min-p then
 *       those with at least its share of the likeliest one's probability; lower ids come first among equals;
 *   <li>one random number chooses among what is left.
 * </ol>
 *
 * One random number is used for each token, whatever the settings and the logits.
 */
public final class Sampler {

    private static final int BLOCK = 1024;

    private final Sampling sampling;
    private final int vocab;
    private final Penalizer penalizer;
    private final SplittableRandom random;

    /** Made for the first draw: a greedy sampler or one that waits needs none. */
    private @Nullable FastDraw draw;

    private Sampler(Sampling sampling, int[] prompt, int vocab) {
        this.sampling = sampling;
        this.vocab = vocab;
        this.penalizer = new Penalizer(sampling, prompt, vocab);
        this.random = sampling.seed() == null ? new SplittableRandom() : new SplittableRandom(sampling.seed());
    }

    /**
     * @param prompt what the repetition penalty counts beside the output
     * @param vocab the number of logits
     * @throws ModelException INVALID_REQUEST when the bias names a token that does not exist
     */
    public static Sampler of(Sampling sampling, int[] prompt, int vocab) {
        return new Sampler(sampling, prompt, vocab);
    }

    /**
     * The next token; it still has to be accepted.
     *
     * @param logits float32 [vocab]; may be changed
     * @param allowed bit {@code id & 63} of word {@code id >> 6}; ids beyond its end are not allowed, those beyond the
     *     vocabulary are ignored; null allows all
     * @throws ModelException FAILED when the logits are not numbers or leave no token
     */
    public int sample(float[] logits, long @Nullable [] allowed) {
        if (logits.length != vocab) {
            throw new IllegalArgumentException("logits and vocabulary differ: " + logits.length + " != " + vocab);
        }
        penalizer.apply(logits);
        if (sampling.temperature() == 0) {
            return argmax(logits, allowed);
        }
        if (allowed != null) {
            TokenMask.apply(logits, allowed);
        }
        if (draw == null) {
            draw = new FastDraw(sampling, vocab);
        }
        return draw.token(logits, random.nextDouble());
    }

    /** Counts a token of the output for the penalties. */
    public void accept(int token) {
        penalizer.accept(token);
    }

    /**
     * The first id of the largest logit.
     *
     * @throws ModelException FAILED when the logits are not numbers or leave no token
     */
    public static int argmax(float[] logits) {
        float best = Float.NEGATIVE_INFINITY;
        int bestFrom = 0;
        for (int from = 0; from < logits.length; from += BLOCK) {
            float max = BlockMaxima.max(logits, from, Math.min(logits.length, from + BLOCK));
            // Also true of NaN, which stays the best from then on.
            if (!(max <= best)) {
                best = max;
                bestFrom = from;
                if (Float.isNaN(max)) {
                    break;
                }
            }
        }
        Logits.requireUsable(best, logits);
        int id = bestFrom;
        while (logits[id] != best) {
            id++;
        }
        return id;
    }

    /** As {@link #argmax(float[])} among the allowed ids, see {@link #sample}. */
    public static int argmax(float[] logits, long @Nullable [] allowed) {
        if (allowed == null) {
            return argmax(logits);
        }
        float best = Float.NEGATIVE_INFINITY;
        int bestId = 0;
        int words = Math.min(allowed.length, Math.ceilDiv(logits.length, Long.SIZE));
        for (int word = 0; word < words && !Float.isNaN(best); word++) {
            int from = word * Long.SIZE;
            int to = Math.min(logits.length, from + Long.SIZE);
            if (allowed[word] == -1 && BlockMaxima.max(logits, from, to) <= best) {
                continue;
            }
            for (long in = allowed[word]; in != 0; in &= in - 1) {
                int id = from + Long.numberOfTrailingZeros(in);
                if (id < to && !(logits[id] <= best)) {
                    best = logits[id];
                    bestId = id;
                    if (Float.isNaN(best)) {
                        break;
                    }
                }
            }
        }
        Logits.requireUsable(best, logits);
        return bestId;
    }
}
