package io.alltools.web.alltools;

import io.alltools.agent.FinishReason;
import io.alltools.agent.Json;
import io.alltools.agent.ModelException;
import io.alltools.agent.Outcome;
import io.alltools.agent.RunEvent;
import io.alltools.agent.Usage;
import io.alltools.web.http.ApiError;
import io.alltools.web.openai.ServerTool;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns the events of a run into chunks, in GLM-4-AllTools' protocol: a call's input comes piece by piece under the
 * role {@code assistant}, then a {@code finish_reason} of its turn, then its outputs under the role {@code tool}; the
 * last chunk has the status and the usage. Each call of the answer has an index of its own.
 */
final class AllToolsChunks {

    /** @param tool null for a function */
    private record Call(int index, @Nullable ServerTool tool) {}

    private final AllToolsRequest request;
    private final String model;
    private final CallOutputs outputs;
    private final long created = Instant.now().getEpochSecond();
    private final Map<String, Call> calls = new HashMap<>();

    private List<ObjectNode> chunks = new ArrayList<>();
    private boolean begun;

    /** Whether the turn whose calls are made has told that it is complete. */
    private boolean turnTold;

    AllToolsChunks(AllToolsRequest request, String model, SessionLinks links) {
        this.request = request;
        this.model = model;
        this.outputs = new CallOutputs(links);
    }

    /**
     * The chunks of the next event.
     *
     * @throws RuntimeException when the run failed before anything was told, so that an HTTP status can tell it
     */
    List<ObjectNode> of(RunEvent event) {
        chunks = new ArrayList<>();
        switch (event) {
            case RunEvent.StepStarted ignored -> turnTold = false;
            case RunEvent.TextDelta text -> delta(assistant().put("content", text.text()));
            case RunEvent.ReasoningDelta reasoning -> delta(assistant().put("reasoning_content", reasoning.text()));
            case RunEvent.ToolCallStarted call -> begin(call);
            case RunEvent.ToolCallArguments arguments -> piece(arguments);
            case RunEvent.ToolCallFinished call -> finish(call);
            case RunEvent.RunFinished run -> end(run);
            case RunEvent.RunStarted ignored -> {}
            case RunEvent.RunResumed ignored -> {}
            case RunEvent.ContextCompacted ignored -> {}
            case RunEvent.UsageReported ignored -> {}
            case RunEvent.ApprovalRequested ignored -> {}
            case RunEvent.ApprovalGiven ignored -> {}
            case RunEvent.ToolCallExecuting ignored -> {}
            case RunEvent.AnswerRejected ignored -> {}
            case RunEvent.StepFinished ignored -> {}
        }
        begun |= !chunks.isEmpty();
        return chunks;
    }

    private void begin(RunEvent.ToolCallStarted started) {
        Call call = new Call(calls.size(), request.tools().get(started.name()));
        calls.put(started.callId(), call);
        ObjectNode content = call.tool() == null
                ? Json.object().put("name", started.name()).put("arguments", "")
                : Json.object().put("input", "");
        delta(calling(assistant(), call, started.callId(), content));
    }

    private void piece(RunEvent.ToolCallArguments arguments) {
        Call call = calls.get(arguments.callId());
        if (call == null) {
            return;
        }
        if (call.tool() != null) {
            delta(calling(assistant(), call, arguments.callId(), Json.object().put("input", arguments.piece())));
            return;
        }
        // As OpenAI's clients put a function's call together: its id and name come once.
        ObjectNode delta = assistant();
        delta.putArray("tool_calls")
                .addObject()
                .put("index", call.index())
                .putObject("function")
                .put("arguments", arguments.piece());
        delta(delta);
    }

    private void finish(RunEvent.ToolCallFinished finished) {
        Call call = calls.get(finished.callId());
        if (call == null) {
            return;
        }
        if (!turnTold) {
            turnTold = true;
            chunks.add(chunk(assistant(), name(FinishReason.TOOL_CALLS)));
        }
        ObjectNode content = call.tool() == null
                ? CallOutputs.ofFunction(finished.result())
                : outputs.of(call.tool(), finished.result());
        delta(calling(Json.object().put("role", "tool"), call, finished.callId(), content));
    }

    private void end(RunEvent.RunFinished finished) {
        Outcome outcome = finished.outcome();
        if (!begun && outcome.kind() == Outcome.Kind.FAILED) {
            throw outcome.failure() != null
                    ? new ModelException(outcome.failure(), outcome.detail())
                    : new ApiError(ApiError.Kind.INTERNAL, outcome.detail(), null, "run_failed");
        }
        ObjectNode chunk = chunk(assistant(), name(outcome.kind()));
        chunk.put("status", status(outcome.kind()));
        if (status(outcome.kind()).equals("failed")) {
            chunk.putObject("last_error")
                    .put("code", code(outcome).toLowerCase(Locale.ROOT))
                    .put("message", outcome.detail());
        }
        chunk.set("usage", usage(finished.usage()));
        chunks.add(chunk);
    }

    private static String code(Outcome outcome) {
        return outcome.failure() != null
                ? outcome.failure().name()
                : outcome.kind().name();
    }

    private static String status(Outcome.Kind kind) {
        return switch (kind) {
            case ANSWERED -> "completed";
            case NEEDS_INPUT -> "requires_action";
            case BUDGET_EXHAUSTED, CANCELLED, REFUSED, FAILED -> "failed";
        };
    }

    private static String name(Outcome.Kind kind) {
        return switch (kind) {
            case ANSWERED, CANCELLED -> "stop";
            case NEEDS_INPUT -> name(FinishReason.TOOL_CALLS);
            case BUDGET_EXHAUSTED -> name(FinishReason.LENGTH);
            case REFUSED -> "sensitive";
            case FAILED -> "network_error";
        };
    }

    private static String name(FinishReason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode usage(Usage usage) {
        ObjectNode json = Json.object()
                .put("prompt_tokens", usage.promptTokens())
                .put("completion_tokens", usage.completionTokens())
                .put("total_tokens", usage.totalTokens());
        json.putObject("prompt_tokens_details").put("cached_tokens", usage.cachedTokens());
        return json;
    }

    private static ObjectNode assistant() {
        return Json.object().put("role", "assistant");
    }

    private static ObjectNode calling(ObjectNode delta, Call call, String id, ObjectNode content) {
        String type = call.tool() == null ? "function" : call.tool().type();
        delta.putArray("tool_calls")
                .addObject()
                .put("index", call.index())
                .put("id", id)
                .put("type", type)
                .set(type, content);
        return delta;
    }

    private void delta(ObjectNode delta) {
        chunks.add(chunk(delta, null));
    }

    private ObjectNode chunk(ObjectNode delta, @Nullable String finishReason) {
        ObjectNode chunk = Json.object()
                .put("id", request.order().runId())
                .put("object", "chat.completion.chunk")
                .put("created", created)
                .put("model", model)
                .put("conversation_id", request.order().sessionId());
        chunk.putArray("choices")
                .addObject()
                .put("index", 0)
                .set("delta", delta)
                .putNull("logprobs")
                .put("finish_reason", finishReason);
        return chunk;
    }
}
