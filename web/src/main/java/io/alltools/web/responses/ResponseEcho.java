package io.alltools.web.responses;

import io.alltools.agent.Json;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.JsonFields;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The fields of a request that its response repeats. */
final class ResponseEcho {

    private static final int MAX_PAIRS = 16;
    private static final int MAX_KEY = 64;
    private static final int MAX_VALUE = 512;

    private static final List<String> FIELDS = List.of(
            "instructions",
            "metadata",
            "tools",
            "tool_choice",
            "text",
            "previous_response_id",
            "max_output_tokens",
            "max_tool_calls",
            "truncation",
            "reasoning",
            "service_tier",
            "user",
            "safety_identifier",
            "prompt_cache_key");

    /** What a response says where its request said nothing. */
    private static final ObjectNode UNSAID = Json.parseObject("""
            {"instructions": null, "metadata": {}, "tools": [], "tool_choice": "auto",
             "text": {"format": {"type": "text"}}, "previous_response_id": null, "max_output_tokens": null,
             "max_tool_calls": null, "truncation": "auto", "reasoning": {"effort": null, "summary": null},
             "service_tier": "default", "top_logprobs": 0}""");

    private ResponseEcho() {}

    /** Those that a request gives. */
    static ObjectNode of(JsonFields body) {
        checkMetadata(body);
        ObjectNode echo = Json.object();
        for (String field : FIELDS) {
            JsonNode value = body.get(field);
            if (value != null) {
                echo.set(field, value);
            }
        }
        // Whatever was asked for, it is served like any other.
        echo.remove("service_tier");
        return echo;
    }

    /** With what was not said. */
    static ObjectNode complete(ObjectNode echo) {
        ObjectNode all = UNSAID.deepCopy();
        all.setAll(echo.deepCopy());
        return all;
    }

    private static void checkMetadata(JsonFields body) {
        JsonFields metadata = body.object("metadata");
        if (metadata == null) {
            return;
        }
        if (metadata.json().size() > MAX_PAIRS) {
            throw ApiError.invalid(
                    "metadata",
                    "metadata has " + metadata.json().size() + " pairs: at most " + MAX_PAIRS + " are accepted");
        }
        metadata.json().properties().forEach(pair -> {
            String value = metadata.text(pair.getKey());
            if (pair.getKey().length() > MAX_KEY || value == null || value.length() > MAX_VALUE) {
                throw ApiError.invalid(
                        "metadata",
                        "metadata \"" + pair.getKey() + "\" can't be kept: expected a key of at most " + MAX_KEY
                                + " characters and a string of at most " + MAX_VALUE);
            }
        });
    }
}
