package io.alltools.trajectories.export;

import static io.alltools.trajectories.export.ColumnType.Scalar.TEXT;
import static io.alltools.trajectories.export.ColumnType.list;

import io.alltools.agent.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * TRL's conversational language modelling data with tools: {@code {"messages": [{"role", "content", "tool_calls"}…],
 * "tools"}}.
 *
 * <p>A call's arguments are an object, as chat templates want them. {@code tools} is one JSON string, which
 * {@code SFTTrainer} reads: as a list of schemas a table's columns would fill each schema with the properties of all
 * others.
 *
 * <p>Source: huggingface/trl, docs/source/dataset_formats.md at 0087e4f, "Tool Calling". {@code assistant_only_loss}
 * trains on each assistant message.
 */
final class TrlFormat extends ChatFormat {

    static final OpenAiMessages MESSAGES = new OpenAiMessages(false, false, (message, agent) -> {});

    static final Loss.Kind[] LOSSES = {
        Loss.Kind.UNANSWERED_CALL,
        Loss.Kind.IMAGES,
        Loss.Kind.REASONING,
        Loss.Kind.LOSS_MASK,
        Loss.Kind.TOOL_FAILURE,
        Loss.Kind.PASSAGE_METADATA,
        Loss.Kind.INVALID_ARGUMENTS
    };

    TrlFormat() {
        super("trl", "TRL's messages with tools, for SFTTrainer.", LOSSES);
    }

    @Override
    public ColumnType.Fields columns() {
        return ColumnType.fields()
                .with("messages", list(MESSAGES.columns(TEXT)))
                .with("tools", TEXT);
    }

    @Override
    ObjectNode row(Dialogue dialogue) {
        ObjectNode row = Json.object();
        row.set("messages", MESSAGES.of(dialogue.turns()));
        if (!dialogue.tools().isEmpty()) {
            row.put("tools", Json.write(ToolJson.functions(dialogue.tools())));
        }
        return row;
    }
}
