package io.alltools.web.agui;

import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.RunEvent;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Usage;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Tells a run in the protocol's events, one recorded event after the other. What it opens it closes before the end. */
final class AgUiEvents {

    private final String threadId;
    private final String clientRunId;
    private final List<ObjectNode> out = new ArrayList<>();

    /** By name, the one argument of each built-in tool, whose content is no JSON. */
    private final Map<String, String> fields = new HashMap<>();

    private final Set<String> callers = new TreeSet<>();
    private final Map<String, String> unanswered = new LinkedHashMap<>();
    private String sessionId = "";
    private String model = "";
    private int step;
    private int attempt;
    private boolean inStep;
    private @Nullable String text;
    private @Nullable String reasoning;
    private @Nullable String call;
    private @Nullable String callField;

    /** @param clientRunId what the front end calls the run */
    AgUiEvents(String threadId, String clientRunId) {
        this.threadId = threadId;
        this.clientRunId = clientRunId;
    }

    /** The events for one that was recorded. */
    List<ObjectNode> next(JournalEntry entry) {
        out.clear();
        add(entry.runId(), entry.event());
        return List.copyOf(out);
    }

    /** Those for the front end that comes back to a run that it knows up to here. */
    List<ObjectNode> rejoined() {
        out.clear();
        started();
        beginStep();
        return List.copyOf(out);
    }

    static boolean isLast(ObjectNode event) {
        return Set.of("RUN_FINISHED", "RUN_ERROR").contains(event.path("type").asString());
    }

    static ObjectNode error(String code, String message) {
        return Json.object().put("type", "RUN_ERROR").put("message", message).put("code", code);
    }

    private void add(String runId, RunEvent event) {
        switch (event) {
            case RunEvent.RunStarted e -> {
                sessionId = e.sessionId();
                model = e.model();
                e.tools().stream()
                        .filter(tool -> tool.kind() == ToolSpec.Kind.BUILT_IN)
                        .forEach(tool -> fields.put(
                                tool.name(),
                                tool.parameters().path("required").path(0).asString("input")));
                e.callerTools().specs().forEach(tool -> callers.add(tool.name()));
                started();
            }
            case RunEvent.RunResumed ignored -> closeTurn();
            case RunEvent.StepStarted e -> {
                closeStep();
                attempt = e.step() == step ? attempt + 1 : 0;
                step = e.step();
                beginStep();
            }
            case RunEvent.ContextCompacted e ->
                emit("CUSTOM")
                        .put("name", "context_compacted")
                        .set(
                                "value",
                                Json.object().put("messages", e.compaction().summarised()));
            case RunEvent.TextDelta e -> text(runId, e.text());
            case RunEvent.ReasoningDelta e -> reasoning(runId, e.text());
            case RunEvent.ToolCallStarted e -> {
                closeTurn();
                call = e.callId();
                callField = fields.get(e.name());
                if (callers.contains(e.name())) {
                    unanswered.put(e.callId(), e.name());
                }
                emit("TOOL_CALL_START")
                        .put("toolCallId", e.callId())
                        .put("toolCallName", e.name())
                        .put("parentMessageId", MessageIds.text(runId, step, attempt));
                if (callField != null) {
                    arguments(e.callId(), "{" + Json.write(callField) + ":\"");
                }
            }
            case RunEvent.ToolCallArguments e -> {
                String written = Json.write(e.piece());
                arguments(e.callId(), callField == null ? e.piece() : written.substring(1, written.length() - 1));
            }
            case RunEvent.UsageReported ignored -> closeTurn();
            case RunEvent.ApprovalRequested e -> interrupt(runId, e);
            case RunEvent.ApprovalGiven ignored -> {}
            case RunEvent.ToolCallExecuting ignored -> {}
            case RunEvent.ToolCallFinished e -> {
                unanswered.remove(e.callId());
                emit("TOOL_CALL_RESULT")
                        .put("messageId", MessageIds.result(runId, e.callId()))
                        .put("toolCallId", e.callId())
                        .put("content", content(e.result().toObservation(e.callId())))
                        .put("role", "tool");
            }
            case RunEvent.AnswerRejected e ->
                emit("CUSTOM")
                        .put("name", "answer_rejected")
                        .set("value", Json.object().put("problem", e.problem()));
            case RunEvent.StepFinished ignored -> closeStep();
            case RunEvent.RunFinished e -> finished(e);
        }
    }

    private void started() {
        emit("RUN_STARTED").put("threadId", threadId).put("runId", clientRunId).put("protocolVersion", "1.0");
    }

    private void beginStep() {
        if (step > 0) {
            inStep = true;
            emit("STEP_STARTED").put("stepName", "step " + step);
        }
    }

    private void text(String runId, String piece) {
        if (text == null) {
            closeTurn();
            text = MessageIds.text(runId, step, attempt);
            emit("TEXT_MESSAGE_START").put("messageId", text).put("role", "assistant");
        }
        emit("TEXT_MESSAGE_CONTENT").put("messageId", text).put("delta", piece);
    }

    private void reasoning(String runId, String piece) {
        if (reasoning == null) {
            closeTurn();
            reasoning = MessageIds.reasoning(runId, step, attempt);
            emit("REASONING_START").put("messageId", reasoning);
            emit("REASONING_MESSAGE_START").put("messageId", reasoning).put("role", "reasoning");
        }
        emit("REASONING_MESSAGE_CONTENT").put("messageId", reasoning).put("delta", piece);
    }

    private void arguments(String callId, String piece) {
        if (!piece.isEmpty()) {
            emit("TOOL_CALL_ARGS").put("toolCallId", callId).put("delta", piece);
        }
    }

    /** What the model is writing ends here. */
    private void closeTurn() {
        if (text != null) {
            emit("TEXT_MESSAGE_END").put("messageId", text);
            text = null;
        }
        if (reasoning != null) {
            emit("REASONING_MESSAGE_END").put("messageId", reasoning);
            emit("REASONING_END").put("messageId", reasoning);
            reasoning = null;
        }
        if (call != null) {
            if (callField != null) {
                arguments(call, "\"}");
            }
            emit("TOOL_CALL_END").put("toolCallId", call);
            call = null;
            callField = null;
        }
    }

    private void closeStep() {
        closeTurn();
        if (inStep) {
            inStep = false;
            emit("STEP_FINISHED").put("stepName", "step " + step);
        }
    }

    /** The run waits; for the protocol it ends, and the answer comes with the next one. */
    private void interrupt(String runId, RunEvent.ApprovalRequested e) {
        closeStep();
        ObjectNode outcome = end().putObject("outcome").put("type", "interrupt");
        ObjectNode interrupt = outcome.putArray("interrupts").addObject();
        interrupt
                .put("id", Interrupts.id(runId, e.callId()))
                .put("reason", "approval_required")
                .put("message", e.name() + " asks for approval: " + e.reason())
                .put("toolCallId", e.callId())
                .put("expiresAt", e.expiresAt().toString());
        interrupt.set("responseSchema", Interrupts.answerSchema());
    }

    private void finished(RunEvent.RunFinished e) {
        closeStep();
        String type = switch (e.outcome().kind()) {
            case ANSWERED -> "success";
            // Calls of the front end's own tools end a run like an answer; what nobody decided does not.
            case NEEDS_INPUT -> unanswered.isEmpty() ? "" : "success";
            case CANCELLED -> "cancelled";
            case BUDGET_EXHAUSTED, REFUSED, FAILED -> "";
        };
        if (type.isEmpty()) {
            Outcome outcome = e.outcome();
            ObjectNode error = error(outcome.kind().name().toLowerCase(Locale.ROOT), outcome.detail());
            error.putArray("usage").add(usage(e.usage()));
            out.add(error);
            return;
        }
        ObjectNode end = end();
        ObjectNode outcome = end.putObject("outcome").put("type", type);
        if (type.equals("success") && !unanswered.isEmpty()) {
            var pending = outcome.putArray("pendingToolCallIds");
            unanswered.keySet().forEach(pending::add);
        }
        end.putArray("usage").add(usage(e.usage()));
    }

    private ObjectNode end() {
        return emit("RUN_FINISHED").put("threadId", threadId).put("runId", clientRunId);
    }

    private ObjectNode usage(Usage usage) {
        return Json.object()
                .put("model", model)
                .put("inputTokens", usage.promptTokens())
                .put("outputTokens", usage.completionTokens())
                .put("totalTokens", usage.totalTokens())
                .put("cachedInputTokens", usage.cachedTokens());
    }

    /** Text, with images as Markdown has them. */
    private String content(Message.Observation observation) {
        StringBuilder content = new StringBuilder();
        for (Passage passage : observation.passages()) {
            for (Part part : passage.content()) {
                content.append(content.isEmpty() ? "" : "\n")
                        .append(
                                switch (part) {
                                    case Part.Text said -> said.text();
                                    case Part.Image image -> "![](" + address(image.uri()) + ")";
                                });
            }
        }
        return content.toString();
    }

    private String address(String uri) {
        return uri.contains(":")
                ? uri
                : "/api/sessions/" + sessionId + "/files/"
                        + URLEncoder.encode(uri, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private ObjectNode emit(String type) {
        ObjectNode event = Json.object().put("type", type);
        out.add(event);
        return event;
    }
}
