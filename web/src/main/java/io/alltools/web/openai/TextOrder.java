package io.alltools.web.openai;

import io.alltools.agent.ChatRequest;
import io.alltools.agent.Sampling;
import io.alltools.agent.Service;
import io.alltools.agent.TextRequest;
import java.util.List;

/**
 * What a client wants to be continued.
 *
 * @param logprobs as {@link ChatRequest} has it
 * @param n how many continuations of each prompt are answered
 * @param bestOf of how many that are generated
 * @param echo whether the prompt stands in front of each
 */
record TextOrder(
        String model,
        List<TextPrompt> prompts,
        Sampling sampling,
        int maxTokens,
        List<String> stop,
        int logprobs,
        int n,
        int bestOf,
        boolean echo,
        boolean stream,
        boolean includeUsage) {

    boolean withLogprobs() {
        return logprobs != ChatRequest.NO_LOGPROBS;
    }

    boolean promptLogprobs() {
        return echo && withLogprobs();
    }

    /** Nothing is wanted of the model. */
    boolean idle() {
        return maxTokens == 0 && !promptLogprobs();
    }

    /** The request of one continuation; with a seed each draws from its own. */
    TextRequest request(TextPrompt prompt, int candidate) {
        Long seed = sampling.seed();
        // Which continuation is best their logprobs say.
        int reported = bestOf > n ? Math.max(logprobs, 0) : logprobs;
        return new TextRequest(
                prompt.tokens(),
                seed == null ? sampling : sampling.withSeed(seed + candidate),
                maxTokens,
                stop,
                reported,
                promptLogprobs(),
                Service.INTERACTIVE);
    }
}
