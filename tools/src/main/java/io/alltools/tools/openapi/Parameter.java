package io.alltools.tools.openapi;

import io.alltools.agent.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A parameter of an operation and how its value is written (OpenAPI 3.1, "Style Values").
 *
 * @param property the argument that holds the value; differs from the name where two parameters share one
 * @param json whether the value is written as JSON, as a parameter with {@code content} is
 */
record Parameter(String property, String name, Place place, String style, boolean explode, boolean json) {

    /** A name with its value, neither of them encoded. */
    record Pair(String name, String value) {}

    /** The pairs that stand for the value: several for a list or an object that is exploded. */
    List<Pair> pairs(JsonNode value) {
        if (json) {
            return List.of(new Pair(name, Json.write(value)));
        }
        if (style.equals("deepObject") && value.isObject()) {
            return value.properties().stream()
                    .map(entry -> new Pair(name + "[" + entry.getKey() + "]", text(entry.getValue())))
                    .toList();
        }
        boolean form = style.equals("form");
        if (form && explode && value.isArray()) {
            return value.valueStream().map(item -> new Pair(name, text(item))).toList();
        }
        if (form && explode && value.isObject()) {
            return value.properties().stream()
                    .map(entry -> new Pair(entry.getKey(), text(entry.getValue())))
                    .toList();
        }
        return List.of(new Pair(name, joined(value)));
    }

    /** The value as one text, as it stands in a path or a header. */
    String joined(JsonNode value) {
        if (json) {
            return Json.write(value);
        }
        String separator = switch (style) {
            case "spaceDelimited" -> " ";
            case "pipeDelimited" -> "|";
            default -> ",";
        };
        if (value.isArray()) {
            return value.valueStream().map(Parameter::text).collect(Collectors.joining(separator));
        }
        if (value.isObject()) {
            List<String> pieces = new ArrayList<>();
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                if (explode) {
                    pieces.add(entry.getKey() + "=" + text(entry.getValue()));
                } else {
                    pieces.add(entry.getKey());
                    pieces.add(text(entry.getValue()));
                }
            }
            return String.join(separator, pieces);
        }
        return text(value);
    }

    /**
     * The value as a segment of a path, encoded, but for the marks of the styles {@code label} (RFC 6570, 3.2.5) and
     * {@code matrix} (3.2.7).
     *
     * @param encode writes a text for a URL
     */
    String segment(JsonNode value, UnaryOperator<String> encode) {
        if (json || !(style.equals("label") || style.equals("matrix"))) {
            return encode.apply(joined(value));
        }
        boolean label = style.equals("label");
        String mark = label ? "." : ";";
        if (explode && value.isArray()) {
            return value.valueStream()
                    .map(item -> mark + (label ? "" : name + "=") + encode.apply(text(item)))
                    .collect(Collectors.joining());
        }
        if (explode && value.isObject()) {
            return value.properties().stream()
                    .map(entry -> mark + encode.apply(entry.getKey()) + "=" + encode.apply(text(entry.getValue())))
                    .collect(Collectors.joining());
        }
        // The comma stands between the parts of a list, so it is not encoded there.
        String text = value.isContainer()
                ? Pattern.compile(",").splitAsStream(joined(value)).map(encode).collect(Collectors.joining(","))
                : encode.apply(text(value));
        return mark + (label ? "" : name + "=") + text;
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.asString() : value.isNull() ? "" : Json.write(value);
    }
}
