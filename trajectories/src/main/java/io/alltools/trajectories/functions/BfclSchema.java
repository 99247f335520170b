package io.alltools.trajectories.functions;

import io.alltools.agent.Json;
import io.alltools.agent.ToolSpec;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The leaderboard's function descriptions, whose types have Python's names, as tools with JSON Schemas. */
final class BfclSchema {

    /** The types of its Python categories; {@code any} says nothing. */
    private static final Map<String, String> TYPES = Map.of(
            "string", "string",
            "integer", "integer",
            "float", "number",
            "boolean", "boolean",
            "array", "array",
            "tuple", "array",
            "dict", "object",
            "any", "");

    private BfclSchema() {}

    /** @throws IllegalArgumentException when the name can't be a tool's, or a type is none of the leaderboard's */
    static ToolSpec spec(JsonNode function) {
        if (!(translated(function.path("parameters")) instanceof ObjectNode parameters)) {
            throw new IllegalArgumentException("the function \""
                    + function.path("name").asString("") + "\" has no \"parameters\": expected an object");
        }
        return ToolSpec.function(
                function.path("name").asString(""), function.path("description").asString(""), parameters);
    }

    private static JsonNode translated(JsonNode schema) {
        if (schema instanceof ArrayNode items) {
            ArrayNode result = Json.MAPPER.createArrayNode();
            items.forEach(item -> result.add(translated(item)));
            return result;
        }
        if (!(schema instanceof ObjectNode)) {
            return schema;
        }
        ObjectNode result = Json.object();
        schema.properties().forEach(member -> {
            JsonNode value = member.getValue();
            if (member.getKey().equals("type") && value.isString()) {
                String type = TYPES.get(value.asString());
                if (type == null) {
                    throw new IllegalArgumentException("the type \"" + value.asString()
                            + "\" is not known: expected one of the leaderboard's for Python, which are "
                            + TYPES.keySet().stream().sorted().toList());
                }
                if (!type.isEmpty()) {
                    result.put("type", type);
                }
            } else if (member.getKey().equals("default") || member.getKey().equals("enum")) {
                result.set(member.getKey(), value);
            } else {
                result.set(member.getKey(), translated(value));
            }
        });
        return result;
    }
}
