package io.alltools.web.exchange;

import io.alltools.agent.Json;
import io.alltools.agent.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The tools of a trajectory: as the model saw them where that is recorded, else as functions. */
final class AtifTools {

    private AtifTools() {}

    static List<ToolSpec> of(JsonNode trajectory, String place) {
        List<ToolSpec> tools = new ArrayList<>();
        JsonNode seen = trajectory.at("/extra/tools");
        boolean own = seen.isArray();
        JsonNode all = own ? seen : trajectory.at("/agent/tool_definitions");
        for (int i = 0; i < all.size(); i++) {
            String at = place + (own ? ": extra.tools[" : ": agent.tool_definitions[") + i + "]";
            try {
                tools.add(
                        own && all.get(i).has("kind")
                                ? Json.MAPPER.treeToValue(all.get(i), ToolSpec.class)
                                : function(all.get(i)));
            } catch (JacksonException | IllegalArgumentException e) {
                throw new ImportException(
                        at, "found " + shortened(all.get(i)) + ": expected a tool with a name and its parameters");
            }
        }
        return List.copyOf(tools);
    }

    /** As OpenAI's function calling has it, with or without the object around it. */
    private static ToolSpec function(JsonNode json) {
        JsonNode function = json.has("function") ? json.path("function") : json;
        JsonNode parameters = function.path("parameters");
        return ToolSpec.function(
                function.path("name").asString(""),
                function.path("description").asString(""),
                parameters instanceof ObjectNode object ? object : Json.object().put("type", "object"));
    }

    private static String shortened(JsonNode json) {
        String text = json.toString();
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }
}
