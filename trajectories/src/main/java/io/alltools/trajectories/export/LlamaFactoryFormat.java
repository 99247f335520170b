package io.alltools.trajectories.export;

import static io.alltools.trajectories.export.ColumnType.Scalar.TEXT;
import static io.alltools.trajectories.export.ColumnType.list;

import io.alltools.agent.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * LLaMA-Factory's sharegpt form: {@code {"conversations": [{"from": "human"|"gpt"|"function_call"|"observation",
 * "value"}…], "system", "tools"}}; tools are one JSON string.
 *
 * <p>{@code human} and {@code observation} stand in odd places, {@code gpt} and {@code function_call} in even ones, so
 * that a turn is either a text or one call. (Several calls as a JSON array exist, but GLM-4's template refuses them,
 * and their results would stand in even places.)
 *
 * <p>Source: hiyouga/LLaMA-Factory, data/README.md at 015ff25; src/llamafactory/data/formatter.py at 02e2fb3, which
 * reads a call as {@code {"name", "arguments"}}. Its entry in dataset_info.json: {@code "formatting": "sharegpt",
 * "columns": {"messages": "conversations", "system": "system", "tools": "tools"}}.
 */
final class LlamaFactoryFormat extends ChatFormat {

    LlamaFactoryFormat() {
        super(
                "llamafactory",
                "LLaMA-Factory's sharegpt conversations with function_call and observation turns.",
                Loss.Kind.UNANSWERED_CALL,
                Loss.Kind.IMAGES,
                Loss.Kind.REASONING,
                Loss.Kind.LOSS_MASK,
                Loss.Kind.TOOL_FAILURE,
                Loss.Kind.PASSAGE_METADATA,
                Loss.Kind.INVALID_ARGUMENTS,
                Loss.Kind.PARALLEL_CALLS,
                Loss.Kind.SYSTEM_INSIDE,
                Loss.Kind.TRAILING_TURN,
                Loss.Kind.TURN_ORDER,
                Loss.Kind.TEXT_BESIDE_CALLS);
    }

    @Override
    public ColumnType.Fields columns() {
        return ColumnType.fields()
                .with(
                        "conversations",
                        list(ColumnType.fields().with("from", TEXT).with("value", TEXT)))
                .with("system", TEXT)
                .with("tools", TEXT);
    }

    @Override
    ObjectNode row(Dialogue dialogue) {
        ObjectNode row = Json.object();
        ArrayNode conversations = row.putArray("conversations");
        for (Turn turn : dialogue.afterSystem()) {
            switch (turn) {
                case Turn.User user -> turn(conversations, "human", user.text());
                case Turn.Observation observation -> turn(conversations, "observation", observation.text());
                case Turn.Agent agent when agent.calls().isEmpty() -> turn(conversations, "gpt", agent.text());
                case Turn.Agent agent ->
                    turn(
                            conversations,
                            "function_call",
                            ToolJson.call(agent.calls().getFirst()));
                case Turn.System ignored -> {}
            }
        }
        row.put("system", dialogue.system());
        // An empty string stands for none; a JSON list that is empty would be described to the model.
        return row.put("tools", dialogue.tools().isEmpty() ? "" : Json.write(ToolJson.functions(dialogue.tools())));
    }

    private static void turn(ArrayNode conversations, String from, String value) {
        conversations.addObject().put("from", from).put("value", value);
    }
}
