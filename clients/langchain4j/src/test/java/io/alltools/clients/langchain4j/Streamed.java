package io.alltools.clients.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Keeps what a stream says. */
final class Streamed implements StreamingChatResponseHandler {

    final List<String> texts = Collections.synchronizedList(new ArrayList<>());
    final List<PartialToolCall> calls = Collections.synchronizedList(new ArrayList<>());

    /** Completes with the first piece. */
    final CompletableFuture<PartialResponseContext> begun = new CompletableFuture<>();

    private final CompletableFuture<ChatResponse> response = new CompletableFuture<>();

    ChatResponse await() throws InterruptedException, ExecutionException, TimeoutException {
        return response.get(100, TimeUnit.SECONDS);
    }

    @Override
    public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
        texts.add(piece.text());
        begun.complete(context);
    }

    @Override
    public void onPartialToolCall(PartialToolCall piece) {
        calls.add(piece);
    }

    @Override
    public void onCompleteResponse(ChatResponse whole) {
        response.complete(whole);
    }

    @Override
    public void onError(Throwable failure) {
        begun.completeExceptionally(failure);
        response.completeExceptionally(failure);
    }
}
