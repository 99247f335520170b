package io.alltools.web.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the fields of a request; each error names the field, what it held and what was expected. */
public final class JsonFields {

    private final ObjectNode json;
    private final String path;

    public JsonFields(ObjectNode json, String path) {
        this.json = json;
        this.path = path;
    }

    /** A request's whole body. */
    static JsonFields of(JsonNode body) {
        if (body instanceof ObjectNode object) {
            return new JsonFields(object, "");
        }
        throw new ApiError(
                ApiError.Kind.INVALID_REQUEST,
                "the body must be a JSON object, found " + describe(body),
                null,
                "invalid_json");
    }

    /** The field's full name, as errors give it. */
    public String name(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    /** The field's value; null when it is absent or null. */
    public @Nullable JsonNode get(String field) {
        JsonNode node = json.get(field);
        return node == null || node.isNull() ? null : node;
    }

    public @Nullable String text(String field) {
        JsonNode node = get(field);
        if (node == null) {
            return null;
        }
        if (!node.isString()) {
            throw wrong(field, "a string", node);
        }
        return node.asString();
    }

    public String requiredText(String field) {
        String text = text(field);
        if (text == null || text.isBlank()) {
            throw ApiError.invalid(name(field), "\"" + name(field) + "\" is required: expected a string with text");
        }
        return text;
    }

    public boolean flag(String field, boolean absent) {
        JsonNode node = get(field);
        if (node == null) {
            return absent;
        }
        if (!node.isBoolean()) {
            throw wrong(field, "true or false", node);
        }
        return node.asBoolean();
    }

    public @Nullable Double number(String field) {
        JsonNode node = get(field);
        if (node == null) {
            return null;
        }
        if (!node.isNumber()) {
            throw wrong(field, "a number", node);
        }
        return node.asDouble();
    }

    public @Nullable Long integer(String field) {
        JsonNode node = get(field);
        if (node == null) {
            return null;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw wrong(field, "a whole number", node);
        }
        return node.asLong();
    }

    /** A whole number within limits. */
    public @Nullable Integer integer(String field, int min, int max) {
        Long value = integer(field);
        if (value == null) {
            return null;
        }
        if (value < min || value > max) {
            throw ApiError.invalid(
                    name(field), name(field) + " " + value + " is out of range: expected " + min + " to " + max);
        }
        return Math.toIntExact(value);
    }

    public @Nullable List<String> texts(String field) {
        JsonNode node = get(field);
        if (node == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        if (node.isArray()) {
            for (JsonNode item : node) {
                if (!item.isString()) {
                    throw wrong(field, "an array of strings", item);
                }
                texts.add(item.asString());
            }
            return texts;
        }
        throw wrong(field, "an array of strings", node);
    }

    public @Nullable JsonFields object(String field) {
        JsonNode node = get(field);
        if (node == null) {
            return null;
        }
        if (node instanceof ObjectNode object) {
            return new JsonFields(object, name(field));
        }
        throw wrong(field, "an object", node);
    }

    /** The objects of an array; none when it is absent. */
    public List<JsonFields> objects(String field) {
        JsonNode node = get(field);
        if (node == null) {
            return List.of();
        }
        if (!node.isArray()) {
            throw wrong(field, "an array", node);
        }
        List<JsonFields> objects = new ArrayList<>();
        for (JsonNode item : node) {
            String itemPath = name(field) + "[" + objects.size() + "]";
            if (!(item instanceof ObjectNode object)) {
                throw ApiError.invalid(itemPath, "\"" + itemPath + "\" must be an object, found " + describe(item));
            }
            objects.add(new JsonFields(object, itemPath));
        }
        return objects;
    }

    public ObjectNode json() {
        return json;
    }

    private ApiError wrong(String field, String expected, JsonNode found) {
        return ApiError.invalid(
                name(field), "\"" + name(field) + "\" must be " + expected + ", found " + describe(found));
    }

    private static String describe(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> "a string";
            case NUMBER -> node.toString();
            case BOOLEAN -> node.toString();
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            case MISSING -> "nothing";
            case NULL, POJO, BINARY -> node.getNodeType().name().toLowerCase(Locale.ROOT);
        };
    }
}
