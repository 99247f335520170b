package io.alltools.runtime.batch;

import io.alltools.agent.Sampling;
import io.alltools.agent.Service;
import io.alltools.runtime.sampling.TokenConstraint;
import java.util.Set;

/**
 * Tokens to continue.
 *
 * @param constraint what may come next; used by the scheduler alone from now on
 * @param maxTokens the most tokens to generate
 * @param endIds tokens that end the generation; the one that does is its last token
 * @param logprobs how many likely tokens are reported beside each generated one; -1 reports nothing
 */
public record GenerationRequest(
        int[] prompt,
        Sampling sampling,
        TokenConstraint constraint,
        int maxTokens,
        Set<Integer> endIds,
        int logprobs,
        Service service) {

    public static final int NO_LOGPROBS = -1;

    /** Unconstrained and interactive. */
    public GenerationRequest(int[] prompt, Sampling sampling, int maxTokens, Set<Integer> endIds) {
        this(prompt, sampling, TokenConstraint.NONE, maxTokens, endIds, NO_LOGPROBS, Service.INTERACTIVE);
    }

    public GenerationRequest withConstraint(TokenConstraint constraint) {
        return new GenerationRequest(prompt, sampling, constraint, maxTokens, endIds, logprobs, service);
    }

    public GenerationRequest withLogprobs(int logprobs) {
        return new GenerationRequest(prompt, sampling, constraint, maxTokens, endIds, logprobs, service);
    }

    public GenerationRequest withService(Service service) {
        return new GenerationRequest(prompt, sampling, constraint, maxTokens, endIds, logprobs, service);
    }
}
