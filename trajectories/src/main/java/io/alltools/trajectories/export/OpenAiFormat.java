package io.alltools.trajectories.export;

import static io.alltools.trajectories.export.ColumnType.Free.TEXT_OR_JSON;
import static io.alltools.trajectories.export.ColumnType.Scalar.FLAG;
import static io.alltools.trajectories.export.ColumnType.Scalar.INTEGER;
import static io.alltools.trajectories.export.ColumnType.list;

import io.alltools.agent.Json;
import io.alltools.agent.Part;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's supervised fine-tuning data: {@code {"messages", "tools", "parallel_tool_calls"}}; {@code weight} 1 or 0 on
 * an assistant's message says whether it is trained on.
 *
 * <p>Images are held where a user's message names them by an {@code http(s):} or {@code data:} URL.
 *
 * <p>Source: OpenAI API 2.3.0, FineTuneChatRequestInput and FineTuneChatCompletionRequestAssistantMessage.
 */
final class OpenAiFormat extends ChatFormat {

    private static final OpenAiMessages MESSAGES =
            new OpenAiMessages(true, true, (message, agent) -> message.put("weight", agent.trained() ? 1 : 0));

    OpenAiFormat() {
        super(
                "openai",
                "OpenAI's fine-tuning messages with tools and a weight for each assistant message.",
                Loss.Kind.UNANSWERED_CALL,
                Loss.Kind.IMAGES,
                Loss.Kind.REASONING,
                Loss.Kind.TOOL_FAILURE,
                Loss.Kind.PASSAGE_METADATA,
                Loss.Kind.TRAILING_TURN);
    }

    @Override
    boolean holds(Turn turn, Part.Image image) {
        return turn instanceof Turn.User && image.uri().matches("(?s)(?:https?|data):.*");
    }

    @Override
    public ColumnType.Fields columns() {
        return ColumnType.fields()
                .with("messages", list(MESSAGES.columns(TEXT_OR_JSON).with("weight", INTEGER)))
                .with("tools", ToolJson.FUNCTIONS)
                .with("parallel_tool_calls", FLAG);
    }

    @Override
    ObjectNode row(Dialogue dialogue) {
        ObjectNode row = Json.object();
        row.set("messages", MESSAGES.of(dialogue.turns()));
        if (!dialogue.tools().isEmpty()) {
            row.set("tools", ToolJson.functions(dialogue.tools()));
            row.put(
                    "parallel_tool_calls",
                    dialogue.turns().stream()
                            .anyMatch(turn -> turn instanceof Turn.Agent agent
                                    && agent.calls().size() > 1));
        }
        return row;
    }
}
