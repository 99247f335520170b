package io.alltools.web.responses;

import io.alltools.agent.FinishReason;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.RunEvent;
import io.alltools.agent.ToolResult;
import io.alltools.agent.Usage;
import io.alltools.web.store.ResponseRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A response as the events of its run make it, one after the other. Nothing but these and the record counts, so the
 * same events always give the same stream with the same numbers, and a stream can be taken up anywhere.
 *
 * <pre>{@code
 * ResponseFold fold = new ResponseFold(record);
 * for (JournalEntry entry : entries) {
 *     send(fold.add(entry));
 * }
 * ObjectNode response = fold.response();
 * }</pre>
 */
final class ResponseFold {

    private final ResponseRecord record;
    private final EventSink events = new EventSink();
    private final List<OutputItem> output = new ArrayList<>();

    /** What the model may cite: what was said before, and what its tools found since. */
    private final List<Message> known = new ArrayList<>();

    /** The calls of the step in hand, by their ids. */
    private final Map<String, CallItem> calls = new LinkedHashMap<>();

    private RunEvent.@Nullable RunStarted started;
    private Instant startedAt = Instant.EPOCH;
    private @Nullable Instant finishedAt;
    private ResponseState state;
    private Usage usage = Usage.NONE;

    /** What the model says or thinks just now. */
    private @Nullable WordsItem words;

    /** How many items were there before the step in hand. */
    private int before;

    private boolean turnComplete;
    private boolean cutOff;

    ResponseFold(ResponseRecord record) {
        this.record = record;
        this.state = record.background() ? ResponseState.QUEUED : ResponseState.IN_PROGRESS;
    }

    /** A response as it is after these events. */
    static ObjectNode response(ResponseRecord record, List<JournalEntry> entries) {
        ResponseFold fold = new ResponseFold(record);
        entries.forEach(fold::add);
        return fold.response();
    }

    /** The events of the stream that an event of the run makes. */
    List<ObjectNode> add(JournalEntry entry) {
        switch (entry.event()) {
            case RunEvent.RunStarted e -> begin(entry, e);
            case RunEvent.StepStarted ignored -> step();
            case RunEvent.RunResumed ignored -> resumed();
            case RunEvent.TextDelta e -> words(WordsItem.Sort.MESSAGE).add(e.text());
            case RunEvent.ReasoningDelta e -> words(WordsItem.Sort.REASONING).add(e.text());
            case RunEvent.ToolCallStarted e -> call(e.callId(), e.name());
            case RunEvent.ToolCallArguments e -> {
                CallItem call = calls.get(e.callId());
                if (call != null) {
                    call.add(e.piece());
                }
            }
            case RunEvent.UsageReported e -> turnEnded(e);
            case RunEvent.ContextCompacted ignored -> {}
            case RunEvent.ApprovalRequested ignored -> {}
            case RunEvent.ApprovalGiven ignored -> {}
            case RunEvent.ToolCallExecuting e -> {
                CallItem call = calls.get(e.callId());
                if (call != null) {
                    call.executing(e.arguments());
                }
            }
            case RunEvent.ToolCallFinished e -> finished(e);
            case RunEvent.AnswerRejected ignored -> dropWords();
            case RunEvent.StepFinished ignored -> endWords();
            case RunEvent.RunFinished e -> end(entry, e);
        }
        return events.take();
    }

    /** The number that the next event gets. */
    long next() {
        return events.next();
    }

    boolean isOver() {
        return finishedAt != null;
    }

    /** The response as it is now. */
    ObjectNode response() {
        if (started == null) {
            throw new IllegalStateException("a response begins with the start of its run");
        }
        return ResponseJson.of(record, started, startedAt, state, output, usage, finishedAt);
    }

    private void begin(JournalEntry entry, RunEvent.RunStarted start) {
        started = start;
        startedAt = entry.at();
        known.addAll(start.messages());
        events.event("response.created").set("response", response());
        events.event(record.background() ? "response.queued" : "response.in_progress")
                .set("response", response());
    }

    private void step() {
        calls.clear();
        before = output.size();
        turnComplete = false;
        cutOff = false;
        if (state.status() == ResponseState.Status.QUEUED) {
            state = ResponseState.IN_PROGRESS;
            events.event("response.in_progress").set("response", response());
        }
    }

    /** A turn that was not complete is written anew. */
    private void resumed() {
        if (!turnComplete) {
            output.subList(before, output.size()).forEach(OutputItem::drop);
            before = output.size();
            calls.clear();
            words = null;
        }
    }

    private WordsItem words(WordsItem.Sort sort) {
        WordsItem now = words;
        if (now == null || now.sort() != sort) {
            endWords();
            now = new WordsItem(events, nextId(sort.prefix), output.size(), sort);
            output.add(now);
            words = now;
        }
        return now;
    }

    private void endWords() {
        WordsItem now = words;
        if (now != null) {
            words = null;
            now.end(
                    cutOff ? OutputItem.Status.INCOMPLETE : OutputItem.Status.COMPLETED,
                    now.sort() == WordsItem.Sort.MESSAGE ? Annotations.of(now.text(), known) : List.of());
        }
    }

    private void dropWords() {
        if (words != null) {
            words.drop();
            words = null;
        }
    }

    private void call(String callId, String name) {
        endWords();
        HostedTool hosted = isCallers(name) ? null : HostedTool.ofTool(name).orElse(null);
        CallItem call = hosted == null
                ? new FunctionItem(events, nextId("fc"), output.size(), callId, name)
                : new HostedItem(events, nextId(hosted.prefix), output.size(), hosted, record.sessionId());
        output.add(call);
        calls.put(callId, call);
    }

    private boolean isCallers(String name) {
        return started != null && started.callerTools().find(name).isPresent();
    }

    private String nextId(String prefix) {
        return ResponseIds.item(prefix, record.runId(), Integer.toString(output.size()));
    }

    private void turnEnded(RunEvent.UsageReported event) {
        usage = usage.plus(event.usage());
        turnComplete = true;
        cutOff = event.finishReason() == FinishReason.LENGTH;
        // A message that ends the turn may be rejected yet.
        if (words != null && (cutOff || !calls.isEmpty() || words.sort() == WordsItem.Sort.REASONING)) {
            endWords();
        }
        for (CallItem call : calls.values()) {
            if (cutOff) {
                call.breakOff();
            } else {
                call.written();
            }
        }
    }

    private void finished(RunEvent.ToolCallFinished event) {
        known.add(event.result().toObservation(event.callId()));
        CallItem call = calls.get(event.callId());
        if (call == null || (call instanceof HostedItem && call.isDone())) {
            return;
        }
        call.finished(event.result());
        if (call instanceof FunctionItem function) {
            output.add(new FunctionOutputItem(
                    events, nextId("fco"), output.size(), function.callId(), text(event.result(), event.callId())));
        }
    }

    private static String text(ToolResult result, String callId) {
        return result.toObservation(callId).text();
    }

    private void end(JournalEntry entry, RunEvent.RunFinished event) {
        if (words != null) {
            words.breakOff();
            words = null;
        }
        output.stream().filter(item -> !item.isDone()).forEach(OutputItem::breakOff);
        boolean callsAreOpen = calls.values().stream()
                .anyMatch(call -> call instanceof FunctionItem function && !function.isAnswered());
        state = ResponseState.of(
                event.outcome(), cutOff, event.outcome().kind() == Outcome.Kind.NEEDS_INPUT && callsAreOpen);
        finishedAt = entry.at();
        events.event(state.lastEvent()).set("response", response());
    }
}
