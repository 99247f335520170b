package io.alltools.starter.springai;

import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatDelta;
import io.alltools.agent.FinishReason;
import io.alltools.starter.WholeCalls;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/**
 * Writes one turn as Spring AI's responses, whole or in pieces; all pieces share its id. Calls come whole in the last
 * piece, since Spring AI has no others; reasoning comes in the metadata.
 */
final class ResponseWriter {

    /** The name that Spring AI's other models use. */
    static final String REASONING = "reasoningContent";

    private final String id = "chatcmpl-" + UUID.randomUUID().toString().replace("-", "");
    private final String model;

    ResponseWriter(String model) {
        this.model = model;
    }

    ChatResponse whole(AssistantTurn turn) {
        return response(turn.text(), turn);
    }

    /** Null for a piece of a call, and for logprobs, which nobody asks for. */
    @Nullable
    ChatResponse piece(ChatDelta piece) {
        return switch (piece) {
            case ChatDelta.Text text -> piece(text.text(), "");
            case ChatDelta.Reasoning reasoning -> piece("", reasoning.text());
            case ChatDelta.CallStarted _, ChatDelta.CallArguments _, ChatDelta.Token _ -> null;
        };
    }

    /** What pieces lack: calls, why the turn ended, usage, and the reasoning as a whole. */
    ChatResponse last(AssistantTurn turn) {
        return response("", turn);
    }

    private ChatResponse piece(String text, String reasoning) {
        AssistantMessage message = AssistantMessage.builder()
                .content(text)
                .properties(reasoning.isEmpty() ? Map.of() : Map.of(REASONING, reasoning))
                .build();
        return new ChatResponse(
                List.of(new Generation(message)),
                ChatResponseMetadata.builder().id(id).model(model).build());
    }

    private ChatResponse response(String text, AssistantTurn turn) {
        String reason = name(turn.finishReason());
        AssistantMessage message = AssistantMessage.builder()
                .content(text)
                .properties(
                        turn.reasoning().isEmpty()
                                ? Map.of("finishReason", reason)
                                : Map.of("finishReason", reason, REASONING, turn.reasoning()))
                .toolCalls(WholeCalls.of(turn).stream()
                        .map(call ->
                                new AssistantMessage.ToolCall(call.id(), "function", call.name(), call.arguments()))
                        .toList())
                .build();
        DefaultUsage usage = new DefaultUsage(
                turn.usage().promptTokens(),
                turn.usage().completionTokens(),
                turn.usage().totalTokens(),
                turn.usage(),
                (long) turn.usage().cachedTokens(),
                null);
        return new ChatResponse(
                List.of(new Generation(
                        message,
                        ChatGenerationMetadata.builder().finishReason(reason).build())),
                ChatResponseMetadata.builder().id(id).model(model).usage(usage).build());
    }

    private static String name(FinishReason reason) {
        return switch (reason) {
            case STOP -> "STOP";
            case TOOL_CALLS -> "TOOL_CALLS";
            case LENGTH -> "LENGTH";
        };
    }
}
