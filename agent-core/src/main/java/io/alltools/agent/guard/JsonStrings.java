package io.alltools.agent.guard;

import io.alltools.agent.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Changes strings in a JSON text; what is not changed stays as it was written, numbers and spaces too. */
final class JsonStrings {

    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonStrings() {}

    /** What stands in a string's place. */
    @FunctionalInterface
    interface Replacement {
        /** @param name of the member that the string is the value of, or is in a list of; null at the top */
        String of(int depth, @Nullable String name, String value);
    }

    /** @throws IllegalArgumentException when it is not JSON */
    static String replace(String json, Replacement replacement) {
        StringBuilder out = new StringBuilder(json.length());
        int written = 0;
        Deque<String> names = new ArrayDeque<>();
        String name = null;
        int depth = 0;
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isStructStart()) {
                    depth++;
                    names.push(name == null ? "" : name);
                } else if (token.isStructEnd()) {
                    depth--;
                    names.pop();
                } else if (token == JsonToken.PROPERTY_NAME) {
                    name = parser.getString();
                    continue;
                } else if (token == JsonToken.VALUE_STRING) {
                    String value = parser.getString();
                    String now = replacement.of(depth, name, value);
                    if (!now.equals(value)) {
                        int start = (int) parser.currentTokenLocation().getCharOffset();
                        out.append(json, written, start).append(Json.write(now));
                        written = (int) parser.currentLocation().getCharOffset();
                    }
                }
                // A list's strings go by the list's name; a new member brings its own.
                if (token.isStructEnd()) {
                    name = names.isEmpty() || names.peek().isEmpty() ? null : names.peek();
                }
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not valid JSON: " + Json.where(e), e);
        }
        return written == 0 ? json : out.append(json, written, json.length()).toString();
    }
}
