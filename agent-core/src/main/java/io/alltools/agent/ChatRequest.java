package io.alltools.agent;

import java.util.List;

/**
 * One call of a model.
 *
 * @param tools what the model may call; empty for none
 * @param maxTokens the most tokens to generate
 * @param stop strings that end the answer; the string itself is left out of it
 * @param logprobs how many likely tokens are reported in the place of each generated one, 0 to 20; -1 reports nothing
 * @param tokenIds whether the turn comes with its {@link TokenTrace}, where the model has them
 */
public record ChatRequest(
        List<Message> messages,
        List<ToolSpec> tools,
        Sampling sampling,
        int maxTokens,
        List<String> stop,
        Constraints constraints,
        int logprobs,
        Service service,
        boolean tokenIds) {

    public static final int NO_LOGPROBS = -1;
    public static final int MAX_LOGPROBS = 20;

    public ChatRequest {
        if (maxTokens < 1) {
            throw new IllegalArgumentException("max tokens " + maxTokens + " is out of range: expected 1 or more");
        }
        if (logprobs < NO_LOGPROBS || logprobs > MAX_LOGPROBS) {
            throw new IllegalArgumentException(
                    "logprobs " + logprobs + " is out of range: expected -1 (none) to " + MAX_LOGPROBS);
        }
    }

    /** An interactive request with the default constraints. */
    public ChatRequest(
            List<Message> messages, List<ToolSpec> tools, Sampling sampling, int maxTokens, List<String> stop) {
        this(messages, tools, sampling, maxTokens, stop, Constraints.DEFAULT, NO_LOGPROBS, Service.INTERACTIVE, false);
    }

    public ChatRequest withConstraints(Constraints constraints) {
        return new ChatRequest(messages, tools, sampling, maxTokens, stop, constraints, logprobs, service, tokenIds);
    }

    public ChatRequest withLogprobs(int logprobs) {
        return new ChatRequest(messages, tools, sampling, maxTokens, stop, constraints, logprobs, service, tokenIds);
    }

    public ChatRequest withService(Service service) {
        return new ChatRequest(messages, tools, sampling, maxTokens, stop, constraints, logprobs, service, tokenIds);
    }

    public ChatRequest withSampling(Sampling sampling) {
        return new ChatRequest(messages, tools, sampling, maxTokens, stop, constraints, logprobs, service, tokenIds);
    }

    public ChatRequest withTokenIds() {
        return new ChatRequest(messages, tools, sampling, maxTokens, stop, constraints, logprobs, service, true);
    }
}
