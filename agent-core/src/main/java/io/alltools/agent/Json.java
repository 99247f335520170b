package io.alltools.agent;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The one JSON setting of the project: events, messages and tool arguments are written and read with it. */
public final class Json {

    /** ISO-8601 times, unknown properties ignored, trailing tokens refused. */
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // A number that came later is 0 in what was recorded before.
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** Reads a value that this project wrote itself. */
    public static <T> T read(String json, Class<T> type) {
        return MAPPER.readValue(json, type);
    }

    /**
     * Reads a JSON object that somebody else wrote.
     *
     * @throws IllegalArgumentException with one line that says what is wrong and where
     */
    public static ObjectNode parseObject(String json) {
        try {
            JsonNode node = MAPPER.readTree(json);
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw new IllegalArgumentException("expected a JSON object, found "
                    + (node.isMissingNode()
                            ? "nothing"
                            : node.getNodeType().name().toLowerCase(java.util.Locale.ROOT)));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not valid JSON: " + where(e), e);
        }
    }

    /** A one-line account of a JSON error: what and at which line and column. */
    public static String where(JacksonException e) {
        var at = e.getLocation();
        // Jackson's own account of the source holds nothing for a reader.
        String what = e.getOriginalMessage()
                .lines()
                .findFirst()
                .orElse("unreadable")
                .replaceAll("\\s*\\((?:start marker )?at \\[Source:[^]]*]\\)", "");
        return at == null ? what : what + " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    }
}
