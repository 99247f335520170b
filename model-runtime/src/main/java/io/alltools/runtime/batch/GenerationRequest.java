package io.alltools.runtime.batch;

import io.alltools.agent.Sampling;
import io.alltools.agent.Service;
import io.alltools.runtime.sampling.TokenConstraint;
import java.util.Set;

/**
 * Tokens to continue.
 *
 * @param constraint what may come next; used by the scheduler alone from now on
 * @param maxTokens the most tokens to generate; 0 only where the prompt is reported
 * @param endIds tokens that end the generation; the one that does is its last token
 * @param logprobs how many likely tokens are reported beside each generated one; -1 reports nothing
 * @param promptLogprobs whether the prompt's tokens come too, from the second on; none of it is then taken from a cache
 */
public record GenerationRequest(
        int[] prompt,
        Sampling sampling,
        TokenConstraint constraint,
        int maxTokens,
        Set<Integer> endIds,
        int logprobs,
        boolean promptLogprobs,
        Service service) {

    public static final int NO_LOGPROBS = -1;

    public GenerationRequest {
        if (promptLogprobs && logprobs < 0) {
            throw new IllegalArgumentException("the prompt is to be reported and logprobs is " + logprobs);
        }
        if (maxTokens < (promptLogprobs ? 0 : 1)) {
            throw new IllegalArgumentException("max tokens " + maxTokens
                    + " is out of range: expected 1 or more, or 0 where the prompt is reported");
        }
    }

    /** Of which the output alone is told. */
    public GenerationRequest(
            int[] prompt,
            Sampling sampling,
            TokenConstraint constraint,
            int maxTokens,
            Set<Integer> endIds,
            int logprobs,
            Service service) {
        this(prompt, sampling, constraint, maxTokens, endIds, logprobs, false, service);
    }

    /** Unconstrained and interactive. */
    public GenerationRequest(int[] prompt, Sampling sampling, int maxTokens, Set<Integer> endIds) {
        this(prompt, sampling, TokenConstraint.NONE, maxTokens, endIds, NO_LOGPROBS, Service.INTERACTIVE);
    }

    public GenerationRequest withConstraint(TokenConstraint constraint) {
        return new GenerationRequest(
                prompt, sampling, constraint, maxTokens, endIds, logprobs, promptLogprobs, service);
    }

    public GenerationRequest withLogprobs(int logprobs) {
        return new GenerationRequest(
                prompt, sampling, constraint, maxTokens, endIds, logprobs, promptLogprobs, service);
    }

    /** With the prompt's tokens too, and an output of at most so many. */
    public GenerationRequest withPromptLogprobs(int logprobs, int maxTokens) {
        return new GenerationRequest(prompt, sampling, constraint, maxTokens, endIds, logprobs, true, service);
    }

    public GenerationRequest withService(Service service) {
        return new GenerationRequest(
                prompt, sampling, constraint, maxTokens, endIds, logprobs, promptLogprobs, service);
    }
}
