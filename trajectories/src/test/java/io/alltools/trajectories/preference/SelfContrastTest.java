package io.alltools.trajectories.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.alltools.agent.ChatRequest;
import io.alltools.agent.ModelException;
import io.alltools.trajectories.SampleTrajectories;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.atif.TrajectoryText;
import io.alltools.trajectories.dataset.Trajectories;
import io.alltools.trajectories.export.ExportOptions;
import io.alltools.trajectories.export.ExportResult;
import io.alltools.trajectories.export.PreferenceFormat;
import io.alltools.trajectories.export.TrajectoryFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfContrastTest {

    /** By the seed: the target's words, some of them, or none of them. */
    private static final List<String> ANSWERS = List.of(
            "the capital of France is Paris",
            "Paris is the capital of France",
            "the capital of France is Lyon",
            "the capital is a nice town",
            "I like turtles",
            "no idea at all",
            "");

    private static final SelfContrast SETTINGS = new SelfContrast(40, 0.75, 1, 16, 1, 1, 64, 7);

    @TempDir
    Path folder;

    private final Models.Chat model = new Models.Chat("tiny", SelfContrastTest::answer);
    private final Models.WordVectors embeddings = new Models.WordVectors();

    private static String answer(ChatRequest request) {
        assertThat(request.sampling().temperature()).isEqualTo(1);
        assertThat(request.messages().getLast().text()).startsWith("capital of France?");
        return ANSWERS.get((int) Math.floorMod(request.sampling().seed(), (long) ANSWERS.size()));
    }

    private static Trajectories targets(int count) {
        return Trajectories.of(IntStream.range(0, count)
                .mapToObj(i -> SampleTrajectories.asked("capital of France? " + i)
                        .calls("python", "{\"code\":\"1\"}", "1")
                        .says("The capital of France is Paris.")
                        .id("run_" + i)
                        .done())
                .map(SelfContrastTest::withoutCalls)
                .toList());
    }

    private static AtifTrajectory withoutCalls(AtifTrajectory trajectory) {
        return trajectory.withSteps(
                List.of(trajectory.steps().getFirst(), trajectory.steps().getLast()));
    }

    private WorkLog log() throws IOException {
        return WorkLog.open(folder.resolve("log.jsonl"), SETTINGS.settings(model, embeddings));
    }

    private static List<PreferenceFormat.Pair> pairs(SelfContrast settings, WorkLog log) throws IOException {
        List<PreferenceFormat.Pair> pairs = new ArrayList<>();
        settings.pairs(log, pairs::add);
        return pairs;
    }

    @Test
    void theAnswersLeastLikeTheTargetAreRejected() throws Exception {
        try (WorkLog log = log()) {
            SETTINGS.ask(targets(1), model, embeddings, log, 4, done -> {});

            List<PreferenceFormat.Pair> pairs = pairs(SETTINGS, log);

            assertThat(pairs)
                    .allSatisfy(pair -> assertThat(TrajectoryText.answer(pair.chosen()))
                            .isEqualTo("The capital of France is Paris."));
            // Of six different answers that are not empty the most similar one can't be rejected.
            assertThat(pairs.stream().map(pair -> TrajectoryText.answer(pair.rejected())))
                    .hasSize(5)
                    .contains("I like turtles", "no idea at all", "the capital of France is Lyon");
            assertThat(pairs(new SelfContrast(40, 0.75, 0.4, 16, 1, 1, 64, 7), log).stream()
                            .map(pair -> TrajectoryText.answer(pair.rejected())))
                    .containsExactlyInAnyOrder("I like turtles", "no idea at all");
            assertThat(pairs(new SelfContrast(40, 0.06, 1, 16, 1, 1, 64, 7), log))
                    .hasSize(2);
            assertThat(pairs(new SelfContrast(40, 0.75, 1, 3, 1, 1, 64, 7), log))
                    .hasSize(3);
        }
    }

    @Test
    void pairsCanBeExported() throws Exception {
        try (WorkLog log = log()) {
            SETTINGS.ask(targets(2), model, embeddings, log, 1, done -> {});
            PreferenceFormat format =
                    TrajectoryFormats.findPreference("trl-preference").orElseThrow();
            for (PreferenceFormat.Pair pair : pairs(SETTINGS, log)) {
                assertThat(format.of(pair, ExportOptions.STRICT)).isInstanceOf(ExportResult.Rows.class);
            }
        }
    }

    @Test
    void aRunThatWasEndedGoesOnWithoutLossOrDuplicates() throws Exception {
        AtomicInteger left = new AtomicInteger(100);
        Models.Chat failing = new Models.Chat("tiny", request -> {
            if (left.decrementAndGet() < 0) {
                throw new ModelException(ModelException.Kind.FAILED, "the model is gone");
            }
            return answer(request);
        });
        try (WorkLog log = log()) {
            assertThatExceptionOfType(ModelException.class)
                    .isThrownBy(() -> SETTINGS.ask(targets(6), failing, embeddings, log, 1, done -> {}))
                    .withMessage("the model is gone");
            assertThat(log.size()).isEqualTo(2);
        }
        // As a crash leaves it: within a line.
        Files.writeString(folder.resolve("log.jsonl"), "{\"key\":\"abc\",\"traj", StandardOpenOption.APPEND);
        try (WorkLog log = log()) {
            SETTINGS.ask(targets(6), model, embeddings, log, 3, done -> {});
            assertThat(model.calls).hasValue(4 * 40);
            List<String> ids = pairs(SETTINGS, log).stream()
                    .map(pair -> pair.chosen().trajectoryId())
                    .distinct()
                    .toList();
            assertThat(ids).containsExactly("run_0", "run_1", "run_2", "run_3", "run_4", "run_5");
            SETTINGS.ask(targets(6), model, embeddings, log, 3, done -> {});
            assertThat(model.calls).hasValue(4 * 40);
        }
    }

    @Test
    void theSameSeedGivesTheSameFileHoweverManyAreAskedAtATime() throws Exception {
        for (int concurrency : new int[] {1, 8}) {
            Path file = folder.resolve("log" + concurrency);
            try (WorkLog log = WorkLog.open(file, SETTINGS.settings(model, embeddings))) {
                SETTINGS.ask(targets(10), model, embeddings, log, concurrency, done -> {});
            }
        }
        assertThat(folder.resolve("log8")).hasSameTextualContentAs(folder.resolve("log1"));
    }

    @Test
    void otherSettingsNeedAnotherFile() throws Exception {
        log().close();

        assertThatIOException()
                .isThrownBy(() ->
                        WorkLog.open(folder.resolve("log.jsonl"), SelfContrast.DEFAULT.settings(model, embeddings)))
                .withMessageContaining("was made with the settings")
                .withMessageContaining("name another file");
    }

    @Test
    void recordsThatCannotBeAskedAboutAreCounted() throws Exception {
        Models.Chat small = new Models.Chat("tiny", request -> {
            throw ModelException.invalid("messages", "the prompt is too long");
        });
        Trajectories records = Trajectories.of(List.of(
                SampleTrajectories.asked("capital of France?").says("Paris").done(),
                SampleTrajectories.asked("no end")
                        .calls("python", "{\"code\":\"1\"}", "1")
                        .done(),
                SampleTrajectories.begin().done()));
        try (WorkLog log = log()) {
            SETTINGS.ask(records, small, embeddings, log, 2, done -> {});

            assertThat(SETTINGS.pairs(log, pair -> {})).isEqualTo(new SelfContrast.Report(3, 3, 0, 0));
        }
    }
}
