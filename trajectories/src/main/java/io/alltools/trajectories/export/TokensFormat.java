package io.alltools.trajectories.export;

import static io.alltools.trajectories.export.ColumnType.Scalar.FLAG;
import static io.alltools.trajectories.export.ColumnType.Scalar.INTEGER;
import static io.alltools.trajectories.export.ColumnType.Scalar.TEXT;
import static io.alltools.trajectories.export.ColumnType.list;

import io.alltools.agent.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tokens of a conversation as the runtime feeds them, and which of them are trained on: {@code {"id", "input_ids",
 * "attention_mask", "labels", "loss_mask", "pieces"}}.
 *
 * <p>{@code labels} are the ids that are trained on and -100 elsewhere, as transformers' loss wants them;
 * {@code loss_mask} says the same with 1 and 0. {@code pieces} tell what the tokens spell: {@code {"text", "tokens",
 * "trained"}}, with the number of tokens.
 *
 * <p>Source: Axolotl's custom pre-tokenized dataset ({@code input_ids}, {@code attention_mask}, {@code labels}).
 */
public final class TokensFormat extends ChatFormat {

    /** What transformers' cross entropy leaves out. */
    private static final int IGNORED = -100;

    private final ConversationTokens tokens;

    public TokensFormat(ConversationTokens tokens) {
        super(
                "tokens",
                "Token ids and loss mask of the runtime's own template, identical to what the model was fed.",
                Loss.Kind.IMAGES,
                Loss.Kind.REASONING,
                Loss.Kind.TOOL_FAILURE);
        this.tokens = tokens;
    }

    @Override
    public ColumnType.Fields columns() {
        return ColumnType.fields()
                .with("id", TEXT)
                .with("input_ids", list(INTEGER))
                .with("attention_mask", list(INTEGER))
                .with("labels", list(INTEGER))
                .with("loss_mask", list(INTEGER))
                .with(
                        "pieces",
                        list(ColumnType.fields()
                                .with("text", TEXT)
                                .with("tokens", INTEGER)
                                .with("trained", FLAG)));
    }

    @Override
    ObjectNode row(Dialogue dialogue) {
        ObjectNode row = Json.object().put("id", dialogue.id());
        ArrayNode ids = row.putArray("input_ids");
        ArrayNode attention = row.putArray("attention_mask");
        ArrayNode labels = row.putArray("labels");
        ArrayNode mask = row.putArray("loss_mask");
        ArrayNode pieces = row.putArray("pieces");
        List<Turn> turns = dialogue.turns();
        for (ConversationTokens.Piece piece :
                tokens.of(turns.stream().map(Turn::message).toList(), dialogue.tools())) {
            boolean trained = piece.written()
                    && piece.message() >= 0
                    && turns.get(piece.message()) instanceof Turn.Agent agent
                    && agent.trained();
            for (int id : piece.ids()) {
                ids.add(id);
                attention.add(1);
                labels.add(trained ? id : IGNORED);
                mask.add(trained ? 1 : 0);
            }
            pieces.addObject()
                    .put("text", piece.text())
                    .put("tokens", piece.ids().size())
                    .put("trained", trained);
        }
        return row;
    }
}
