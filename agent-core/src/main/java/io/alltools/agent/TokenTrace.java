package io.alltools.agent;

import java.util.List;

/**
 * The very tokens of one model call.
 *
 * @param prompt what the model was fed
 * @param completion what it generated, the token that ended its turn included
 * @param logprobs natural logarithms of the probabilities of {@code completion}, before temperature, penalties and
 *     constraints; empty where the model does not tell them
 */
public record TokenTrace(List<Integer> prompt, List<Integer> completion, List<Double> logprobs) {

    public TokenTrace {
        prompt = List.copyOf(prompt);
        completion = List.copyOf(completion);
        logprobs = List.copyOf(logprobs);
        if (!logprobs.isEmpty() && logprobs.size() != completion.size()) {
            throw new IllegalArgumentException(
                    "log probabilities and tokens differ in number: " + logprobs.size() + " != " + completion.size());
        }
    }
}
