package io.alltools.agent;

import java.util.Optional;
import java.util.function.Consumer;

/** A language model that chats and calls tools. Safe for use from many virtual threads. */
public interface ChatModel {

    /** The name that people and the API know it by. */
    String name();

    /** The most tokens that a prompt and its completion may have together. */
    int contextLength();

    /** How many tokens the request's prompt has, by the model's own tokenizer where it is in this process. */
    int promptTokens(ChatRequest request);

    /** The same model without its chat template; empty where only conversations can be had, as of a remote one. */
    default Optional<TextModel> text() {
        return Optional.empty();
    }

    default Price price() {
        return Price.FREE;
    }

    /**
     * Generates one turn and blocks until it is complete. An interrupt cancels it at every stage.
     *
     * @param sink gets each piece as it is generated, on the calling thread
     * @throws ModelException when the turn could not be generated
     */
    AssistantTurn generate(ChatRequest request, Consumer<ChatDelta> sink) throws InterruptedException;
}
