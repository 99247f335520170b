package io.alltools.tools.openapi;

import io.alltools.agent.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes JSON Schemas (draft 2020-12) that stand alone out of a document's: references are replaced by what they name,
 * or by a reference into {@code $defs} where a schema holds itself or the whole grows too large; OpenAPI 3.0's own
 * keywords are said in JSON Schema; what only readers of the document need is left out.
 *
 * <p>One instance serves one function, whose schema gets the {@code $defs}.
 */
final class Schemas {

    /** Beyond so many schemas the rest stays by reference: a model reads all of it with each turn. */
    private static final int MAX_INLINE = 500;

    private static final Set<String> SCHEMA_MAPS =
            Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");
    private static final Set<String> SCHEMA_LISTS = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
    private static final Set<String> SCHEMAS = Set.of(
            "items",
            "additionalProperties",
            "not",
            "if",
            "then",
            "else",
            "contains",
            "propertyNames",
            "unevaluatedItems",
            "unevaluatedProperties");
    private static final Set<String> FOR_READERS = Set.of(
            "example", "examples", "xml", "externalDocs", "discriminator", "deprecated", "readOnly", "writeOnly");

    private final JsonNode document;
    /** References that are being replaced, the innermost first. */
    private final Deque<String> open = new ArrayDeque<>();
    /** Names in {@code $defs} by reference. */
    private final Map<String, String> names = new LinkedHashMap<>();

    private int count;

    Schemas(JsonNode document) {
        this.document = document;
    }

    /** The node itself, or what it refers to. */
    JsonNode target(JsonNode node) {
        JsonNode found = node;
        for (int hops = 0; found.path("$ref").isString(); hops++) {
            if (hops == 32) {
                throw new IllegalArgumentException("the reference " + node.path("$ref") + " leads in a circle");
            }
            found = at(found.path("$ref").asString());
        }
        return found;
    }

    /** The schema without references out of itself. */
    JsonNode standalone(JsonNode schema) {
        if (!(schema instanceof ObjectNode object)) {
            // true and false are schemas too
            return schema.isMissingNode() ? Json.object() : schema;
        }
        count++;
        if (!object.path("$ref").isString()) {
            return converted(object);
        }
        String reference = object.path("$ref").asString();
        JsonNode target = at(reference);
        JsonNode replaced;
        if (open.contains(reference) || count > MAX_INLINE) {
            replaced = Json.object().put("$ref", "#/$defs/" + defined(reference));
        } else {
            open.push(reference);
            replaced = standalone(target);
            open.pop();
        }
        if (object.size() == 1 || !(replaced instanceof ObjectNode result)) {
            return replaced;
        }
        // OpenAPI 3.1 allows keywords beside $ref; those of the place win, mostly a description.
        ObjectNode merged = result.deepCopy();
        ObjectNode beside = object.deepCopy();
        beside.remove("$ref");
        merged.setAll(converted(beside));
        return merged;
    }

    /** Puts what {@link #standalone} left by reference into the function's schema. */
    void addDefinitions(ObjectNode schema) {
        ObjectNode definitions = Json.object();
        for (List<String> left = List.copyOf(names.keySet()); !left.isEmpty(); ) {
            for (String reference : left) {
                open.push(reference);
                definitions.set(defined(reference), standalone(at(reference)));
                open.pop();
            }
            left = names.keySet().stream()
                    .filter(reference -> !definitions.has(defined(reference)))
                    .toList();
        }
        if (!definitions.isEmpty()) {
            schema.set("$defs", definitions);
        }
    }

    private String defined(String reference) {
        String known = names.get(reference);
        if (known != null) {
            return known;
        }
        String base = reference.substring(reference.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9_.-]", "_");
        String name = base;
        for (int i = 2; names.containsValue(name); i++) {
            name = base + "_" + i;
        }
        names.put(reference, name);
        return name;
    }

    private JsonNode at(String reference) {
        if (!reference.startsWith("#/")) {
            throw new IllegalArgumentException("the reference \"" + reference
                    + "\" leads out of the document: expected one like #/components/schemas/Pet; bundle the document"
                    + " into one file");
        }
        JsonNode found;
        try {
            found = document.at(JsonPointer.compile(
                    URLDecoder.decode(reference.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the reference \"" + reference + "\" can't be read", e);
        }
        if (found.isMissingNode()) {
            throw new IllegalArgumentException("the reference \"" + reference + "\" names nothing in the document");
        }
        return found;
    }

    private ObjectNode converted(ObjectNode schema) {
        ObjectNode result = Json.object();
        for (Map.Entry<String, JsonNode> entry : schema.properties()) {
            String keyword = entry.getKey();
            JsonNode value = entry.getValue();
            if (FOR_READERS.contains(keyword) || keyword.startsWith("x-") || keyword.equals("nullable")) {
                continue;
            }
            if (keyword.equals("properties")) {
                result.set(keyword, properties(value));
            } else if (keyword.equals("required")) {
                result.set(keyword, required(value, schema.path("properties")));
            } else if (SCHEMA_MAPS.contains(keyword)) {
                ObjectNode map = Json.object();
                value.properties().forEach(each -> map.set(each.getKey(), standalone(each.getValue())));
                result.set(keyword, map);
            } else if (SCHEMA_LISTS.contains(keyword)) {
                ArrayNode list = Json.MAPPER.createArrayNode();
                value.forEach(each -> list.add(standalone(each)));
                result.set(keyword, list);
            } else if (SCHEMAS.contains(keyword)) {
                result.set(keyword, standalone(value));
            } else {
                result.set(keyword, value.deepCopy());
            }
        }
        if (schema.path("nullable").asBoolean(false)) {
            allowNull(result);
        }
        exclusive(result, "minimum", "exclusiveMinimum");
        exclusive(result, "maximum", "exclusiveMaximum");
        return result;
    }

    /** What the server alone sets is not asked of the model. */
    private ObjectNode properties(JsonNode properties) {
        ObjectNode result = Json.object();
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            if (!isReadOnly(property.getValue())) {
                result.set(property.getKey(), standalone(property.getValue()));
            }
        }
        return result;
    }

    private ArrayNode required(JsonNode names, JsonNode properties) {
        ArrayNode result = Json.MAPPER.createArrayNode();
        for (JsonNode name : names) {
            if (!isReadOnly(properties.path(name.asString()))) {
                result.add(name);
            }
        }
        return result;
    }

    private boolean isReadOnly(JsonNode schema) {
        return schema.path("readOnly").asBoolean(false)
                || (schema.path("$ref").isString()
                        && target(schema).path("readOnly").asBoolean(false));
    }

    /** OpenAPI 3.0's {@code nullable}. */
    private static void allowNull(ObjectNode schema) {
        if (schema.path("type").isString()) {
            String type = schema.path("type").asString();
            schema.putArray("type").add(type).add("null");
        }
        if (schema.path("enum") instanceof ArrayNode values
                && values.valueStream().noneMatch(JsonNode::isNull)) {
            values.addNull();
        }
    }

    /** OpenAPI 3.0 has {@code exclusiveMinimum: true} beside {@code minimum}. */
    private static void exclusive(ObjectNode schema, String limit, String keyword) {
        @Nullable JsonNode flag = schema.get(keyword);
        if (flag != null && flag.isBoolean()) {
            schema.remove(keyword);
            if (flag.asBoolean() && schema.has(limit)) {
                schema.set(keyword, schema.get(limit));
                schema.remove(limit);
            }
        }
    }
}
