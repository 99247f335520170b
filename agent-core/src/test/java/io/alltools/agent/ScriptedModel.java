package io.alltools.agent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** A test model that says what it is told to, in order, and remembers what it was asked. */
final class ScriptedModel implements ChatModel {

    final List<ChatRequest> requests = new ArrayList<>();
    private final Deque<AssistantTurn> turns = new ArrayDeque<>();

    ScriptedModel says(String text) {
        turns.add(turn(text, List.of(), FinishReason.STOP));
        return this;
    }

    ScriptedModel calls(ToolCall... calls) {
        turns.add(turn("", List.of(calls), FinishReason.TOOL_CALLS));
        return this;
    }

    ScriptedModel isCutOffIn(ToolCall call) {
        turns.add(turn("", List.of(call), FinishReason.LENGTH));
        return this;
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public int contextLength() {
        return 1000;
    }

    /** A token is four characters of a message. */
    @Override
    public int promptTokens(ChatRequest request) {
        return request.messages().stream()
                .mapToInt(m -> m.text().length() / 4 + 4)
                .sum();
    }

    @Override
    public AssistantTurn generate(ChatRequest request, Consumer<ChatDelta> sink) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        requests.add(request);
        // The last turn goes on for ever, as a model does that never comes to an end.
        AssistantTurn turn = turns.size() > 1 ? turns.remove() : turns.element();
        if (!turn.text().isEmpty()) {
            sink.accept(new ChatDelta.Text(turn.text()));
        }
        for (int i = 0; i < turn.calls().size(); i++) {
            ToolCall call = turn.calls().get(i);
            sink.accept(new ChatDelta.CallStarted(i, call.id(), call.name()));
            sink.accept(new ChatDelta.CallArguments(i, call.arguments()));
        }
        return turn;
    }

    private static AssistantTurn turn(String text, List<ToolCall> calls, FinishReason reason) {
        return new AssistantTurn(text, "", calls, new Usage(10, 5, 0), reason);
    }
}
