package io.alltools.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepetitionTest {

    private final Repetition repetition = new Repetition();

    @Test
    void theSameCallWithTheSameResultCounts() {
        assertThat(add("a", "1", "x")).isEqualTo(1);
        assertThat(add("a", "1", "x")).isEqualTo(2);
        assertThat(repetition.goesOnWith(call("a", "1"))).isFalse();
        assertThat(add("a", "1", "x")).isEqualTo(3);
        assertThat(repetition.goesOnWith(call("a", "1"))).isTrue();
        assertThat(repetition.goesOnWith(call("a", "2"))).isFalse();
    }

    @Test
    void waitingForSomethingIsNoRepetition() {
        for (int i = 0; i < 10; i++) {
            assertThat(add("status", "{}", "still " + i)).isEqualTo(1);
        }
        assertThat(repetition.goesOnWith(call("status", "{}"))).isFalse();
    }

    @Test
    void jsonThatIsWrittenOtherwiseIsTheSameCall() {
        add("a", "{\"n\": 1}", "x");
        add("a", "{\"n\":1}", "x");
        assertThat(add("a", " { \"n\" : 1 } ", "x")).isEqualTo(3);
    }

    @Test
    void cyclesOfUpToFourCallsAreNoticed() {
        for (int length = 2; length <= 4; length++) {
            Repetition cycles = new Repetition();
            List<Integer> rounds = new ArrayList<>();
            for (int i = 0; i < 3 * length; i++) {
                rounds.add(cycles.add(call("t" + i % length, "1"), ToolResult.ok("x")));
            }
            assertThat(rounds.getLast()).as("length %d", length).isEqualTo(3);
            assertThat(cycles.goesOnWith(call("t0", "1"))).isTrue();
            assertThat(cycles.goesOnWith(call("t1", "1"))).isFalse();
        }
    }

    private int add(String name, String arguments, String result) {
        return repetition.add(call(name, arguments), ToolResult.ok(result));
    }

    private static ToolCall call(String name, String arguments) {
        return new ToolCall("id", name, arguments);
    }
}
