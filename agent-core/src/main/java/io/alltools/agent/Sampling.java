package io.alltools.agent;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the next token is chosen: logit bias and penalties first, then temperature, then top-k, top-p and min-p.
 *
 * @param temperature 0 is greedy: the token with the highest logit
 * @param topK keep the k most likely tokens; 0 keeps all
 * @param topP keep the smallest set of tokens whose probabilities reach p, in (0, 1]; 1 keeps all
 * @param minP keep tokens of at least this share of the likeliest one's probability, in [0, 1); 0 keeps all
 * @param logitBias added to the logits of these token ids, -100 to 100
 * @param seed the same seed gives the same output; null draws one
 */
public record Sampling(
        double temperature,
        int topK,
        double topP,
        double minP,
        Penalties penalties,
        Map<Integer, Double> logitBias,
        @Nullable Long seed) {

    /**
     * What repeating costs a token.
     *
     * @param repetition divides a positive logit and multiplies a negative one of each token that the prompt or the
     *     output holds, in (0, 10]; 1 changes nothing (Keskar et al. 2019, CTRL)
     * @param presence subtracted from the logit of each token that the output holds, -2 to 2
     * @param frequency subtracted for each time that the output holds the token, -2 to 2
     */
    public record Penalties(double repetition, double presence, double frequency) {

        public static final Penalties NONE = new Penalties(1, 0, 0);

        public Penalties {
            if (!(repetition > 0 && repetition <= 10)) {
                throw new IllegalArgumentException(
                        "repetition_penalty " + repetition + " is out of range: expected above 0 and at most 10");
            }
            requireRange("presence_penalty", presence, -2, 2);
            requireRange("frequency_penalty", frequency, -2, 2);
        }

        /** Stands here, since a process may know penalties before it knows the rest: it reads them first. */
        private static void requireRange(String name, double value, double low, double high) {
            if (!(value >= low && value <= high)) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT, "%s %s is out of range: expected %.0f to %.0f", name, value, low, high));
            }
        }
    }

    public static final Sampling GREEDY = new Sampling(0, 0, 1, null);

    /** @throws IllegalArgumentException when a value is out of its range */
    public Sampling {
        Penalties.requireRange("temperature", temperature, 0, 10);
        if (topK < 0) {
            throw new IllegalArgumentException("top_k " + topK + " is out of range: expected 0 (all) or more");
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("top_p " + topP + " is out of range: expected above 0 and at most 1");
        }
        if (!(minP >= 0 && minP < 1)) {
            throw new IllegalArgumentException("min_p " + minP + " is out of range: expected 0 to below 1");
        }
        // Runs that were recorded before there were penalties have neither.
        penalties = Objects.requireNonNullElse(penalties, Penalties.NONE);
        logitBias = Map.copyOf(Objects.requireNonNullElse(logitBias, Map.of()));
        logitBias.values().forEach(bias -> Penalties.requireRange("logit_bias", bias, -100, 100));
    }

    /** Without min-p, penalties and bias. */
    public Sampling(double temperature, int topK, double topP, @Nullable Long seed) {
        this(temperature, topK, topP, 0, Penalties.NONE, Map.of(), seed);
    }

    public Sampling withMinP(double minP) {
        return new Sampling(temperature, topK, topP, minP, penalties, logitBias, seed);
    }

    public Sampling withPenalties(Penalties penalties) {
        return new Sampling(temperature, topK, topP, minP, penalties, logitBias, seed);
    }

    public Sampling withLogitBias(Map<Integer, Double> logitBias) {
        return new Sampling(temperature, topK, topP, minP, penalties, logitBias, seed);
    }

    public Sampling withSeed(long seed) {
        return new Sampling(temperature, topK, topP, minP, penalties, logitBias, seed);
    }
}
