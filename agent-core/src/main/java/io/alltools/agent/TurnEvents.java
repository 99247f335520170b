package io.alltools.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns the pieces of a model's turn into events. Calls are known by index there and by id here, and an id that the
 * conversation has already is given another name. Where the output is checked, text waits until it is complete.
 *
 * <p>Each event is a commit, which takes about a millisecond, so a fast model's pieces are told together.
 */
final class TurnEvents implements Consumer<ChatDelta> {

    /** What comes within this time after an event waits for the next piece behind it; slower ones are told at once. */
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final EventLog log;
    private final int step;
    private final Set<String> callIds;
    private final Checks checks;

    private final Map<Integer, String> idsByIndex = new HashMap<>();
    private final StringBuilder pieces = new StringBuilder();
    private @Nullable Function<String, RunEvent> kind;
    private long toldAt = System.nanoTime() - PACE_NANOS;
    private boolean spoke;
    private boolean reasoned;

    /** @param callIds of the conversation; those of this turn are added */
    TurnEvents(EventLog log, int step, Set<String> callIds, Checks checks) {
        this.log = log;
        this.step = step;
        this.callIds = callIds;
        this.checks = checks;
    }

    /**
     * A turn as the events tell it.
     *
     * @param refused why a check did not let its text pass; null when all did
     */
    record Complete(AssistantTurn turn, @Nullable String refused) {}

    @Override
    public void accept(ChatDelta delta) {
        switch (delta) {
            case ChatDelta.Text t -> {
                if (checks.output().isEmpty()) {
                    spoke = true;
                    tell(text -> new RunEvent.TextDelta(step, text), t.text());
                }
            }
            case ChatDelta.Reasoning r -> {
                if (checks.output().isEmpty()) {
                    reasoned = true;
                    tell(text -> new RunEvent.ReasoningDelta(step, text), r.text());
                }
            }
            case ChatDelta.CallStarted c -> {
                flush();
                log.emit(new RunEvent.ToolCallStarted(step, id(c.index(), c.id()), c.name()));
            }
            case ChatDelta.CallArguments a -> {
                String id = idsByIndex.get(a.index());
                if (id != null) {
                    tell(piece -> new RunEvent.ToolCallArguments(step, id, piece), a.piece());
                }
            }
        }
    }

    /** Pieces of one kind behind each other are one event. */
    private void tell(Function<String, RunEvent> event, String piece) {
        if (kind != null && !kind.apply("").equals(event.apply(""))) {
            flush();
        }
        kind = event;
        pieces.append(piece);
        if (System.nanoTime() - toldAt >= PACE_NANOS) {
            flush();
        }
    }

    /** Tells what still waits; called also when the turn breaks off. */
    void flush() {
        if (kind != null) {
            RunEvent event = kind.apply(pieces.toString());
            kind = null;
            pieces.setLength(0);
            log.emit(event);
            toldAt = System.nanoTime();
        }
    }

    /** Tells what was not told piece by piece, and gives the turn the ids that the events have. */
    Complete complete(AssistantTurn turn) {
        flush();
        String text = turn.text();
        String reasoning = turn.reasoning();
        if (!checks.output().isEmpty()) {
            switch (checks.output(text)) {
                case Checks.Finding.Pass ignored -> {}
                case Checks.Finding.Replace replace -> text = replace.text();
                case Checks.Finding.Refuse refuse -> {
                    return new Complete(turn, refuse.reason());
                }
            }
            switch (checks.output(reasoning)) {
                case Checks.Finding.Pass ignored -> {}
                case Checks.Finding.Replace replace -> reasoning = replace.text();
                case Checks.Finding.Refuse ignored -> reasoning = "";
            }
        }
        if (!reasoned && !reasoning.isEmpty()) {
            log.emit(new RunEvent.ReasoningDelta(step, reasoning));
        }
        if (!spoke && !text.isEmpty()) {
            log.emit(new RunEvent.TextDelta(step, text));
        }
        List<ToolCall> calls = new ArrayList<>();
        for (int i = 0; i < turn.calls().size(); i++) {
            ToolCall call = turn.calls().get(i);
            boolean told = idsByIndex.containsKey(i);
            ToolCall named = new ToolCall(id(i, call.id()), call.name(), call.arguments());
            calls.add(named);
            if (!told) {
                log.emit(new RunEvent.ToolCallStarted(step, named.id(), named.name()));
                log.emit(new RunEvent.ToolCallArguments(step, named.id(), named.arguments()));
            }
        }
        return new Complete(
                new AssistantTurn(
                        text, reasoning, List.copyOf(calls), turn.usage(), turn.finishReason(), turn.logprobs()),
                null);
    }

    private String id(int index, String wanted) {
        return idsByIndex.computeIfAbsent(index, unknown -> {
            String id = wanted;
            for (int i = 2; !callIds.add(id); i++) {
                id = wanted + "_" + i;
            }
            return id;
        });
    }
}
