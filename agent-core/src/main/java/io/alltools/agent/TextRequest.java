package io.alltools.agent;

import java.util.List;

/**
 * Tokens to continue.
 *
 * @param maxTokens the most tokens to generate; 0 where only the prompt's logprobs are wanted
 * @param stop strings that end the text; the string itself is left out of it
 * @param logprobs how many likely tokens are reported in the place of each token, 0 to 20; -1 reports nothing
 * @param promptLogprobs whether the prompt's tokens are reported too
 */
public record TextRequest(
        int[] prompt,
        Sampling sampling,
        int maxTokens,
        List<String> stop,
        int logprobs,
        boolean promptLogprobs,
        Service service) {

    public TextRequest {
        if (maxTokens < (promptLogprobs ? 0 : 1)) {
            throw new IllegalArgumentException("max tokens " + maxTokens
                    + " is out of range: expected 1 or more, or 0 with the prompt's logprobs");
        }
        if (logprobs < ChatRequest.NO_LOGPROBS || logprobs > ChatRequest.MAX_LOGPROBS) {
            throw new IllegalArgumentException(
                    "logprobs " + logprobs + " is out of range: expected -1 (none) to " + ChatRequest.MAX_LOGPROBS);
        }
        if (promptLogprobs && logprobs == ChatRequest.NO_LOGPROBS) {
            throw new IllegalArgumentException("the prompt's logprobs were asked for and logprobs is -1 (none)");
        }
        stop = List.copyOf(stop);
    }

    /** The likeliest continuation. */
    public static TextRequest of(int[] prompt, int maxTokens) {
        return new TextRequest(
                prompt, Sampling.GREEDY, maxTokens, List.of(), ChatRequest.NO_LOGPROBS, false, Service.INTERACTIVE);
    }

    public TextRequest withSampling(Sampling sampling) {
        return new TextRequest(prompt, sampling, maxTokens, stop, logprobs, promptLogprobs, service);
    }

    public TextRequest withStop(List<String> stop) {
        return new TextRequest(prompt, sampling, maxTokens, stop, logprobs, promptLogprobs, service);
    }

    public TextRequest withLogprobs(int logprobs, boolean ofPrompt) {
        return new TextRequest(prompt, sampling, maxTokens, stop, logprobs, ofPrompt, service);
    }
}
