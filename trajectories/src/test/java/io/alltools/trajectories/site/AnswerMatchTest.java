package io.alltools.trajectories.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerMatchTest {

    @Test
    void caseArticlesPunctuationAndSpacesDoNotCount() {
        assertThat(match("The  Old-Bridge, (built)!", "oldbridge built")).isEqualTo(new AnswerMatch(true, 1));
        assertThat(match("An apple", "apple").exact()).isTrue();
        assertThat(match("Theatre", "atre").exact()).isFalse();
        assertThat(match("Route\u00A0du\tLac", "route du lac").exact()).isTrue();
    }

    @Test
    void f1IsThatOfTheWords() {
        AnswerMatch match = match("Denver Broncos team", "the Denver Broncos");
        assertThat(match.exact()).isFalse();
        // Precision 2/3, recall 1.
        assertThat(match.f1()).isCloseTo(0.8, within(1e-9));
        assertThat(match("red red", "red").f1()).isCloseTo(2 / 3.0, within(1e-9));
        assertThat(match("", "red").f1()).isZero();
        assertThat(match("blue", "red").f1()).isZero();
    }

    @Test
    void numbersAreNumbers() {
        assertThat(match("1,200", "1200").exact()).isTrue();
        assertThat(match("1200.00 euros", "1,200 euros").exact()).isTrue();
        assertThat(match("3.50", "3.5").exact()).isTrue();
        assertThat(match("35", "3.5").exact()).isFalse();
        assertThat(match("12,00", "1200").exact()).as("as SQuAD has it").isTrue();
        assertThat(match("1.2.3", "1.2.3").exact()).isTrue();
        assertThat(match("9".repeat(100_000) + ".5", "1").exact()).isFalse();
    }

    @Test
    void aHostileAnswerTakesNoTime() {
        long start = System.nanoTime();
        for (String hostile : List.of("\n", " ", "*", "1,111", "1.", "Answer", "【")) {
            assertThat(match(hostile.repeat(1_000_000), "x").exact()).isFalse();
        }
        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    }

    @Test
    void theBestOfSeveralRightAnswersCounts() {
        assertThat(AnswerMatch.of("45", List.of("45 euros", "45"))).isEqualTo(new AnswerMatch(true, 1));
        assertThat(AnswerMatch.of("45 of them", List.of("45 euros", "45")).f1()).isCloseTo(0.5, within(1e-9));
    }

    private static AnswerMatch match(String said, String right) {
        return AnswerMatch.of(said, List.of(right));
    }
}
