package io.alltools.runtime.bench;

import io.alltools.agent.Json;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** JSON as models are trained on it: without any space, or with two spaces a level as Python writes it. */
final class JsonLayout {

    private JsonLayout() {}

    static String compact(JsonNode value) {
        return Json.write(value);
    }

    static String indented(JsonNode value) {
        StringBuilder out = new StringBuilder();
        write(value, "\n", out);
        return out.toString();
    }

    private static void write(JsonNode value, String line, StringBuilder out) {
        if (value.isEmpty() || !value.isContainer()) {
            out.append(Json.write(value));
            return;
        }
        String inner = line + "  ";
        String separator = inner;
        out.append(value.isObject() ? '{' : '[');
        if (value.isObject()) {
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                out.append(separator).append(Json.write(member.getKey())).append(": ");
                write(member.getValue(), inner, out);
                separator = "," + inner;
            }
        } else {
            for (JsonNode item : value) {
                out.append(separator);
                write(item, inner, out);
                separator = "," + inner;
            }
        }
        out.append(line).append(value.isObject() ? '}' : ']');
    }
}
