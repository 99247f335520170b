package io.alltools.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnEventsTest {

    private final List<RunEvent> events = new ArrayList<>();
    private final TurnEvents turn = new TurnEvents(
            new EventLog("run_1", RunJournal.none(), entry -> events.add(entry.event()), Clock.systemUTC(), 0),
            1,
            new HashSet<>(),
            Checks.NONE);

    @Test
    void theFirstPieceIsToldAtOnceAndFastOnesTogether() {
        turn.accept(new ChatDelta.Text("0 "));
        assertThat(events).containsExactly(new RunEvent.TextDelta(1, "0 "));
        StringBuilder all = new StringBuilder("0 ");
        for (int i = 1; i < 10_000; i++) {
            turn.accept(new ChatDelta.Text(i + " "));
            all.append(i).append(' ');
        }
        turn.flush();
        assertThat(events).hasSizeLessThan(1000);
        StringBuilder told = new StringBuilder();
        events.forEach(event -> told.append(((RunEvent.TextDelta) event).text()));
        assertThat(told).hasToString(all.toString());
    }

    @Test
    void piecesKeepTheirOrderAndTheirKind() {
        turn.accept(new ChatDelta.Reasoning("Hm"));
        turn.accept(new ChatDelta.Reasoning("m"));
        turn.accept(new ChatDelta.Text("So"));
        turn.accept(new ChatDelta.CallStarted(0, "c1", "add"));
        turn.accept(new ChatDelta.CallArguments(0, "{"));
        turn.accept(new ChatDelta.CallStarted(1, "c2", "add"));
        turn.accept(new ChatDelta.CallArguments(0, "}"));
        turn.accept(new ChatDelta.CallArguments(1, "{}"));
        turn.flush();
        StringBuilder told = new StringBuilder();
        for (RunEvent event : events) {
            told.append(
                    switch (event) {
                        case RunEvent.ReasoningDelta e -> e.text();
                        case RunEvent.TextDelta e -> "|" + e.text();
                        case RunEvent.ToolCallStarted e -> "|" + e.callId();
                        case RunEvent.ToolCallArguments e -> "|" + e.callId() + e.piece();
                        default -> throw new AssertionError(event);
                    });
        }
        assertThat(told).hasToString("Hmm|So|c1|c1{|c2|c1}|c2{}");
    }
}
