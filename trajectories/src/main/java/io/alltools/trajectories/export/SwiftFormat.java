package io.alltools.trajectories.export;

import static io.alltools.trajectories.export.ColumnType.Scalar.FLAG;
import static io.alltools.trajectories.export.ColumnType.Scalar.TEXT;
import static io.alltools.trajectories.export.ColumnType.list;

import io.alltools.agent.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * ms-swift's agent data: {@code {"tools": JSON string, "messages": [{"role": "user"|"assistant"|"tool_call"|
 * "tool_response", "content", "loss"}…]}}.
 *
 * <p>A turn of the agent is its text, if any, and a {@code tool_call} for each call; the results follow in the calls'
 * order. Reasoning stands in {@code <think>} before the text. {@code loss} says whether a part is trained on.
 *
 * <p>Source: modelscope/ms-swift 4.2, Instruction/Agent-support and Customization/Custom-dataset.
 */
final class SwiftFormat extends ChatFormat {

    static final String THINK = "<think>\n";
    static final String END = "\n</think>\n\n";

    SwiftFormat() {
        super(
                "ms-swift",
                "ms-swift's messages with tool_call and tool_response roles and a loss for each turn.",
                Loss.Kind.UNANSWERED_CALL,
                Loss.Kind.IMAGES,
                Loss.Kind.TOOL_FAILURE,
                Loss.Kind.PASSAGE_METADATA,
                Loss.Kind.INVALID_ARGUMENTS,
                Loss.Kind.SYSTEM_INSIDE,
                Loss.Kind.TRAILING_TURN,
                Loss.Kind.AMBIGUOUS_TEXT);
    }

    @Override
    List<Loss> ambiguities(Dialogue dialogue) {
        List<Loss> losses = new ArrayList<>();
        for (Turn turn : dialogue.turns()) {
            if (turn instanceof Turn.Agent agent && (agent.text() + agent.reasoning()).matches("(?s).*</?think>.*")) {
                losses.add(new Loss(
                        Loss.Kind.AMBIGUOUS_TEXT,
                        turn.step(),
                        "step " + turn.step() + " spells <think> or </think> in its text or its reasoning"));
            }
        }
        return losses;
    }

    @Override
    public ColumnType.Fields columns() {
        return ColumnType.fields()
                .with("tools", TEXT)
                .with(
                        "messages",
                        list(ColumnType.fields()
                                .with("role", TEXT)
                                .with("content", TEXT)
                                .with("loss", FLAG)));
    }

    @Override
    ObjectNode row(Dialogue dialogue) {
        ObjectNode row = Json.object();
        if (!dialogue.tools().isEmpty()) {
            row.put("tools", Json.write(ToolJson.functions(dialogue.tools())));
        }
        ArrayNode messages = row.putArray("messages");
        for (Turn turn : dialogue.turns()) {
            switch (turn) {
                case Turn.System system -> message(messages, "system", system.text());
                case Turn.User user -> message(messages, "user", user.text());
                case Turn.Observation observation -> message(messages, "tool_response", observation.text());
                case Turn.Agent agent -> said(messages, agent);
            }
        }
        return row;
    }

    private static void said(ArrayNode messages, Turn.Agent agent) {
        String thought = agent.reasoning().isEmpty() ? "" : THINK + agent.reasoning() + END;
        if (!thought.isEmpty() || !agent.text().isEmpty() || agent.calls().isEmpty()) {
            message(messages, "assistant", thought + agent.text()).put("loss", agent.trained());
        }
        for (Turn.Call call : agent.calls()) {
            message(messages, "tool_call", ToolJson.call(call)).put("loss", agent.trained());
        }
    }

    private static ObjectNode message(ArrayNode messages, String role, String content) {
        return messages.addObject().put("role", role).put("content", content);
    }
}
