package io.alltools.starter;

import io.alltools.agent.Sampling;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the next token is chosen, as far as a caller says; null where nothing is said.
 *
 * @param temperature 0 takes the likeliest token
 * @param presencePenalty -2 to 2, counts the answer
 * @param frequencyPenalty -2 to 2, counts the answer
 * @param repetitionPenalty above 0 to 10, counts the prompt too
 */
public record SamplingChoice(
        @Nullable Double temperature,
        @Nullable Integer topK,
        @Nullable Double topP,
        @Nullable Double minP,
        @Nullable Double presencePenalty,
        @Nullable Double frequencyPenalty,
        @Nullable Double repetitionPenalty,
        @Nullable Long seed) {

    /**
     * Greedy where nothing shapes the choice, as the project's API has it.
     *
     * @throws IllegalArgumentException when a value is out of its range
     */
    public Sampling complete() {
        boolean shaped = topK != null || topP != null || minP != null;
        return new Sampling(
                Objects.requireNonNullElse(temperature, shaped ? 1.0 : Sampling.GREEDY.temperature()),
                Objects.requireNonNullElse(topK, 0),
                Objects.requireNonNullElse(topP, 1.0),
                Objects.requireNonNullElse(minP, 0.0),
                new Sampling.Penalties(
                        Objects.requireNonNullElse(repetitionPenalty, 1.0),
                        Objects.requireNonNullElse(presencePenalty, 0.0),
                        Objects.requireNonNullElse(frequencyPenalty, 0.0)),
                Map.of(),
                seed);
    }
}
