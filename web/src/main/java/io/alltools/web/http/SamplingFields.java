package io.alltools.web.http;

import io.alltools.agent.Sampling;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import tools.jackson.databind.JsonNode;

/** The fields that say how the next token is chosen; both APIs name them alike. */
public final class SamplingFields {

    private static final int MAX_BIASED_TOKENS = 1024;

    /** The fields' names. */
    public static final List<String> NAMES = List.of(
            "temperature",
            "top_p",
            "top_k",
            "min_p",
            "presence_penalty",
            "frequency_penalty",
            "repetition_penalty",
            "logit_bias",
            "seed");

    private final JsonFields request;

    private SamplingFields(JsonFields request) {
        this.request = request;
    }

    /** Greedy when a request says nothing about it, since it is what repeats. */
    public static Sampling read(JsonFields request) {
        return new SamplingFields(request).read();
    }

    /** Whether a request says anything about it. */
    public static boolean in(JsonFields request) {
        return NAMES.stream().anyMatch(name -> request.get(name) != null);
    }

    private Sampling read() {
        Integer topK = request.integer("top_k", 0, Integer.MAX_VALUE);
        double topP = number("top_p", 1, p -> p > 0 && p <= 1, "above 0 and at most 1");
        double minP = number("min_p", 0, p -> p >= 0 && p < 1, "0 to below 1");
        boolean shaped = request.get("top_p") != null || topK != null || request.get("min_p") != null;
        double unsaid = shaped ? 1 : Sampling.GREEDY.temperature();
        return new Sampling(
                number("temperature", unsaid, t -> t >= 0 && t <= 2, "0 to 2"),
                topK == null ? 0 : topK,
                topP,
                minP,
                new Sampling.Penalties(
                        number("repetition_penalty", 1, r -> r > 0 && r <= 10, "above 0 and at most 10"),
                        number("presence_penalty", 0, p -> p >= -2 && p <= 2, "-2 to 2"),
                        number("frequency_penalty", 0, f -> f >= -2 && f <= 2, "-2 to 2")),
                logitBias(),
                request.integer("seed"));
    }

    private double number(String field, double absent, DoublePredicate usable, String expected) {
        Double value = request.number(field);
        if (value == null) {
            return absent;
        }
        if (!usable.test(value)) {
            throw ApiError.invalid(request.name(field), field + " " + value + " is out of range: expected " + expected);
        }
        return value;
    }

    private Map<Integer, Double> logitBias() {
        JsonFields given = request.object("logit_bias");
        if (given == null) {
            return Map.of();
        }
        if (given.json().size() > MAX_BIASED_TOKENS) {
            throw ApiError.invalid(
                    request.name("logit_bias"),
                    "logit_bias names " + given.json().size() + " tokens: expected at most " + MAX_BIASED_TOKENS);
        }
        Map<Integer, Double> biases = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : given.json().properties()) {
            double bias = entry.getValue().isNumber() ? entry.getValue().asDouble() : Double.NaN;
            if (!(bias >= -100 && bias <= 100)) {
                throw ApiError.invalid(
                        request.name("logit_bias"),
                        "logit_bias of token " + entry.getKey() + " is " + entry.getValue()
                                + ": expected a number from -100 to 100");
            }
            biases.put(token(entry.getKey()), bias);
        }
        return biases;
    }

    private int token(String key) {
        if (key.matches("\\d{1,9}")) {
            return Integer.parseInt(key);
        }
        throw ApiError.invalid(
                request.name("logit_bias"),
                "logit_bias names token \"" + key + "\": expected a token id, a whole number from 0, as a string");
    }
}
