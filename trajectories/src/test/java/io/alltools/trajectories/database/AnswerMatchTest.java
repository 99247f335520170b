package io.alltools.trajectories.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What AgentBench's {@code compare_results} says of the same pairs. */
class AnswerMatchTest {

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
                    1174         | 1174.0     | true
                    12.5         | 12.509     | true
                    12.5         | 12.52      | false
                    1,174        | 1174       | true
                    45%          | 45         | true
                    None         | 0          | true
                    ''           | NULL       | true
                    undefined    | nan        | true
                    0            | null       | true
                    'Paris'      | Paris      | true
                    paris        | Paris      | false
                    2 goals      | 2          | false
                    1e3          | 1000       | true
                    1_000        | 1000       | true
                    .5           | 0.5        | true
                    0x10         | 16         | false
                    1f           | 1          | false
                    Lisbon, PT   | Lisbon PT  | true
                    +inf         | +inf       | false
                    """)
    void oneAnswer(String answer, String label, boolean same) {
        assertThat(AnswerMatch.same(List.of(answer), List.of(label))).isEqualTo(same);
    }

    @Test
    void severalAnswersAreInAnyOrder() {
        assertThat(AnswerMatch.same(List.of("b", "a"), List.of("a", "b"))).isTrue();
        assertThat(AnswerMatch.same(List.of("a"), List.of("a", "b"))).isFalse();
        assertThat(AnswerMatch.same(List.of("a", "b", "c"), List.of("a", "b"))).isFalse();
        // The published comparison is of sets.
        assertThat(AnswerMatch.same(List.of("a", "a", "b"), List.of("a", "b"))).isTrue();
    }

    @Test
    void severalNumbersMatchOneToOne() {
        assertThat(AnswerMatch.same(List.of("2.004", "1"), List.of("1.0", "2"))).isTrue();
        assertThat(AnswerMatch.same(List.of("1", "1"), List.of("1", "2"))).isFalse();
        assertThat(AnswerMatch.same(List.of("1", "1"), List.of("1"))).isFalse();
        assertThat(AnswerMatch.same(List.of("None", "3"), List.of("0", "3"))).isTrue();
    }

    @Test
    void nothingMatchesOnlyNothing() {
        assertThat(AnswerMatch.same(List.of(), List.of())).isTrue();
        assertThat(AnswerMatch.same(List.of(), List.of("0"))).isFalse();
        assertThat(AnswerMatch.same(List.of("a"), List.of())).isFalse();
    }

    @Test
    void longAnswersAreComparedInNoTime() {
        String digits = "1".repeat(200_000) + "x";
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(2),
                () -> assertThat(AnswerMatch.same(List.of(digits, "1_".repeat(100_000)), List.of("1", "2")))
                        .isFalse());
    }
}
