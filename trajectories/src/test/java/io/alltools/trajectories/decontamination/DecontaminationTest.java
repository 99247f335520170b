package io.alltools.trajectories.decontamination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.alltools.agent.Json;
import io.alltools.trajectories.SampleTrajectories;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.curation.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class DecontaminationTest {

    private static final String TEN = "one two three four five six seven eight nine ten";

    @TempDir
    Path folder;

    private final List<Decontamination.Finding> findings = new ArrayList<>();

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private String reason(NgramIndex tests, AtifTrajectory trajectory) {
        return new Decontamination(tests, findings::add).apply(trajectory) instanceof Verdict.Dropped dropped
                ? dropped.reason()
                : "";
    }

    private static AtifTrajectory asked(String question, String answer, String... gold) {
        AtifTrajectory trajectory =
                SampleTrajectories.asked(question).says(answer).done();
        ObjectNode extra = trajectory.extra().deepCopy();
        for (String text : gold) {
            extra.withArray("gold").add(text);
        }
        return trajectory.withExtra(extra);
    }

    @Test
    void tenWordsInARowAreFoundInEachPartAndNamedWithFileAndLine() throws IOException {
        NgramIndex tests = NgramIndex.of(
                List.of(
                        file("a.jsonl", "{\"question\":\"something else\",\"answer\":\"x\"}\n"),
                        file("b.jsonl", "\n{\"meta\":{\"Question\":[\"Before " + TEN + " after\"]}}\n")),
                TestFields.USUAL);

        assertThat(reason(tests, asked("So: One, two, three four five six seven eight nine TEN!", "x")))
                .isEqualTo("instruction_in_b.jsonl");
        assertThat(reason(tests, asked("x", "x", "no", TEN))).isEqualTo("gold_in_b.jsonl");
        assertThat(reason(tests, asked("x", "It is " + TEN))).isEqualTo("answer_in_b.jsonl");
        assertThat(findings)
                .extracting(Decontamination.Finding::message)
                .contains("run_1: its gold is in " + folder.resolve("b.jsonl") + ", line 2");
    }

    @Test
    void nineWordsAreNoOverlap() throws IOException {
        NgramIndex tests = NgramIndex.of(List.of(file("a.txt", TEN + " eleven\n")), TestFields.USUAL);

        assertThat(reason(tests, asked("two three four five six seven eight nine ten", "x")))
                .isEmpty();
        assertThat(reason(tests, asked("two three four five six seven eight nine ten eleven", "x")))
                .isEqualTo("instruction_in_a.txt");
    }

    @Test
    void aShortQuestionCountsAsAWholeAndAShortAnswerNever() throws IOException {
        NgramIndex tests = NgramIndex.of(
                List.of(file("a.jsonl", "{\"question\":\"What is 6 * 7?\",\"answer\":\"42\"}")), TestFields.USUAL);

        assertThat(reason(tests, asked("what is 6*7", "x"))).isEqualTo("instruction_in_a.jsonl");
        assertThat(reason(tests, asked("What is 6 * 7 * 2?", "42", "42"))).isEmpty();
        assertThat(reason(tests, asked("42", "x"))).isEmpty();
    }

    @Test
    void scriptsWithoutSpacesAreComparedByCharacter() throws IOException {
        NgramIndex tests = NgramIndex.of(List.of(file("a.txt", "求函数的原函数并且写出完整的过程")), TestFields.USUAL);

        assertThat(reason(tests, asked("请你求函数的原函数并且写出来", "x"))).isEqualTo("instruction_in_a.txt");
    }

    @Test
    void fieldsCanBeNamed() throws IOException {
        Path file = file("a.jsonl", "{\"frage\":\"" + TEN + "\"}\n");

        assertThatIOException()
                .isThrownBy(() -> NgramIndex.of(List.of(file), TestFields.USUAL))
                .withMessageContaining("none of the fields")
                .withMessageContaining("a.jsonl");
        assertThat(reason(NgramIndex.of(List.of(file), new TestFields(Set.of("frage"), Set.of())), asked(TEN, "x")))
                .isEqualTo("instruction_in_a.jsonl");
    }

    @Test
    void aLineThatIsNotJsonIsNamed() throws IOException {
        Path file = file("a.jsonl", "{\"question\":\"q\"}\n{\"question\":\n");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> NgramIndex.of(List.of(file), TestFields.USUAL))
                .withMessageContaining("a.jsonl, line 2: not valid JSON");
    }

    @Test
    void moreThanFitsIsAnError() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("word").append(i).append(i % 50 == 49 ? "\n" : " ");
        }
        Path file = file("a.txt", text.toString());

        assertThat(NgramIndex.of(List.of(file), TestFields.USUAL).size()).isEqualTo(400 * 41);
        assertThatIOException()
                .isThrownBy(() -> NgramIndex.of(List.of(file), TestFields.USUAL, 10, 1000))
                .withMessageContaining("more than 1000 n-grams");
    }

    @Test
    void emptyFilesAndEmptyRecordsAreFine() throws IOException {
        NgramIndex tests = NgramIndex.of(List.of(file("a.jsonl", "")), TestFields.USUAL);

        assertThat(tests.size()).isZero();
        assertThat(reason(tests, SampleTrajectories.begin().done())).isEmpty();
        assertThat(Json.write(tests.size())).isEqualTo("0");
    }
}
