package io.alltools.trajectories.export;

import io.alltools.agent.Message;
import io.alltools.agent.ToolSpec;
import java.util.List;

/** The tokens that a model is fed for a conversation; a runtime with its template and tokenizer implements it. */
@FunctionalInterface
public interface ConversationTokens {

    /**
     * The whole conversation in order, from the first token to the one with which the model's last turn ends.
     *
     * @return the pieces; their tokens one after the other are what the runtime feeds
     */
    List<Piece> of(List<Message> messages, List<ToolSpec> tools);

    /**
     * A stretch of tokens.
     *
     * @param message the index of the message that it is of; -1 for what is of none, such as the tools' description
     * @param written whether the model writes these tokens: its turn's text and calls and the token that ends it, but
     *     not the one that opens it
     * @param text what the tokens spell
     */
    record Piece(int message, boolean written, List<Integer> ids, String text) {

        public Piece {
            ids = List.copyOf(ids);
        }
    }
}
