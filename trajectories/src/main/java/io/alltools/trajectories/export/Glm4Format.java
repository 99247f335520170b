package io.alltools.trajectories.export;

import static io.alltools.trajectories.export.ColumnType.Scalar.TEXT;
import static io.alltools.trajectories.export.ColumnType.list;

import io.alltools.agent.Json;
import io.alltools.agent.Passage;
import io.alltools.agent.ToolSpec;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * GLM-4's fine-tuning data: {@code {"messages": [{"role", "metadata", "content"}…]}} with the tools on the first
 * message.
 *
 * <p>A message is what GLM-4's chat template reads and renders to {@code <|role|>METADATA\nCONTENT}. A call has the
 * tool's name as its metadata, so that the rows give the model the text that it was run with; the README's example
 * writes a call as JSON without metadata, which is not what GLM-4 was trained on. A built-in keeps its type, which
 * selects its own prompt text, and has a {@code function} too, because {@code finetune.py} reads each tool's. Each
 * passage of a result is a message, so that neither the rows nor the model tell which of several calls it is of.
 *
 * <p>Source: THUDM/GLM-4, finetune_demo/README_en.md and finetune.py at 081f0fb; the template of glm-4-9b-chat.
 * {@code finetune.py} trains on each assistant message.
 */
final class Glm4Format extends ChatFormat {

    Glm4Format() {
        super(
                "glm4",
                "GLM-4's fine-tuning messages, as its own template renders them; for THUDM's finetune.py.",
                Loss.Kind.IMAGES,
                Loss.Kind.REASONING,
                Loss.Kind.LOSS_MASK,
                Loss.Kind.TOOL_FAILURE,
                Loss.Kind.SYSTEM_INSIDE);
    }

    @Override
    public ColumnType.Fields columns() {
        return ColumnType.fields()
                .with(
                        "messages",
                        list(ColumnType.fields()
                                .with("role", TEXT)
                                .with("metadata", TEXT)
                                .with("content", TEXT)
                                .with("tools", ToolJson.FUNCTIONS)));
    }

    @Override
    ObjectNode row(Dialogue dialogue) {
        ObjectNode row = Json.object();
        ArrayNode messages = row.putArray("messages");
        if (!dialogue.system().isEmpty() || !dialogue.tools().isEmpty()) {
            ObjectNode system = message(messages, "system", "", dialogue.system());
            if (!dialogue.tools().isEmpty()) {
                system.set("tools", tools(dialogue.tools()));
            }
        }
        for (Turn turn : dialogue.afterSystem()) {
            switch (turn) {
                case Turn.User user -> message(messages, "user", "", user.text());
                case Turn.Agent agent -> said(messages, agent);
                case Turn.Observation observation -> {
                    for (Passage passage : observation.passages()) {
                        message(messages, "observation", passage.metadata(), passage.text());
                    }
                }
                case Turn.System ignored -> {}
            }
        }
        return row;
    }

    private static void said(ArrayNode messages, Turn.Agent agent) {
        if (!agent.text().isEmpty() || agent.calls().isEmpty()) {
            message(messages, "assistant", "", agent.text());
        }
        for (Turn.Call call : agent.calls()) {
            message(messages, "assistant", call.name(), call.text());
        }
    }

    private static ObjectNode message(ArrayNode messages, String role, String metadata, String content) {
        return messages.addObject().put("role", role).put("metadata", metadata).put("content", content);
    }

    private static ArrayNode tools(List<ToolSpec> tools) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        for (ToolSpec tool : tools) {
            String type = switch (tool.kind()) {
                case BUILT_IN -> tool.name();
                case FUNCTION -> "function";
            };
            array.addObject().put("type", type).set("function", ToolJson.function(tool));
        }
        return array;
    }
}
