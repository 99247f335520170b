package io.alltools.web.openai;

import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatDelta;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.FinishReason;
import io.alltools.agent.Json;
import io.alltools.agent.ToolCall;
import io.alltools.agent.Usage;
import io.alltools.web.Ids;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes one answer, whole or in chunks; all chunks of an answer share its id and time. */
final class CompletionJson {

    private final String id = Ids.completion();
    private final long created = Instant.now().getEpochSecond();
    private final String model;

    private final boolean logprobs;

    /** @param logprobs as {@link ChatRequest} has it */
    CompletionJson(String model, int logprobs) {
        this.model = model;
        this.logprobs = logprobs != ChatRequest.NO_LOGPROBS;
    }

    ObjectNode whole(List<AssistantTurn> turns) {
        ObjectNode body = head("chat.completion");
        ArrayNode choices = body.putArray("choices");
        for (AssistantTurn turn : turns) {
            choices.add(choice(choices.size(), turn));
        }
        body.set("usage", usage(Choices.usage(turns)));
        return body;
    }

    private ObjectNode choice(int index, AssistantTurn turn) {
        ObjectNode choice = Json.object().put("index", index);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        // OpenAI's clients tell a pure tool call by null content.
        message.put("content", turn.text().isEmpty() && !turn.calls().isEmpty() ? null : turn.text());
        if (!turn.reasoning().isEmpty()) {
            message.put("reasoning_content", turn.reasoning());
        }
        if (!turn.calls().isEmpty()) {
            var calls = message.putArray("tool_calls");
            for (ToolCall call : turn.calls()) {
                calls.addObject()
                        .put("id", call.id())
                        .put("type", "function")
                        .putObject("function")
                        .put("name", call.name())
                        .put("arguments", call.arguments());
            }
        }
        choice.set("logprobs", logprobs(turn));
        return choice.put("finish_reason", name(turn.finishReason()));
    }

    ObjectNode role(int index) {
        return chunk(index, Json.object().put("role", "assistant").put("content", ""));
    }

    ObjectNode piece(int index, ChatDelta piece) {
        ObjectNode delta = Json.object();
        switch (piece) {
            case ChatDelta.Text text -> delta.put("content", text.text());
            case ChatDelta.Reasoning reasoning -> delta.put("reasoning_content", reasoning.text());
            case ChatDelta.CallStarted call ->
                delta.putArray("tool_calls")
                        .addObject()
                        .put("index", call.index())
                        .put("id", call.id())
                        .put("type", "function")
                        .putObject("function")
                        .put("name", call.name())
                        .put("arguments", "");
            case ChatDelta.CallArguments arguments ->
                delta.putArray("tool_calls")
                        .addObject()
                        .put("index", arguments.index())
                        .putObject("function")
                        .put("arguments", arguments.piece());
        }
        return chunk(index, delta);
    }

    /**
     * The last chunk of a choice. It holds the logprobs of all its tokens: they are known once the turn is complete.
     */
    ObjectNode finish(int index, AssistantTurn turn) {
        return chunk(index, Json.object(), logprobs(turn), name(turn.finishReason()));
    }

    ObjectNode usageChunk(Usage usage) {
        ObjectNode body = head("chat.completion.chunk");
        body.putArray("choices");
        body.set("usage", usage(usage));
        return body;
    }

    private ObjectNode chunk(int index, ObjectNode delta) {
        return chunk(index, delta, NullNode.instance, null);
    }

    private ObjectNode chunk(int index, ObjectNode delta, JsonNode logprobs, @Nullable String finishReason) {
        ObjectNode body = head("chat.completion.chunk");
        body.putArray("choices")
                .addObject()
                .put("index", index)
                .set("delta", delta)
                .set("logprobs", logprobs)
                .put("finish_reason", finishReason);
        return body;
    }

    private JsonNode logprobs(AssistantTurn turn) {
        return logprobs ? LogprobsJson.of(turn.logprobs()) : NullNode.instance;
    }

    private ObjectNode head(String object) {
        return Json.object()
                .put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", model);
    }

    private static ObjectNode usage(Usage usage) {
        ObjectNode json = Json.object()
                .put("prompt_tokens", usage.promptTokens())
                .put("completion_tokens", usage.completionTokens())
                .put("total_tokens", usage.totalTokens());
        json.putObject("prompt_tokens_details").put("cached_tokens", usage.cachedTokens());
        return json;
    }

    private static String name(FinishReason reason) {
        return switch (reason) {
            case STOP -> "stop";
            case TOOL_CALLS -> "tool_calls";
            case LENGTH -> "length";
        };
    }
}
