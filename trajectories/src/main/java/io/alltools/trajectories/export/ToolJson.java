package io.alltools.trajectories.export;

import static io.alltools.trajectories.export.ColumnType.Scalar.TEXT;

import io.alltools.agent.Json;
import io.alltools.agent.ToolSpec;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tools in OpenAI's form, which most formats share; a built-in is a function of one string. */
final class ToolJson {

    /** What {@link #functions} is. */
    static final ColumnType FUNCTIONS = ColumnType.list(ColumnType.fields()
            .with("type", TEXT)
            .with(
                    "function",
                    ColumnType.fields()
                            .with("name", TEXT)
                            .with("description", TEXT)
                            .with("parameters", ColumnType.Free.JSON)));

    private ToolJson() {}

    /** {@code {"name", "description", "parameters"}}. */
    static ObjectNode function(ToolSpec tool) {
        ObjectNode function = Json.object();
        function.put("name", tool.name()).put("description", tool.description()).set("parameters", tool.parameters());
        return function;
    }

    /** {@code {"type": "function", "function": {…}}} for each. */
    static ArrayNode functions(List<ToolSpec> tools) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        for (ToolSpec tool : tools) {
            array.addObject().put("type", "function").set("function", function(tool));
        }
        return array;
    }

    /** {@code {"name", "arguments"}} as JSON; the arguments are an object. */
    static String call(Turn.Call call) {
        ObjectNode node = Json.object().put("name", call.name());
        node.set("arguments", call.object());
        return Json.write(node);
    }
}
