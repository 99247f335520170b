package io.alltools.starter.langchain4j;

import static dev.langchain4j.internal.InternalStreamingChatResponseHandlerUtils.onCompleteResponse;
import static dev.langchain4j.internal.InternalStreamingChatResponseHandlerUtils.onCompleteToolCall;
import static dev.langchain4j.internal.InternalStreamingChatResponseHandlerUtils.onPartialResponse;
import static dev.langchain4j.internal.InternalStreamingChatResponseHandlerUtils.onPartialThinking;
import static dev.langchain4j.internal.InternalStreamingChatResponseHandlerUtils.onPartialToolCall;
import static dev.langchain4j.internal.InternalStreamingChatResponseHandlerUtils.withLoggingExceptions;

import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatDelta;
import io.alltools.agent.ChatModel;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.ToolCall;
import io.alltools.starter.StreamedTurn;
import io.alltools.starter.WholeCalls;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Hands a turn to a handler, which can cancel it. What a handler throws goes to its own {@code onError}. */
final class HandledTurn implements StreamedTurn.Listener, StreamingHandle {

    private final StreamingChatResponseHandler handler;
    private final String model;
    private final StreamedTurn turn;
    private final StringBuilder arguments = new StringBuilder();
    private ChatDelta.@Nullable CallStarted call;

    @SuppressWarnings("this-escape")
    HandledTurn(ChatModel model, Supplier<ChatRequest> request, StreamingChatResponseHandler handler) {
        this.handler = handler;
        this.model = model.name();
        this.turn = new StreamedTurn(model, request, this);
    }

    void start() {
        turn.start();
    }

    @Override
    public void cancel() {
        turn.cancel();
    }

    @Override
    public boolean isCancelled() {
        return turn.cancelled();
    }

    @Override
    public void piece(ChatDelta piece) {
        switch (piece) {
            case ChatDelta.Text text -> onPartialResponse(handler, text.text(), this);
            case ChatDelta.Reasoning reasoning -> onPartialThinking(handler, reasoning.text(), this);
            case ChatDelta.CallStarted started -> {
                completeCall();
                call = started;
            }
            case ChatDelta.CallArguments more -> arguments(more.piece());
            // The framework has no place for them, so they are never asked for.
            case ChatDelta.Token _ -> {}
        }
    }

    private void arguments(String piece) {
        ChatDelta.CallStarted open = call;
        if (open != null && !piece.isEmpty()) {
            arguments.append(piece);
            onPartialToolCall(
                    handler,
                    PartialToolCall.builder()
                            .index(open.index())
                            .id(open.id())
                            .name(open.name())
                            .partialArguments(piece)
                            .build(),
                    this);
        }
    }

    private void completeCall() {
        ChatDelta.CallStarted open = call;
        if (open != null && !isCancelled()) {
            onCompleteToolCall(
                    handler,
                    new CompleteToolCall(
                            open.index(),
                            ResponseWriter.call(new ToolCall(open.id(), open.name(), arguments.toString()))));
        }
        call = null;
        arguments.setLength(0);
    }

    /** A call that the limit cut off is not complete. */
    @Override
    public void finished(AssistantTurn turn) {
        ChatDelta.CallStarted open = call;
        if (open != null && WholeCalls.of(turn).stream().anyMatch(c -> c.id().equals(open.id()))) {
            completeCall();
        }
        if (!isCancelled()) {
            onCompleteResponse(handler, ResponseWriter.write(turn, model));
        }
    }

    @Override
    public void failed(Throwable failure) {
        withLoggingExceptions(() -> handler.onError(LangChainErrors.of(failure)));
    }
}
