package io.alltools.trajectories.preference;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.ChatRequest;
import io.alltools.agent.Json;
import io.alltools.trajectories.SampleTrajectories;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.atif.TrajectoryText;
import io.alltools.trajectories.dataset.Trajectories;
import io.alltools.trajectories.export.PreferenceFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelfCritiqueTest {

    private static final Pattern SUM = Pattern.compile("(\\d+) \\+ (\\d+)");
    private static final SelfCritique SETTINGS = new SelfCritique(MathCritique.DEFAULT, 30, 7, 4, 3, 4, 1, 1, 64, 5);

    @TempDir
    Path folder;

    /** Adds, and is wrong or wordy at times. */
    private final Models.Chat model = new Models.Chat("adder", request -> {
        Matcher sum = SUM.matcher(request.messages().getLast().text());
        assertThat(sum.find()).isTrue();
        int right = Integer.parseInt(sum.group(1)) + Integer.parseInt(sum.group(2));
        return switch ((int) Math.floorMod(request.sampling().seed(), 5L)) {
            case 0 -> "It is " + right + ".";
            case 1 -> "it is  " + right + ".";
            case 2 -> "We add: " + right;
            case 3 -> "It is " + (right + 1) + ".";
            default -> "Unsure, " + (right - 1);
        };
    });

    /** Gives 8 where the reference is in the answer, else 2; forgets the score in the first attempt. */
    private final Models.Chat critic = new Models.Chat("critic", SelfCritiqueTest::judge);

    private static String judge(ChatRequest request) {
        assertThat(request.messages().getFirst().text()).contains("Score: N");
        String text = request.messages().getLast().text();
        String reference = between(text, "[Reference answer]\n", "\n\n[Answer to judge]\n");
        String answer = between(text, "[Answer to judge]\n", "\n\n[End of the answer]");
        if (request.sampling().temperature() == 0) {
            return "It is good, I think.";
        }
        return "The result is compared.\nScore: " + (answer.contains(reference) ? 8 : 2);
    }

    private static String between(String text, String from, String to) {
        return text.substring(text.indexOf(from) + from.length(), text.indexOf(to));
    }

    private static AtifTrajectory problem(int a, int b) {
        return SampleTrajectories.asked("What is " + a + " + " + b + "?")
                .says("whatever")
                .id("run_" + a)
                .extra("gold", Json.MAPPER.createArrayNode().add(String.valueOf(a + b)))
                .done();
    }

    private WorkLog asked(AtifTrajectory... problems) throws Exception {
        WorkLog log = WorkLog.open(folder.resolve("log.jsonl"), SETTINGS.settings(model, critic));
        SETTINGS.ask(Trajectories.of(List.of(problems)), model, critic, log, 4, done -> {});
        return log;
    }

    @Test
    void goodAnswersAreLearntEachOnce() throws Exception {
        try (WorkLog log = asked(problem(20, 22))) {
            List<AtifTrajectory> set = new ArrayList<>();

            SelfCritique.Report report = SETTINGS.fineTuningSet(log, set::add);

            assertThat(set.stream().map(TrajectoryText::answer))
                    .hasSize(2)
                    .contains("We add: 42")
                    .containsAnyOf("It is 42.", "it is  42.");
            assertThat(set).allSatisfy(record -> {
                assertThat(record.extra().path("reward").asDouble()).isEqualTo(7 / 9.0);
                assertThat(record.extra().at("/critique/text").asString()).isEqualTo("The result is compared.");
            });
            assertThat(report).isEqualTo(new SelfCritique.Report(1, 0, 5, 0, 2));
        }
    }

    @Test
    void theBestIsPreferredToTheWorst() throws Exception {
        try (WorkLog log = asked(problem(1, 2), problem(3, 4))) {
            List<PreferenceFormat.Pair> pairs = new ArrayList<>();

            SETTINGS.pairs(log, pairs::add);

            assertThat(pairs).hasSize(2).allSatisfy(pair -> {
                assertThat(pair.chosen().extra().at("/critique/score").asInt()).isEqualTo(8);
                assertThat(pair.rejected().extra().at("/critique/score").asInt())
                        .isEqualTo(2);
            });
            List<PreferenceFormat.Pair> strict = new ArrayList<>();
            new SelfCritique(MathCritique.DEFAULT, 30, 7, 4, 7, 4, 1, 1, 64, 5).pairs(log, strict::add);
            assertThat(strict).isEmpty();
        }
    }

    @Test
    void anAnswerWithoutAScoreIsCountedAndNotUsed() throws Exception {
        Models.Chat silent = new Models.Chat("silent", request -> "I would say\nScore: high");
        try (WorkLog log = WorkLog.open(folder.resolve("l"), SETTINGS.settings(model, silent))) {
            SETTINGS.ask(Trajectories.of(List.of(problem(1, 1))), model, silent, log, 1, done -> {});

            assertThat(SETTINGS.pairs(log, pair -> {})).isEqualTo(new SelfCritique.Report(1, 0, 5, 5, 0));
            assertThat(SETTINGS.fineTuningSet(log, record -> {}).written()).isZero();
            assertThat(silent.calls).hasValue(5 * 3);
        }
    }

    @ParameterizedTest
    @CsvSource({"'a\nScore: 7', 7", "'a\n**Score**: 10/10.', 10", "'a\nb\nScore：1\n\n', 1", "'a\n**Score: 3**', 3"})
    void aScoreInTheLastLineIsRead(String text, int score) {
        assertThat(MathCritique.parse(text))
                .hasValueSatisfying(critique -> assertThat(critique.score()).isEqualTo(score));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Score: 7",
                "a\nScore: 0",
                "a\nScore: 11",
                "a\nScore: 7.5",
                "a\nScore: 7 or 8",
                "Score: 7\nbecause",
                "a\nThe Score: 7",
                ""
            })
    void anythingElseIsNoScore(String text) {
        assertThat(MathCritique.parse(text)).isEmpty();
    }
}
