package io.alltools.agent;

import java.util.List;

/**
 * What one model call produced.
 *
 * @param logprobs one entry a generated token where the request asked for them, else empty
 */
public record AssistantTurn(
        String text,
        String reasoning,
        List<ToolCall> calls,
        Usage usage,
        FinishReason finishReason,
        List<TokenLogprob> logprobs) {

    public AssistantTurn(String text, String reasoning, List<ToolCall> calls, Usage usage, FinishReason finishReason) {
        this(text, reasoning, calls, usage, finishReason, List.of());
    }

    public Message.Assistant toMessage() {
        return new Message.Assistant(text, calls);
    }
}
