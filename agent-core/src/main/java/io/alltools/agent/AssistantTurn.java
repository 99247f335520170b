package io.alltools.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one model call produced.
 *
 * @param logprobs one entry a generated token where the request asked for them, else empty
 * @param tokens the tokens themselves where the request asked for them and the model has them, else null
 */
public record AssistantTurn(
        String text,
        String reasoning,
        List<ToolCall> calls,
        Usage usage,
        FinishReason finishReason,
        List<TokenLogprob> logprobs,
        @Nullable TokenTrace tokens) {

    public AssistantTurn(String text, String reasoning, List<ToolCall> calls, Usage usage, FinishReason finishReason) {
        this(text, reasoning, calls, usage, finishReason, List.of(), null);
    }

    /** Without token ids. */
    public AssistantTurn(
            String text,
            String reasoning,
            List<ToolCall> calls,
            Usage usage,
            FinishReason finishReason,
            List<TokenLogprob> logprobs) {
        this(text, reasoning, calls, usage, finishReason, logprobs, null);
    }

    public Message.Assistant toMessage() {
        return new Message.Assistant(text, calls);
    }
}
