package io.alltools.trajectories.generation;

import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatDelta;
import io.alltools.agent.ChatModel;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.Price;
import java.util.function.Consumer;

/** A model that is asked for the tokens of its turns, where it has them. */
record TokenRecording(ChatModel model) implements ChatModel {

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public int contextLength() {
        return model.contextLength();
    }

    @Override
    public Price price() {
        return model.price();
    }

    @Override
    public int promptTokens(ChatRequest request) {
        return model.promptTokens(request);
    }

    @Override
    public AssistantTurn generate(ChatRequest request, Consumer<ChatDelta> sink) throws InterruptedException {
        return model.generate(request.withTokenIds(), sink);
    }
}
