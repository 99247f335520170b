package io.alltools.runtime.batch;

import io.alltools.agent.Sampling;
import io.alltools.agent.Service;
import io.alltools.runtime.sampling.Logprobs;
import io.alltools.runtime.sampling.Sampler;
import java.util.Arrays;

/**
 * A request's tokens, prompt and output, and how the output goes on. It knows nothing of slots, so that it can leave
 * one and continue in another.
 */
final class Sequence {

    /** Below this difference of the two best logits another way to compute them may choose otherwise. */
    static final float TIE = 1e-3f;

    private final Generation generation;
    private final GenerationRequest request;
    private final Sampler sampler;
    private final int capacity;
    private final Acceptance acceptance = new Acceptance();

    private int[] tokens;
    private int length;

    /** Tokens from here on were given or forced, and wait for the logits that say how likely they were. */
    private int reported;

    private int forced;
    private boolean complete;
    private boolean keepsSlot;
    private boolean begun;

    /**
     * @param capacity tokens that a slot holds; the last token of an output needs no place in it
     * @param vocab number of logits
     */
    Sequence(GenerationRequest request, int capacity, int vocab) {
        this.generation = new Generation();
        this.request = request;
        this.capacity = capacity;
        this.sampler = Sampler.of(request.sampling(), request.prompt(), vocab);
        this.length = request.prompt().length;
        // Nothing stands in front of the first token that could say how likely it is.
        this.reported = request.promptLogprobs() ? 1 : length;
        this.complete = request.maxTokens() == 0;
        this.tokens = request.prompt().clone();
    }

    Generation generation() {
        return generation;
    }

    GenerationRequest request() {
        return request;
    }

    Service.Priority priority() {
        return request.service().priority();
    }

    /** The tokens so far, valid up to {@link #length()}; not to be changed. */
    int[] tokens() {
        return tokens;
    }

    int length() {
        return length;
    }

    int outputLength() {
        return length - request.prompt().length;
    }

    /** How many more tokens may follow. */
    int room() {
        return Math.min(request.maxTokens() - outputLength(), capacity + 1 - length);
    }

    /** The first given or forced token whose logprob is not known yet; {@link #length()} when there is none. */
    int reported() {
        return reported;
    }

    boolean complete() {
        return complete && reported == length;
    }

    /**
     * Tokens that need not run although another slot holds them. The last one always runs, since the output goes on
     * from its logits, and one more with it: a run of one token sums up attention in another order than a longer one,
     * so that the output would depend on what happened to be there. One more is left where the last one waits for
     * forced tokens to be reported.
     */
    int mostReused() {
        return Math.max(0, reported - (reported == length ? 2 : 3));
    }

    /** Tokens that may still have to run: all but the last token of an output that ends with it. */
    int runnable() {
        return complete ? length - 1 : length;
    }

    /** Tokens that a constraint forced so far. */
    int forced() {
        return forced;
    }

    Acceptance acceptance() {
        return acceptance;
    }

    /** Whether it may no longer be sent back to the queue. */
    boolean keepsSlot() {
        return keepsSlot || priority() == Service.Priority.INTERACTIVE;
    }

    void keepSlot() {
        keepsSlot = true;
    }

    /** Appends what the constraint forces before anything is sampled; once, however often it gets a slot. */
    void begin() {
        if (!begun) {
            begun = true;
            appendForced();
        }
    }

    /**
     * Chooses the token that follows and appends it, and what is forced after it.
     *
     * @param logits float32 [vocab] after the last token; are changed
     */
    void next(float[] logits) {
        long[] allowed = request.constraint().allowed();
        if (request.logprobs() < 0) {
            int token = sampler.sample(logits, allowed);
            append(token);
            emit(new GeneratedToken(token, null));
        } else {
            float[] raw = logits.clone();
            int token = sampler.sample(logits, allowed);
            append(token);
            emit(new GeneratedToken(token, Logprobs.of(raw, token, request.logprobs())));
        }
        appendForced();
    }

    /**
     * Reports the token at {@link #reported()}.
     *
     * @param logits float32 [vocab] in front of it
     */
    void report(float[] logits) {
        int token = tokens[reported];
        emit(new GeneratedToken(token, Logprobs.of(logits, token, request.logprobs())));
    }

    /** Whether a greedy choice is so close that only a plain step may make it. */
    boolean unsure(float[] logits) {
        if (request.sampling().temperature() > 0) {
            return false;
        }
        long[] allowed = request.constraint().allowed();
        float best = Float.NEGATIVE_INFINITY;
        float second = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < logits.length; i++) {
            if (allowed == null || (allowed[i >> 6] >>> (i & 63) & 1) == 1) {
                float logit = logits[i];
                if (logit > best) {
                    second = best;
                    best = logit;
                } else if (logit > second) {
                    second = logit;
                }
            }
        }
        return best - second <= TIE;
    }

    /**
     * Whether several tokens may be verified in one run. A greedy choice that penalties or a bias decide can't be
     * checked for ties by its logits.
     */
    boolean speculates() {
        Sampling sampling = request.sampling();
        return sampling.temperature() > 0
                || (sampling.penalties().equals(Sampling.Penalties.NONE)
                        && sampling.logitBias().isEmpty());
    }

    private void appendForced() {
        if (complete) {
            return;
        }
        for (int token : request.constraint().forced()) {
            append(token);
            forced++;
            if (request.logprobs() < 0) {
                emit(new GeneratedToken(token, null));
            }
            if (complete) {
                return;
            }
        }
    }

    private void append(int token) {
        if (length == tokens.length) {
            tokens = Arrays.copyOf(tokens, Math.min(capacity + 1, length + Math.max(64, length / 2)));
        }
        tokens[length++] = token;
        sampler.accept(token);
        boolean end = request.endIds().contains(token);
        if (!end) {
            request.constraint().accept(token);
        }
        complete = end || room() == 0;
    }

    private void emit(GeneratedToken token) {
        reported++;
        generation.emit(token);
    }
}
