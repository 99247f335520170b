package io.alltools.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CitationTest {

    private static final Source PAGE = new Source("https://a.example/", "A");

    @Test
    void citationsAreResolvedThroughTheRun() {
        List<Message> messages = List.of(
                Message.user("?"),
                observation(new Passage("browser_result", Part.text("hits"))),
                observation(
                        new Passage("quote_result [7†source]", Part.text("seven"), PAGE),
                        new Passage(
                                "quote_result [8†source]", Part.text("eight"), new Source("https://b.example/", "B"))));
        RunResult result = new RunResult(
                Outcome.ANSWERED,
                "B is so【8†source】, A too【7†source】【8†source】, but not 【99†source】.",
                messages,
                Usage.NONE,
                Spent.NOTHING);
        assertThat(result.citations())
                .containsExactly(
                        new Citation(8, new Source("https://b.example/", "B"), "eight"),
                        new Citation(7, PAGE, "seven"));
    }

    @Test
    void aPassageKeepsItsSourceInJsonAndOldOnesHaveNone() {
        Passage passage = new Passage("quote_result [7†source]", Part.text("seven"), PAGE);
        assertThat(Json.read(Json.write(passage), Passage.class)).isEqualTo(passage);
        Passage plain = Passage.of("x");
        assertThat(Json.write(plain)).doesNotContain("source");
        assertThat(Json.read(Json.write(plain), Passage.class)).isEqualTo(plain);
    }

    private static Message observation(Passage... passages) {
        return new Message.Observation("c", List.of(passages), Trust.UNTRUSTED);
    }
}
