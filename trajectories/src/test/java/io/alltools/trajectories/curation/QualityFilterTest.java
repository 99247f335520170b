package io.alltools.trajectories.curation;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.trajectories.SampleTrajectories;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class QualityFilterTest {

    private static final List<String> WORDS = List.of(
            "river",
            "window",
            "garden",
            "yellow",
            "carry",
            "market",
            "stone",
            "winter",
            "paper",
            "music",
            "travel",
            "kitchen",
            "forest",
            "simple",
            "answer",
            "doctor",
            "letter",
            "bridge",
            "summer",
            "silver",
            "the",
            "of",
            "and",
            "that",
            "with",
            "harbour",
            "mountain",
            "number",
            "question",
            "reason");

    @Test
    void ordinaryProseIsKeptAndAShortAnswerIsNotJudged() {
        assertThat(judged("quality", prose(300))).isEqualTo("kept");
        assertThat(judged("quality", "42")).isEqualTo("kept");
        assertThat(judged("quality", "")).isEqualTo("kept");
        assertThat(judged("quality", "# ".repeat(49))).isEqualTo("kept");
        assertThat(judged("quality", "波恩的天气".repeat(5))).isEqualTo("kept");
    }

    @Test
    void eachRuleDropsWhatItIsFor() {
        assertThat(judged("quality", "a b c d e f g h the of ".repeat(10))).isEqualTo("word_length");
        assertThat(judged("quality", "incomprehensibilities antidisestablishmentarianism ".repeat(30)))
                .isEqualTo("word_length");
        assertThat(judged(
                        "quality",
                        prose(100)
                                .replace("the", "these")
                                .replace("of", "off")
                                .replace("and", "sand")
                                .replace("that", "hats")
                                .replace("with", "width")))
                .isEqualTo("stop_words");
        assertThat(judged("quality", prose(100) + "#".repeat(20))).isEqualTo("symbols");
        assertThat(judged("quality", prose(100) + " ... ".repeat(15))).isEqualTo("symbols");
        assertThat(judged("quality", bullets("- ", 20, ""))).isEqualTo("bullet_lines");
        assertThat(judged("quality", bullets("", 10, "…") + prose(200))).isEqualTo("ellipsis_lines");
        assertThat(judged("quality", prose(100) + " 12345".repeat(40))).isEqualTo("alphabetic_words");
        assertThat(judged("quality", (prose(20) + "\n").repeat(10))).isEqualTo("duplicate_lines");
        assertThat(judged("quality", prose(200) + " and that".repeat(60))).isEqualTo("top_sequence");
        assertThat(judged("quality:max-words=99", prose(100))).isEqualTo("too_many_words");
        assertThat(judged("quality:repetition=10", (prose(20) + "\n").repeat(10)))
                .isEqualTo("kept");
    }

    @Test
    void aLongRepeatedPassageIsRepetitionEvenWithinOneLine() {
        assertThat(judged("quality", prose(100) + " " + prose(100).substring(0, 300)))
                .isEqualTo("duplicate_sequences");
    }

    @Test
    void programsInFencesAreNotJudged() {
        assertThat(judged("quality", prose(100) + "\n```python\n" + "# # # #\n".repeat(200) + "```\n" + "Done."))
                .isEqualTo("kept");
    }

    @Test
    void chineseIsCountedByCharactersAndNotAskedForStopWords() {
        String chinese = IntStream.range(0, 120)
                .mapToObj(i -> "" + (char) (0x4E00 + i * 37))
                .collect(Collectors.joining());
        assertThat(judged("quality", chinese)).isEqualTo("kept");
        assertThat(judged("quality", chinese.substring(0, 6).repeat(30))).isEqualTo("top_sequence");
    }

    @Test
    void measuresAreThoseOfThePaper() {
        Prose prose = new Prose("one two three two three four\none two three\none two three\n\n- five…");
        assertThat(prose.wordCount()).isEqualTo(14);
        assertThat(prose.bulletLines()).isEqualTo(0.25);
        assertThat(prose.ellipsisLines()).isEqualTo(0.25);
        assertThat(prose.duplicateLines().share()).isEqualTo(0.25);
        assertThat(prose.duplicateLines().chars()).isCloseTo(13 / 61.0, Offset.offset(1e-9));
        // "two three" stands four times: 8 letters each, of 51 in all.
        assertThat(prose.topSequence(2)).isCloseTo(32 / 51.0, Offset.offset(1e-9));
        assertThat(new Prose("a b c d e a b c d e x").duplicateSequences(5)).isCloseTo(5 / 11.0, Offset.offset(1e-9));
        assertThat(new Prose("The cat, of AND that the").stopWords()).isEqualTo(4);
        assertThat(new Prose("").topSequence(2)).isZero();
        assertThat(new Prose("x").duplicateSequences(5)).isZero();
    }

    private static String prose(int words) {
        SplittableRandom random = new SplittableRandom(7);
        return IntStream.range(0, words)
                .mapToObj(i -> WORDS.get(random.nextInt(WORDS.size())))
                .collect(Collectors.joining(" "));
    }

    private static String bullets(String start, int lines, String end) {
        SplittableRandom random = new SplittableRandom(3);
        return IntStream.range(0, lines)
                .mapToObj(i -> start
                        + IntStream.range(0, 12)
                                .mapToObj(j -> WORDS.get(random.nextInt(WORDS.size())))
                                .collect(Collectors.joining(" "))
                        + end + "\n")
                .collect(Collectors.joining());
    }

    private static String judged(String stage, String text) {
        Verdict verdict = ((RecordStage) Stages.parse(stage).stage())
                .apply(SampleTrajectories.asked("Ask.").says(text).done());
        return verdict instanceof Verdict.Dropped dropped ? dropped.reason() : "kept";
    }
}
