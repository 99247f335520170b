package io.alltools.starter.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ToolCall;
import io.alltools.starter.WholeCalls;
import java.util.List;
import java.util.UUID;

/** Writes one turn as LangChain4j's response. */
final class ResponseWriter {

    private ResponseWriter() {}

    static ChatResponse write(AssistantTurn turn, String model) {
        // LangChain4j tells a pure tool call by the lack of text.
        List<ToolCall> calls = WholeCalls.of(turn);
        boolean callsOnly = turn.text().isEmpty() && !calls.isEmpty();
        AiMessage.Builder message = AiMessage.builder()
                .toolExecutionRequests(calls.stream().map(ResponseWriter::call).toList());
        if (!callsOnly) {
            message.text(turn.text());
        }
        if (!turn.reasoning().isEmpty()) {
            message.thinking(turn.reasoning());
        }
        return ChatResponse.builder()
                .aiMessage(message.build())
                .id("chatcmpl-" + UUID.randomUUID().toString().replace("-", ""))
                .modelName(model)
                .tokenUsage(new TokenUsage(
                        turn.usage().promptTokens(),
                        turn.usage().completionTokens(),
                        turn.usage().totalTokens()))
                .finishReason(reason(turn.finishReason()))
                .build();
    }

    static ToolExecutionRequest call(ToolCall call) {
        return ToolExecutionRequest.builder()
                .id(call.id())
                .name(call.name())
                .arguments(call.arguments())
                .build();
    }

    private static FinishReason reason(io.alltools.agent.FinishReason reason) {
        return switch (reason) {
            case STOP -> FinishReason.STOP;
            case TOOL_CALLS -> FinishReason.TOOL_EXECUTION;
            case LENGTH -> FinishReason.LENGTH;
        };
    }
}
