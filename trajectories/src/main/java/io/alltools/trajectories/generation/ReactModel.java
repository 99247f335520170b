package io.alltools.trajectories.generation;

import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatDelta;
import io.alltools.agent.ChatModel;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.FinishReason;
import io.alltools.agent.Message;
import io.alltools.agent.Price;
import io.alltools.agent.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A model that calls tools by {@linkplain ReactText text} instead of its own form; its thoughts become the turn's
 * reasoning. For one episode: it remembers what it thought.
 */
final class ReactModel implements ChatModel {

    private final ChatModel model;
    private final List<String> thoughts = new ArrayList<>();

    ReactModel(ChatModel model) {
        this.model = model;
    }

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
        return model.promptTokens(asText(request));
    }

    @Override
    public AssistantTurn generate(ChatRequest request, Consumer<ChatDelta> sink) throws InterruptedException {
        AssistantTurn turn = model.generate(asText(request), piece -> {});
        if (turn.finishReason() == FinishReason.LENGTH) {
            // A cut call would be run with half of its input.
            thoughts.add("");
            return new AssistantTurn(
                    turn.text(),
                    turn.reasoning(),
                    List.of(),
                    turn.usage(),
                    FinishReason.LENGTH,
                    turn.logprobs(),
                    turn.tokens());
        }
        ReactText.Said said = ReactText.parse(turn.text());
        thoughts.add(said.thought());
        List<ToolCall> calls =
                said.isAnswer() ? List.of() : List.of(ReactText.call(said, calls(request.messages()) + 1));
        return new AssistantTurn(
                said.isAnswer() ? said.content() : "",
                said.thought(),
                calls,
                turn.usage(),
                calls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS,
                turn.logprobs(),
                turn.tokens());
    }

    private ChatRequest asText(ChatRequest request) {
        List<String> stop = new ArrayList<>(request.stop());
        stop.add("\n" + ReactText.OBSERVATION.strip());
        return new ChatRequest(
                ReactText.render(request.messages(), request.tools(), thoughts),
                List.of(),
                request.sampling(),
                request.maxTokens(),
                List.copyOf(stop));
    }

    private static int calls(List<Message> messages) {
        return messages.stream()
                .mapToInt(message ->
                        message instanceof Message.Assistant said ? said.calls().size() : 0)
                .sum();
    }
}
