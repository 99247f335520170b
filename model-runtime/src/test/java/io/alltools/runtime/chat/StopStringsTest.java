package io.alltools.runtime.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StopStringsTest {

    @Test
    void aStopStringAcrossPiecesEndsTheText() {
        StopStrings stops = new StopStrings(List.of("END", "stop"));
        assertThat(stops.accept("one E")).isEqualTo("one ");
        assertThat(stops.accept("N")).isEmpty();
        assertThat(stops.accept("D two")).isEmpty();
        assertThat(stops.stopped()).isTrue();
        assertThat(stops.finish()).isEmpty();
    }

    @Test
    void aFalseBeginningIsGivenBack() {
        StopStrings stops = new StopStrings(List.of("aab"));
        assertThat(stops.accept("xaa")).isEqualTo("x");
        assertThat(stops.accept("a")).isEqualTo("a");
        assertThat(stops.accept("c")).isEqualTo("aac");
        assertThat(stops.accept("a")).isEmpty();
        assertThat(stops.finish()).isEqualTo("a");
        assertThat(stops.stopped()).isFalse();
    }

    @Test
    void theEarliestOfSeveralCounts() {
        StopStrings stops = new StopStrings(List.of("c", "b"));
        assertThat(stops.accept("abc")).isEqualTo("a");
    }

    @Test
    void theOneThatBeginsFirstCountsThoughAnotherInsideItIsCompleteBefore() {
        StopStrings stops = new StopStrings(List.of("bc", "abcd"));
        assertThat(stops.accept("xabc")).isEqualTo("x");
        assertThat(stops.stopped()).isFalse();
        assertThat(stops.accept("d")).isEmpty();
        assertThat(stops.stopped()).isTrue();

        StopStrings other = new StopStrings(List.of("bc", "abcd"));
        assertThat(other.accept("xabc")).isEqualTo("x");
        assertThat(other.accept("e")).isEqualTo("a");
        assertThat(other.stopped()).isTrue();

        StopStrings ending = new StopStrings(List.of("bc", "abcd"));
        assertThat(ending.accept("xabc") + ending.finish()).isEqualTo("xa");
        assertThat(ending.stopped()).isTrue();
    }

    @Test
    void thePrefixOfAnotherStopsAtOnce() {
        StopStrings stops = new StopStrings(List.of("\n\n", "\n\nUser:", "\n"));
        assertThat(stops.accept("answer")).isEqualTo("answer");
        assertThat(stops.accept("\n")).isEmpty();
        assertThat(stops.stopped()).isTrue();
    }

    @Test
    void everyPlaceAtWhichAStopStringIsSplitGivesTheSameText() {
        String text = "so 😀😁 ends";
        for (int i = 0; i <= text.length(); i++) {
            for (int j = i; j <= text.length(); j++) {
                StopStrings stops = new StopStrings(List.of("😁 e", "😀😀"));
                String out = stops.accept(text.substring(0, i))
                        + stops.accept(text.substring(i, j))
                        + stops.accept(text.substring(j))
                        + stops.finish();
                assertThat(out).isEqualTo("so 😀");
            }
        }
    }

    @Test
    void halfACharacterIsInNoText() {
        StopStrings stops = new StopStrings(List.of("\uDE00", "\uD83D", ""));
        assertThat(stops.accept("a😀b") + stops.finish()).isEqualTo("a😀b");
        assertThat(stops.stopped()).isFalse();
    }

    @Test
    void nothingIsHeldBackThatCantBeginAStopString() {
        StopStrings stops = new StopStrings(List.of("aXb"));
        assertThat(stops.accept("aX")).isEmpty();
        assertThat(stops.accept("aXa")).isEqualTo("aXaX");
        assertThat(stops.accept("c")).isEqualTo("ac");
    }

    @Test
    void randomTextInRandomPiecesEndsWhereTheFirstStopStringBegins() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 50_000; round++) {
            String text = word(random, random.nextInt(25));
            List<String> given = Stream.generate(() -> word(random, random.nextInt(1, 6)))
                    .limit(random.nextInt(1, 4))
                    .toList();
            int first = given.stream()
                    .mapToInt(text::indexOf)
                    .filter(at -> at >= 0)
                    .min()
                    .orElse(-1);
            StopStrings stops = new StopStrings(given);
            StringBuilder out = new StringBuilder();
            for (int from = 0; from < text.length(); ) {
                int to = random.nextInt(from, text.length() + 1);
                out.append(stops.accept(text.substring(from, to)));
                from = to;
                assertThat(text).startsWith(out);
            }
            out.append(stops.finish());
            assertThat(out.toString())
                    .as("%s in %s", given, text)
                    .isEqualTo(first < 0 ? text : text.substring(0, first));
            assertThat(stops.stopped()).isEqualTo(first >= 0);
        }
    }

    private static String word(SplittableRandom random, int length) {
        List<String> letters = List.of("a", "b", "a", "c", "😀", "😁");
        return random.ints(length, 0, letters.size()).mapToObj(letters::get).collect(Collectors.joining());
    }
}
