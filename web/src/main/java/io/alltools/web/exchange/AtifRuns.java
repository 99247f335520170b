package io.alltools.web.exchange;

import io.alltools.agent.Agent;
import io.alltools.agent.AnswerFormat;
import io.alltools.agent.Budget;
import io.alltools.agent.FinishReason;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.RunEvent;
import io.alltools.agent.Sampling;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Usage;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The runs of one trajectory: a new one begins with each question; used once. */
final class AtifRuns {

    /** An event, and when it happened where that is known. */
    record Timed(@Nullable Instant at, RunEvent event) {}

    /**
     * A run.
     *
     * @param at when it began, where that is known
     * @param messages the conversation before its first step
     * @param goesOn whether something was answered before
     * @param events behind the start
     */
    record Begun(@Nullable Instant at, List<Message> messages, boolean goesOn, List<Timed> events) {}

    private final JsonNode json;
    private final String place;
    private final AtifCalls calls;
    private final List<ToolSpec> tools;
    private final List<Begun> runs = new ArrayList<>();
    private final List<Message> said = new ArrayList<>();
    private List<Timed> events = new ArrayList<>();
    private List<Message> before = List.of();
    private @Nullable Instant at;
    private Usage usage = Usage.NONE;
    private String answer = "";
    private int steps;
    private boolean waiting;

    /** @param notes takes what a person should know */
    AtifRuns(JsonNode json, String place, List<String> notes) {
        this.json = json;
        this.place = place;
        this.tools = AtifTools.of(json, place);
        this.calls = new AtifCalls(tools, notes);
    }

    List<Begun> read() {
        JsonNode all = json.path("steps");
        if (!all.isArray() || all.isEmpty()) {
            throw new ImportException(place + ": steps", "found " + all + ": expected an array of steps");
        }
        for (int i = 0; i < all.size(); i++) {
            step(all.get(i), place + ": steps[" + i + "]");
        }
        if (steps > 0 || waiting) {
            close(outcome());
        } else if (runs.isEmpty()) {
            throw new ImportException(place + ": steps", "there is neither a question nor an answer of this run");
        }
        return runs;
    }

    /** Where the run of a trajectory begins. */
    RunEvent.RunStarted start(String sessionId, List<Message> messages, @Nullable String after) {
        return new RunEvent.RunStarted(
                sessionId,
                Agent.DEFAULT_NAME,
                model(),
                messages,
                tools,
                sampling(),
                Budget.DEFAULT,
                AnswerFormat.TEXT,
                null,
                after,
                false,
                true,
                null);
    }

    private String model() {
        JsonNode agent = json.path("agent");
        String model = agent.path("model_name").asString(agent.path("name").asString("unknown"));
        return model.length() > 400 ? model.substring(0, 400) : model;
    }

    private Sampling sampling() {
        try {
            Sampling sampling = Json.MAPPER.treeToValue(json.at("/extra/sampling"), Sampling.class);
            return sampling == null ? Sampling.GREEDY : sampling;
        } catch (JacksonException | IllegalArgumentException e) {
            // Others keep other things under this name.
            return Sampling.GREEDY;
        }
    }

    private void step(JsonNode step, String at) {
        switch (step.path("source").asString("")) {
            case "system" -> {
                endTurn();
                said.add(new Message.System(AtifParts.of(step.path("message"), at + ".message")));
            }
            case "user" -> {
                endTurn();
                said.add(new Message.User(AtifParts.of(step.path("message"), at + ".message")));
                waiting = !step.path("is_copied_context").asBoolean(false);
                this.at = time(step, at);
            }
            case "agent" -> {
                AtifCalls.Turn turn = calls.read(step, at);
                if (step.path("is_copied_context").asBoolean(false)) {
                    endTurn();
                    said.addAll(turn.messages());
                } else {
                    made(step, turn, at);
                }
            }
            default ->
                throw new ImportException(
                        at + ".source", "found " + step.path("source") + ": expected system, user or agent");
        }
    }

    /** A turn that the model made in this run. */
    private void made(JsonNode step, AtifCalls.Turn turn, String place) {
        if (steps == 0) {
            before = List.copyOf(said);
        }
        steps++;
        waiting = false;
        Instant time = time(step, place);
        JsonNode metrics = step.path("metrics");
        Usage used = new Usage(
                Math.max(0, metrics.path("prompt_tokens").asInt(0)),
                Math.max(0, metrics.path("completion_tokens").asInt(0)),
                Math.max(
                        0,
                        metrics.path("cached_tokens")
                                .asInt(metrics.path("prompt_tokens_details")
                                        .path("cached_tokens")
                                        .asInt(0))));
        FinishReason reason = reason(step, turn);
        add(time, new RunEvent.StepStarted(steps));
        if (turn.isNothing() && !step.path("extra").has("finish_reason")) {
            // The turn broke off before the first word: nothing was said.
            answer = "";
            return;
        }
        String reasoning = step.path("reasoning_content").asString("");
        if (!reasoning.isEmpty()) {
            add(time, new RunEvent.ReasoningDelta(steps, reasoning));
        }
        if (!turn.text().isEmpty()) {
            add(time, new RunEvent.TextDelta(steps, turn.text()));
        }
        for (ToolCall call : turn.calls()) {
            add(time, new RunEvent.ToolCallStarted(steps, call.id(), call.name()));
            add(time, new RunEvent.ToolCallArguments(steps, call.id(), call.arguments()));
        }
        add(time, new RunEvent.UsageReported(steps, used, reason));
        for (AtifCalls.Result result : turn.results()) {
            add(
                    time,
                    new RunEvent.ToolCallExecuting(
                            steps,
                            result.call().id(),
                            result.call().name(),
                            result.call().arguments()));
            add(
                    time,
                    new RunEvent.ToolCallFinished(
                            steps, result.call().id(), result.call().name(), result.result(), result.millis()));
        }
        add(time, new RunEvent.StepFinished(steps, reason));
        usage = usage.plus(used);
        answer = turn.text();
        said.addAll(turn.messages());
    }

    private void add(@Nullable Instant time, RunEvent event) {
        events.add(new Timed(time, event));
    }

    /** Whatever comes next belongs to another run. */
    private void endTurn() {
        if (steps > 0) {
            close(Outcome.ANSWERED);
        }
    }

    /** @param outcome null where the end is not known */
    private void close(@Nullable Outcome outcome) {
        if (steps == 0) {
            before = List.copyOf(said);
        }
        if (outcome != null) {
            add(null, new RunEvent.RunFinished(outcome, answer, usage, steps));
        }
        boolean goesOn = before.stream().anyMatch(Message.Assistant.class::isInstance);
        runs.add(new Begun(at, before, goesOn, List.copyOf(events)));
        events = new ArrayList<>();
        usage = Usage.NONE;
        answer = "";
        steps = 0;
        at = null;
        waiting = false;
    }

    private @Nullable Outcome outcome() {
        JsonNode outcome = json.at("/extra/outcome");
        String kind = outcome.path("kind").asString("");
        if (kind.equals("incomplete") || steps == 0) {
            return null;
        }
        for (Outcome.Kind known : Outcome.Kind.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(kind)) {
                return new Outcome(known, outcome.path("detail").asString(""));
            }
        }
        return answer.isEmpty()
                ? new Outcome(Outcome.Kind.FAILED, "the imported trajectory ends without an answer")
                : Outcome.ANSWERED;
    }

    private static FinishReason reason(JsonNode step, AtifCalls.Turn turn) {
        String name = step.path("extra").path("finish_reason").asString("");
        for (FinishReason reason : FinishReason.values()) {
            if (reason.name().toLowerCase(Locale.ROOT).equals(name)) {
                return reason;
            }
        }
        return turn.calls().isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
    }

    private static @Nullable Instant time(JsonNode step, String place) {
        JsonNode given = step.path("timestamp");
        if (given.isNull() || given.isMissingNode()) {
            return null;
        }
        String text = given.asString("");
        Instant time;
        try {
            time = OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            try {
                // Python writes times without a zone.
                time = LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
            } catch (DateTimeException local) {
                throw new ImportException(
                        place + ".timestamp", "found " + given + ": expected a time such as 2026-11-23T10:00:00Z");
            }
        }
        ImportedEvents.require(time, place + ".timestamp");
        return time;
    }
}
