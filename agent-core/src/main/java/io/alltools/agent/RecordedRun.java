package io.alltools.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run read back from its events: the pieces put together again, step by step.
 *
 * @param compaction what the model does not see any longer
 * @param active how long it was at work: without waiting for a person, and without the time in which no process ran it
 * @param waited how long a person was waited for
 * @param finished null while the run goes on, or when the process that ran it died
 * @param lastAt when the last known event happened
 */
public record RecordedRun(
        String runId,
        Instant startedAt,
        Instant lastAt,
        RunEvent.RunStarted started,
        List<RecordedStep> steps,
        Compaction compaction,
        Duration active,
        Duration waited,
        RunEvent.@Nullable RunFinished finished) {

    /**
     * @param entries all entries of one run in order; the last ones may be missing
     * @throws IllegalArgumentException when they do not begin with the run's start or have a gap
     */
    public static RecordedRun of(List<JournalEntry> entries) {
        if (entries.isEmpty() || !(entries.getFirst().event() instanceof RunEvent.RunStarted started)) {
            throw new IllegalArgumentException("a run's events begin with RunStarted, found "
                    + (entries.isEmpty()
                            ? "none"
                            : entries.getFirst().event().getClass().getSimpleName()));
        }
        Reader reader = new Reader();
        for (int i = 0; i < entries.size(); i++) {
            JournalEntry entry = entries.get(i);
            if (entry.seq() != i) {
                throw new IllegalArgumentException(
                        "run " + entry.runId() + " has event " + entry.seq() + " where event " + i + " was expected");
            }
            reader.read(entry);
        }
        reader.closeStep();
        return new RecordedRun(
                entries.getFirst().runId(),
                entries.getFirst().at(),
                entries.getLast().at(),
                started,
                List.copyOf(reader.steps),
                reader.compaction,
                active(entries),
                waited(entries),
                reader.finished);
    }

    private static Duration active(List<JournalEntry> entries) {
        Duration active = Duration.ZERO;
        for (int i = 1; i < entries.size(); i++) {
            JournalEntry entry = entries.get(i);
            if (!(entry.event() instanceof RunEvent.ApprovalGiven || entry.event() instanceof RunEvent.RunResumed)) {
                active = active.plus(Duration.between(entries.get(i - 1).at(), entry.at()));
            }
        }
        return active;
    }

    private static Duration waited(List<JournalEntry> entries) {
        Duration waited = Duration.ZERO;
        for (int i = 1; i < entries.size(); i++) {
            if (entries.get(i).event() instanceof RunEvent.ApprovalGiven) {
                waited = waited.plus(
                        Duration.between(entries.get(i - 1).at(), entries.get(i).at()));
            }
        }
        return waited;
    }

    /** The sum over the steps; known for a run that never finished, too. */
    public Usage usage() {
        return steps.stream().map(RecordedStep::usage).reduce(Usage.NONE, Usage::plus);
    }

    /**
     * What it and the runs within it spent.
     *
     * @param price of its model
     */
    public Spent spent(Price price) {
        Spent own = new Spent(
                usage(), steps.stream().mapToInt(step -> step.results().size()).sum(), price.of(usage()), waited);
        return steps.stream()
                .flatMap(step -> step.results().stream())
                .map(RunEvent.ToolCallFinished::spent)
                .filter(Objects::nonNull)
                .reduce(own, Spent::plus)
                .ofCallsAtMost(started.budget().toolCalls());
    }

    /**
     * The conversation after the run: what the session's next run continues from, however this one ended. Calls that
     * nobody answered are left out, because a model never saw such a history; what the user said is always in it.
     */
    public List<Message> messages() {
        List<Message> messages = new ArrayList<>(started.messages());
        steps.forEach(step -> messages.addAll(messages(step)));
        return List.copyOf(messages);
    }

    /**
     * The calls whose results the caller must bring, since the run ended for them.
     *
     * @return none where it ended otherwise or goes on
     */
    public List<ToolCall> openCalls() {
        RecordedStep last = steps.isEmpty() ? null : steps.getLast();
        if (last == null
                || last.finishReason() == null
                || (finished != null && finished.outcome().kind() != Outcome.Kind.NEEDS_INPUT)) {
            return List.of();
        }
        return last.calls().stream()
                .filter(call -> last.resultOf(call.id()).isEmpty()
                        && started.callerTools().find(call.name()).isPresent())
                .toList();
    }

    /**
     * The conversation after the run and what the caller's tools came to, in the order of the calls.
     *
     * @param results of exactly the {@link #openCalls() open calls}
     * @throws IllegalArgumentException when one is missing, or is of no open call
     */
    public List<Message> messages(List<Message.Observation> results) {
        Map<String, Message.Observation> given = new LinkedHashMap<>();
        List<String> open = openCalls().stream().map(ToolCall::id).toList();
        for (Message.Observation result : results) {
            if (!open.contains(result.callId())) {
                throw new IllegalArgumentException("\"" + result.callId() + "\" is no call that waits for a result; "
                        + (open.isEmpty() ? "there are none" : "there are: " + String.join(", ", open)));
            }
            if (given.put(result.callId(), result) != null) {
                throw new IllegalArgumentException("call \"" + result.callId() + "\" has two results");
            }
        }
        List<String> missing =
                open.stream().filter(id -> !given.containsKey(id)).toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("these calls have no result: " + String.join(", ", missing));
        }
        if (open.isEmpty()) {
            return messages();
        }
        List<Message> messages = new ArrayList<>(started.messages());
        steps.subList(0, steps.size() - 1).forEach(step -> messages.addAll(messages(step)));
        RecordedStep last = steps.getLast();
        messages.add(new Message.Assistant(last.text(), last.calls()));
        for (ToolCall call : last.calls()) {
            Message.Observation brought = given.get(call.id());
            messages.add(
                    brought != null
                            ? brought
                            : last.resultOf(call.id()).orElseThrow().result().toObservation(call.id()));
        }
        return List.copyOf(messages);
    }

    /** What a step adds to the conversation. */
    static List<Message> messages(RecordedStep step) {
        List<Message> messages = new ArrayList<>();
        List<ToolCall> answered = step.calls().stream()
                .filter(call -> step.resultOf(call.id()).isPresent())
                .toList();
        if (step.turnComplete() || !step.text().isEmpty()) {
            messages.add(new Message.Assistant(step.text(), answered));
        }
        for (ToolCall call : answered) {
            messages.add(step.resultOf(call.id()).orElseThrow().result().toObservation(call.id()));
        }
        if (step.rejected() != null) {
            messages.add(Message.user(step.rejected()));
        }
        return List.copyOf(messages);
    }

    /** Puts the pieces of the step in hand together. */
    private static final class Reader {

        private final List<RecordedStep> steps = new ArrayList<>();
        private Compaction compaction = Compaction.NONE;
        private RunEvent.@Nullable RunFinished finished;
        private @Nullable Pieces step;

        void read(JournalEntry entry) {
            switch (entry.event()) {
                case RunEvent.RunStarted ignored -> {}
                case RunEvent.RunResumed ignored -> {
                    // What a turn had written when its process ended is written anew.
                    if (step != null && !step.turnComplete) {
                        step = null;
                    }
                }
                case RunEvent.StepStarted e -> {
                    closeStep();
                    step = new Pieces(e.step(), entry.at());
                }
                case RunEvent.ContextCompacted e -> compaction = e.compaction();
                case RunEvent.RunFinished e -> finished = e;
                case RunEvent.TextDelta e -> step().text.append(e.text());
                case RunEvent.ReasoningDelta e -> step().reasoning.append(e.text());
                case RunEvent.ToolCallStarted e -> step().call(e.callId(), e.name());
                case RunEvent.ToolCallArguments e -> step().arguments(e.callId(), e.piece());
                case RunEvent.UsageReported e -> step().turnEnded(e);
                case RunEvent.ApprovalRequested e -> step().asked(e);
                case RunEvent.ApprovalGiven e -> step().decisions.put(e.callId(), e.decision());
                case RunEvent.ToolCallExecuting e -> step().executing.put(e.callId(), e.arguments());
                case RunEvent.ToolCallFinished e -> step().results.add(e);
                case RunEvent.AnswerRejected e -> step().rejected = e.problem();
                case RunEvent.StepFinished e -> step().finishReason = e.finishReason();
            }
        }

        private Pieces step() {
            if (step == null) {
                throw new IllegalArgumentException("an event of a step stands outside of all steps");
            }
            return step;
        }

        void closeStep() {
            if (step != null) {
                steps.add(step.toStep());
                step = null;
            }
        }
    }

    /** A step of which more may come. */
    private static final class Pieces {

        private final int number;
        private final Instant at;
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder reasoning = new StringBuilder();
        private final Map<String, String> names = new LinkedHashMap<>();
        private final Map<String, StringBuilder> arguments = new LinkedHashMap<>();
        private final Map<String, String> executing = new LinkedHashMap<>();
        private final Map<String, RunEvent.ApprovalRequested> asked = new LinkedHashMap<>();
        private final Map<String, Decision> decisions = new LinkedHashMap<>();
        private final List<RunEvent.ToolCallFinished> results = new ArrayList<>();
        private Usage usage = Usage.NONE;
        private @Nullable TokenTrace tokens;
        private boolean turnComplete;
        private @Nullable FinishReason turnReason;
        private @Nullable FinishReason finishReason;
        private @Nullable String rejected;

        Pieces(int number, Instant at) {
            this.number = number;
            this.at = at;
        }

        void call(String id, String name) {
            names.put(id, name);
            arguments.put(id, new StringBuilder());
        }

        void arguments(String id, String piece) {
            arguments.computeIfAbsent(id, unknown -> new StringBuilder()).append(piece);
        }

        /** Where a call broke off and a person is asked whether to make it again, that decides from now on. */
        void asked(RunEvent.ApprovalRequested event) {
            asked.put(event.callId(), event);
            decisions.remove(event.callId());
            executing.remove(event.callId());
        }

        void turnEnded(RunEvent.UsageReported event) {
            usage = usage.plus(event.usage());
            tokens = event.tokens();
            turnReason = event.finishReason();
            turnComplete = true;
        }

        RecordedStep toStep() {
            List<ToolCall> calls = new ArrayList<>();
            names.forEach((id, name) -> calls.add(new ToolCall(
                    id, name, arguments.getOrDefault(id, new StringBuilder()).toString())));
            return new RecordedStep(
                    number,
                    at,
                    text.toString(),
                    reasoning.toString(),
                    turnComplete,
                    List.copyOf(calls),
                    Map.copyOf(executing),
                    Map.copyOf(asked),
                    Map.copyOf(decisions),
                    List.copyOf(results),
                    rejected,
                    usage,
                    tokens,
                    turnReason,
                    finishReason);
        }
    }
}
