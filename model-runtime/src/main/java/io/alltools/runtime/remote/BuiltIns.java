package io.alltools.runtime.remote;

import io.alltools.agent.Json;
import io.alltools.agent.ToolSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Endpoints know functions only, with JSON arguments. A built-in is offered as a function of one string, and the string
 * is its content.
 */
final class BuiltIns {

    /** Where the content of a tool goes that the request does not offer any longer. */
    private static final String UNKNOWN_FIELD = "input";

    private BuiltIns() {}

    /** The arguments of a call as the endpoint has them: always a JSON object, which some refuse a history without. */
    static String json(@Nullable ToolSpec spec, String arguments) {
        if (spec != null && spec.kind() == ToolSpec.Kind.BUILT_IN) {
            return Json.write(Json.object().put(field(spec), arguments));
        }
        try {
            ObjectNode ignored = Json.parseObject(arguments);
            return arguments;
        } catch (IllegalArgumentException notJson) {
            return Json.write(Json.object().put(UNKNOWN_FIELD, arguments));
        }
    }

    /**
     * The arguments of a call as the tool has them. A built-in's content that came without its field is taken as is.
     */
    static String arguments(@Nullable ToolSpec spec, String json) {
        if (spec == null || spec.kind() == ToolSpec.Kind.FUNCTION) {
            return json.isBlank() ? "{}" : json;
        }
        try {
            ObjectNode object = Json.parseObject(json);
            JsonNode named = object.path(field(spec));
            JsonNode content = named.isMissingNode() && object.size() == 1
                    ? object.values().iterator().next()
                    : named;
            return content.isString() ? content.asString() : json;
        } catch (IllegalArgumentException notJson) {
            return json;
        }
    }

    static @Nullable ToolSpec find(List<ToolSpec> tools, String name) {
        return tools.stream()
                .filter(tool -> tool.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static String field(ToolSpec spec) {
        return spec.parameters().path("properties").propertyNames().stream()
                .findFirst()
                .orElse(UNKNOWN_FIELD);
    }
}
