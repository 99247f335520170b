package io.alltools.web.openai;

import io.alltools.agent.ChatRequest;
import io.alltools.agent.Sampling;

/**
 * What a client asked for.
 *
 * @param choices how many answers are generated
 * @param includeUsage whether a stream ends with a chunk of token counts
 */
record ChatCompletion(String model, ChatRequest request, int choices, boolean stream, boolean includeUsage) {

    /** The request of one choice; with a seed each draws from its own. */
    ChatRequest request(int choice) {
        Sampling sampling = request.sampling();
        Long seed = sampling.seed();
        return seed == null ? request : request.withSampling(sampling.withSeed(seed + choice));
    }
}
