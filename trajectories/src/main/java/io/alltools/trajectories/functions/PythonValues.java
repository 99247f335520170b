package io.alltools.trajectories.functions;

import io.alltools.agent.Json;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.StringNode;

/** JSON values as Python has them, by whose types and equality the leaderboard's rules are written. */
final class PythonValues {

    private PythonValues() {}

    /** Python's name of a value's type. */
    static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "str";
            case BOOLEAN -> "bool";
            case NUMBER -> value.isIntegralNumber() ? "int" : "float";
            case ARRAY -> "list";
            case OBJECT -> "dict";
            case NULL, MISSING, BINARY, POJO -> "NoneType";
        };
    }

    /** {@code ==}: {@code 1}, {@code 1.0} and {@code True} are equal. */
    static boolean equal(JsonNode one, JsonNode other) {
        if (isNumber(one) && isNumber(other)) {
            return Double.compare(number(one), number(other)) == 0;
        }
        if (one.isArray() && other.isArray()) {
            if (one.size() != other.size()) {
                return false;
            }
            for (int i = 0; i < one.size(); i++) {
                if (!equal(one.get(i), other.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (one.isObject() && other.isObject()) {
            return one.size() == other.size()
                    && one.properties().stream()
                            .allMatch(member -> other.has(member.getKey())
                                    && equal(member.getValue(), other.path(member.getKey())));
        }
        return one.equals(other);
    }

    /** {@code in}. */
    static boolean contains(JsonNode list, JsonNode value) {
        return list.valueStream().anyMatch(item -> equal(item, value));
    }

    static boolean isEmptyText(JsonNode value) {
        return value.isString() && value.asString().isEmpty();
    }

    /** {@code standardize_string} of texts; other values as they are. */
    static JsonNode standard(JsonNode value) {
        return value.isString() ? StringNode.valueOf(standard(value.asString())) : value;
    }

    static String standard(String text) {
        return text.replaceAll("[ ,./\\-_*^]", "").toLowerCase(Locale.ROOT).replace('\'', '"');
    }

    /** What Python's indexing sees in a list, or in a text, whose items are its characters; each standardised. */
    static ArrayNode standardItems(JsonNode sequence) {
        ArrayNode items = Json.MAPPER.createArrayNode();
        if (sequence.isString()) {
            sequence.asString().codePoints().forEach(c -> items.add(standard(Character.toString(c))));
        } else {
            sequence.forEach(item -> items.add(standard(item)));
        }
        return items;
    }

    private static boolean isNumber(JsonNode value) {
        return value.isNumber() || value.isBoolean();
    }

    private static double number(JsonNode value) {
        return value.isBoolean() ? (value.asBoolean() ? 1 : 0) : value.asDouble();
    }
}
