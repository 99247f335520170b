package io.alltools.starter;

import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatDelta;
import io.alltools.agent.ChatModel;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.ModelException;
import java.util.function.Consumer;

/** A model that refuses every request for the same reason. */
public record FullModel(ModelException.Kind reason) implements ChatModel {

    @Override
    public String name() {
        return "full";
    }

    @Override
    public int contextLength() {
        return 1;
    }

    @Override
    public int promptTokens(ChatRequest request) {
        return 0;
    }

    @Override
    public AssistantTurn generate(ChatRequest request, Consumer<ChatDelta> sink) {
        throw new ModelException(reason, "256 requests wait: try again later");
    }
}
