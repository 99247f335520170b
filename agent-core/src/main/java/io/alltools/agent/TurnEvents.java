package io.alltools.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns the pieces of a model's turn into events. Calls are known by index there and by id here, and an id that the
 * conversation has already is given another name. Where the output is checked, a piece is told once the checks have
 * decided about it: while the model writes where they can, else with the whole turn.
 */
final class TurnEvents implements Consumer<ChatDelta> {

    private final PacedEvents events;
    private final int step;
    private final Set<String> callIds;
    private final Checks checks;

    private final Map<Integer, String> idsByIndex = new HashMap<>();
    private final boolean inPieces;
    private final Stretch text = new Stretch(RunEvent.TextDelta::new);
    private final Stretch reasoning = new Stretch(RunEvent.ReasoningDelta::new);

    /** @param callIds of the conversation; those of this turn are added */
    TurnEvents(EventLog log, int step, Set<String> callIds, Checks checks) {
        this.events = new PacedEvents(log);
        this.step = step;
        this.callIds = callIds;
        this.checks = checks;
        this.inPieces = checks.sieve().isPresent();
    }

    /**
     * A turn as the events tell it.
     *
     * @param refused why a check did not let its text pass; null when all did
     */
    record Complete(AssistantTurn turn, @Nullable String refused) {}

    @Override
    public void accept(ChatDelta delta) {
        if (!inPieces) {
            // A turn that is refused must leave nothing behind, its calls neither.
            return;
        }
        switch (delta) {
            case ChatDelta.Text t -> {
                reasoning.end();
                text.add(t.text());
            }
            case ChatDelta.Reasoning r -> {
                text.end();
                reasoning.add(r.text());
            }
            case ChatDelta.CallStarted c -> {
                reasoning.end();
                text.end();
                events.emit(new RunEvent.ToolCallStarted(step, id(c.index(), c.id()), c.name()));
            }
            case ChatDelta.CallArguments a -> {
                String id = idsByIndex.get(a.index());
                if (id != null) {
                    events.tell(piece -> new RunEvent.ToolCallArguments(step, id, piece), a.piece());
                }
            }
            // A run records the tokens of its turns as a whole.
            case ChatDelta.Token ignored -> {}
        }
    }

    /** Tells what still waits; called also when the turn breaks off. */
    void flush() {
        events.flush();
    }

    /** Tells what was not told piece by piece, and gives the turn the ids that the events have. */
    Complete complete(AssistantTurn turn) {
        if (inPieces) {
            reasoning.end();
            text.end();
            reasoning.addUnlessHeard(turn.reasoning());
            text.addUnlessHeard(turn.text());
        } else {
            Checks.Finding words = checks.output(turn.text());
            if (words instanceof Checks.Finding.Refuse refuse) {
                return new Complete(withoutWords(turn), refuse.reason());
            }
            reasoning.tell(passed(checks.output(turn.reasoning()), turn.reasoning()));
            text.tell(passed(words, turn.text()));
        }
        events.flush();
        List<ToolCall> calls = new ArrayList<>();
        for (int i = 0; i < turn.calls().size(); i++) {
            ToolCall call = turn.calls().get(i);
            boolean told = idsByIndex.containsKey(i);
            ToolCall named = new ToolCall(id(i, call.id()), call.name(), call.arguments());
            calls.add(named);
            if (!told) {
                events.emit(new RunEvent.ToolCallStarted(step, named.id(), named.name()));
                events.emit(new RunEvent.ToolCallArguments(step, named.id(), named.arguments()));
            }
        }
        return new Complete(
                new AssistantTurn(
                        checks.output().isEmpty() ? turn.text() : text.told.toString(),
                        checks.output().isEmpty() ? turn.reasoning() : reasoning.told.toString(),
                        List.copyOf(calls),
                        turn.usage(),
                        turn.finishReason(),
                        turn.logprobs(),
                        turn.tokens()),
                null);
    }

    private static String passed(Checks.Finding finding, String words) {
        return switch (finding) {
            case Checks.Finding.Pass ignored -> words;
            case Checks.Finding.Replace replace -> replace.text();
            case Checks.Finding.Refuse ignored -> "";
        };
    }

    private static AssistantTurn withoutWords(AssistantTurn turn) {
        return new AssistantTurn("", "", List.of(), turn.usage(), turn.finishReason());
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

    /** Words of one sort, up to a piece of another. */
    private final class Stretch {

        private final BiFunction<Integer, String, RunEvent> event;
        private final StringBuilder told = new StringBuilder();
        private Checks.@Nullable Sieve sieve;
        private boolean heard;

        Stretch(BiFunction<Integer, String, RunEvent> event) {
            this.event = event;
        }

        void add(String piece) {
            heard = true;
            if (sieve == null) {
                sieve = checks.sieve().orElseThrow();
            }
            tell(sieve.add(piece));
        }

        void end() {
            if (sieve != null) {
                tell(sieve.end());
                sieve = null;
            }
        }

        /** For a model that does not say it in pieces. */
        void addUnlessHeard(String whole) {
            if (!heard) {
                add(whole);
                end();
            }
        }

        void tell(String words) {
            if (!words.isEmpty()) {
                told.append(words);
                events.tell(text -> event.apply(step, text), words);
            }
        }
    }
}
