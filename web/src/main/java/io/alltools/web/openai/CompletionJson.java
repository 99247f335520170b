package io.alltools.web.openai;

import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatDelta;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.FinishReason;
import io.alltools.agent.Json;
import io.alltools.agent.TokenLogprob;
import io.alltools.agent.ToolCall;
import io.alltools.agent.Usage;
import io.alltools.web.Ids;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes one answer, whole or in chunks; all chunks of an answer share its id and time. */
final class CompletionJson {

    private final String id = Ids.completion();
    private final long created = Instant.now().getEpochSecond();
    private final String model;

    private final String fingerprint;
    private final boolean logprobs;
    private final boolean usageChunk;

    /** @param fingerprint of what answers: the same seed gives the same answer while it is the same */
    CompletionJson(String model, String fingerprint, ChatCompletion completion) {
        this.model = model;
        this.fingerprint = fingerprint;
        this.logprobs = completion.request().logprobs() != ChatRequest.NO_LOGPROBS;
        this.usageChunk = completion.includeUsage();
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
        message.putNull("refusal");
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
        choice.set("logprobs", logprobs ? LogprobsJson.of(turn.logprobs()) : NullNode.instance);
        return choice.put("finish_reason", name(turn.finishReason()));
    }

    ObjectNode role(int index) {
        ObjectNode delta = Json.object().put("role", "assistant").put("content", "");
        return chunk(index, delta.putNull("refusal"), List.of(), null);
    }

    /** @param tokens of which it was made, where they were asked for */
    ObjectNode piece(int index, ChatDelta piece, List<TokenLogprob> tokens) {
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
            case ChatDelta.Token ignored -> {}
        }
        return chunk(index, delta, tokens, null);
    }

    /** Tokens that show in no piece, such as the one that ends the turn. */
    ObjectNode logprobs(int index, List<TokenLogprob> tokens) {
        return chunk(index, Json.object(), tokens, null);
    }

    /** The last chunk of a choice. */
    ObjectNode finish(int index, AssistantTurn turn) {
        return chunk(index, Json.object(), List.of(), name(turn.finishReason()));
    }

    ObjectNode usageChunk(Usage usage) {
        ObjectNode body = head("chat.completion.chunk");
        body.putArray("choices");
        body.set("usage", usage(usage));
        return body;
    }

    private ObjectNode chunk(int index, ObjectNode delta, List<TokenLogprob> tokens, @Nullable String finishReason) {
        ObjectNode body = head("chat.completion.chunk");
        body.putArray("choices")
                .addObject()
                .put("index", index)
                .set("delta", delta)
                .set("logprobs", tokens.isEmpty() ? NullNode.instance : LogprobsJson.of(tokens))
                .put("finish_reason", finishReason);
        // So that a client can tell the chunk with the usage from those without.
        return usageChunk ? body.putNull("usage") : body;
    }

    private ObjectNode head(String object) {
        return Json.object()
                .put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", model)
                .put("system_fingerprint", fingerprint);
    }

    static ObjectNode usage(Usage usage) {
        ObjectNode json = Json.object()
                .put("prompt_tokens", usage.promptTokens())
                .put("completion_tokens", usage.completionTokens())
                .put("total_tokens", usage.totalTokens());
        json.putObject("prompt_tokens_details").put("cached_tokens", usage.cachedTokens());
        return json;
    }

    static String name(FinishReason reason) {
        return switch (reason) {
            case STOP -> "stop";
            case TOOL_CALLS -> "tool_calls";
            case LENGTH -> "length";
        };
    }
}
