package io.alltools.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A test model whose turn depends on how many turns the conversation has: what it says does not change when it is asked
 * again.
 */
final class TurnByTurnModel implements ChatModel {

    final List<ChatRequest> requests = new ArrayList<>();
    private final List<AssistantTurn> turns = new ArrayList<>();
    private int context = 10_000;
    private Price price = Price.FREE;

    TurnByTurnModel says(String text) {
        turns.add(new AssistantTurn(text, "", List.of(), new Usage(10, 5, 0), FinishReason.STOP));
        return this;
    }

    TurnByTurnModel calls(ToolCall... calls) {
        turns.add(new AssistantTurn("", "", List.of(calls), new Usage(10, 5, 0), FinishReason.TOOL_CALLS));
        return this;
    }

    TurnByTurnModel withContext(int tokens) {
        context = tokens;
        return this;
    }

    TurnByTurnModel withPrice(Price price) {
        this.price = price;
        return this;
    }

    @Override
    public String name() {
        return "turn-by-turn";
    }

    @Override
    public int contextLength() {
        return context;
    }

    /** A token is four characters of a message. */
    @Override
    public int promptTokens(ChatRequest request) {
        return request.messages().stream()
                .mapToInt(m -> m.text().length() / 4 + 4)
                .sum();
    }

    @Override
    public Price price() {
        return price;
    }

    @Override
    public AssistantTurn generate(ChatRequest request, Consumer<ChatDelta> sink) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        requests.add(request);
        int said = (int) request.messages().stream()
                .filter(Message.Assistant.class::isInstance)
                .count();
        return turns.get(Math.min(said, turns.size() - 1));
    }
}
