package io.alltools.trajectories.export;

import static io.alltools.trajectories.export.ColumnType.Scalar.FLAG;
import static io.alltools.trajectories.export.ColumnType.Scalar.TEXT;
import static io.alltools.trajectories.export.ColumnType.list;

import io.alltools.agent.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * Axolotl's chat_template data: {@code {"messages": [{"role", "content", "reasoning_content", "tool_calls", "train"}…],
 * "tools"}}.
 *
 * <p>For a dataset of {@code type: chat_template} with {@code message_field_training: train} and {@code roles_to_train:
 * []}. Arguments are JSON in a string, because those of different tools would not fit in one column's type.
 *
 * <p>Source: axolotl-ai-cloud/axolotl, docs/dataset-formats/conversation.qmd at 08d99fe.
 */
final class AxolotlFormat extends ChatFormat {

    private static final OpenAiMessages MESSAGES = new OpenAiMessages(true, true, (message, agent) -> {
        if (!agent.reasoning().isEmpty()) {
            message.put("reasoning_content", agent.reasoning());
        }
        message.put("train", agent.trained());
    });

    AxolotlFormat() {
        super(
                "axolotl",
                "Axolotl's chat_template messages with tools and a train flag for each turn.",
                Loss.Kind.UNANSWERED_CALL,
                Loss.Kind.IMAGES,
                Loss.Kind.TOOL_FAILURE,
                Loss.Kind.PASSAGE_METADATA,
                Loss.Kind.INVALID_ARGUMENTS);
    }

    @Override
    public ColumnType.Fields columns() {
        return ColumnType.fields()
                .with(
                        "messages",
                        list(MESSAGES.columns(TEXT)
                                .with("reasoning_content", TEXT)
                                .with("train", FLAG)))
                .with("tools", ToolJson.FUNCTIONS);
    }

    @Override
    ObjectNode row(Dialogue dialogue) {
        ObjectNode row = Json.object();
        row.set("messages", MESSAGES.of(dialogue.turns()));
        row.path("messages").forEach(message -> {
            // The flag decides for each message, also for those of which a model learns nothing.
            if (message instanceof ObjectNode node && !node.has("train")) {
                node.put("train", false);
            }
        });
        if (!dialogue.tools().isEmpty()) {
            row.set("tools", ToolJson.functions(dialogue.tools()));
        }
        return row;
    }
}
