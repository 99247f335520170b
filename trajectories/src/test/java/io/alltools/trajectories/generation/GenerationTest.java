package io.alltools.trajectories.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatDelta;
import io.alltools.agent.ChatModel;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.FinishReason;
import io.alltools.agent.Json;
import io.alltools.agent.ModelException;
import io.alltools.agent.Usage;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.curation.RecordStage;
import io.alltools.trajectories.curation.Stages;
import io.alltools.trajectories.curation.Verdict;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.functions.FunctionsEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationTest {

    private static final GenerationSettings SETTINGS =
            GenerationSettings.DEFAULT.withSeed(1).withRollouts(2);

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("rollouts.jsonl");
    }

    private static Generation generation(GenerationSettings settings, Actor actor, int tasks) {
        return new Generation(List.of(TaskList.made(new Scale(0), settings, tasks)), settings, actor);
    }

    private List<AtifTrajectory> run(GenerationSettings settings, Actor actor, int tasks) throws Exception {
        Generation generation = generation(settings, actor, tasks);
        try (RolloutFile file = RolloutFile.open(file(), generation.settings())) {
            generation.run(file, 4, progress -> {});
        }
        return read();
    }

    private List<AtifTrajectory> read() throws IOException {
        return Files.readAllLines(file()).stream()
                .map(line -> Json.read(line, AtifTrajectory.class))
                .toList();
    }

    @Test
    void theOracleDoesEachTaskAsOftenAsWanted() throws Exception {
        List<AtifTrajectory> made = run(SETTINGS, new Actor.Oracle(), 20);

        assertThat(made).hasSize(40).allSatisfy(trajectory -> {
            assertThat(trajectory.extra().path("reward").asDouble()).isEqualTo(1);
            assertThat(trajectory.extra().path("environment").asString()).isEqualTo("scale");
            assertThat(trajectory.extra().path("actor").asString()).isEqualTo("oracle");
            assertThat(trajectory.extra().path("outcome").path("kind").asString())
                    .isEqualTo("answered");
        });
        assertThat(made)
                .extracting(trajectory -> trajectory.extra().path("task").asString() + "#"
                        + trajectory.extra().path("rollout").asInt())
                .doesNotHaveDuplicates();
    }

    @Test
    void theOracleRefusesATaskWhoseRightAnswerIsNotKnown() throws Exception {
        Path tasks = Files.writeString(
                folder.resolve("BFCL_v4_live_relevance.json"),
                "{\"id\": \"live_relevance_1-1-0\", \"question\": [[{\"role\": \"user\", \"content\": \"Ring\"}]],"
                        + " \"function\": [{\"name\": \"ring\", \"description\": \"Rings.\","
                        + " \"parameters\": {\"type\": \"dict\", \"properties\": {}}}]}");
        FunctionsEnvironment functions = new FunctionsEnvironment();
        Generation generation = new Generation(
                List.of(TaskList.of(functions, "file", functions.load(tasks, Split.TEST))),
                SETTINGS,
                new Actor.Oracle());

        try (RolloutFile file = RolloutFile.open(file(), generation.settings())) {
            assertThatThrownBy(() -> generation.run(file, 1, progress -> {}))
                    .isInstanceOf(GenerationException.class)
                    .hasMessage(
                            "the oracle can't do the task functions/test/live_relevance_1-1-0: which calls are right"
                                    + " is not known for tasks of the category relevance; expected a model as actor, or a file"
                                    + " without them");
            assertThat(file.size()).isZero();
        }
    }

    @Test
    void theThoughtStandsInFrontOfTheCall() throws Exception {
        AtifTrajectory.Step step = run(SETTINGS, new Actor.Oracle(), 1).getFirst().steps().stream()
                .filter(some -> some.toolCalls() != null)
                .findFirst()
                .orElseThrow();

        assertThat(step.message().asString()).isEqualTo("Most of it first.");
    }

    @Test
    void theSameSeedMakesTheSame() throws Exception {
        List<String> first = run(SETTINGS, new Actor.Oracle(), 10).stream()
                .map(GenerationTest::timeless)
                .sorted()
                .toList();
        Files.delete(file());
        Files.delete(RolloutFile.settings(file()));

        assertThat(run(SETTINGS, new Actor.Oracle(), 10))
                .extracting(GenerationTest::timeless)
                .containsExactlyInAnyOrderElementsOf(first);
    }

    private static String timeless(AtifTrajectory trajectory) {
        return Json.write(trajectory).replaceAll("\"timestamp\":\"[^\"]*\"|\"millis\":\\d+", "");
    }

    @Test
    void failuresAreSeenAndMended() throws Exception {
        List<AtifTrajectory> made = run(SETTINGS.withFailures(0.4), new Actor.Oracle(), 50);

        assertThat(made)
                .allSatisfy(trajectory ->
                        assertThat(trajectory.extra().path("reward").asDouble()).isEqualTo(1));
        List<String> kinds = made.stream()
                .flatMap(trajectory -> trajectory.steps().stream())
                .filter(step -> step.observation() != null)
                .flatMap(step -> step.observation().results().stream())
                .map(result -> result.extra().path("failure").asString(""))
                .filter(kind -> !kind.isEmpty())
                .distinct()
                .toList();
        assertThat(kinds).containsExactlyInAnyOrder("unavailable", "unknown_tool", "invalid_arguments");
    }

    @Test
    void aCutRolloutIsTakenOffAndMadeAgain() throws Exception {
        run(SETTINGS, new Actor.Oracle(), 5);
        String whole = Files.readString(file());
        Files.writeString(file(), whole.substring(0, whole.length() - 20));

        List<AtifTrajectory> made = run(SETTINGS, new Actor.Oracle(), 5);

        assertThat(made).hasSize(10).extracting(AtifTrajectory::trajectoryId).doesNotHaveDuplicates();
    }

    @Test
    void moreTasksAndRolloutsGoIntoTheSameFile() throws Exception {
        run(SETTINGS, new Actor.Oracle(), 5);

        assertThat(run(SETTINGS.withRollouts(3), new Actor.Oracle(), 7))
                .hasSize(21)
                .extracting(AtifTrajectory::trajectoryId)
                .doesNotHaveDuplicates();
    }

    @Test
    void otherSettingsAreRefused() throws Exception {
        run(SETTINGS, new Actor.Oracle(), 2);

        assertThatThrownBy(() -> run(SETTINGS.withSeed(2), new Actor.Oracle(), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was begun with seed 1 and can't go on with 2");
    }

    @Test
    void aFileOfSomethingElseIsLeftAlone() throws Exception {
        Files.writeString(file(), "my notes\n");

        assertThatThrownBy(() -> run(SETTINGS, new Actor.Oracle(), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was not begun by a generation");
        assertThat(file()).hasContent("my notes\n");
    }

    @Test
    void oneProcessWritesAtATime() throws Exception {
        Generation generation = generation(SETTINGS, new Actor.Oracle(), 1);
        try (RolloutFile ignored = RolloutFile.open(file(), generation.settings())) {
            assertThatThrownBy(() -> RolloutFile.open(file(), generation.settings()))
                    .hasMessageContaining("another generation is writing");
        }
    }

    @RepeatedTest(20)
    void aModelThatCanNotBeAskedEndsIt() throws Exception {
        Actor actor = new Actor.Model(new Speaker(request -> {
            throw new ModelException(ModelException.Kind.OVERLOADED, "no answer from the endpoint");
        }));

        assertThatThrownBy(() -> run(SETTINGS, actor, 100))
                .isInstanceOf(GenerationException.class)
                .hasMessageContaining("10 times in a row")
                .hasMessageContaining("no answer from the endpoint");
        assertThat(read()).isEmpty();
    }

    @Test
    void aModelActsByText() throws Exception {
        Actor actor = new Actor.Model(new Speaker(request -> {
            String last = request.messages().getLast().text();
            String target = request.messages().get(1).text().replaceAll("\\D", "");
            return last.startsWith("Observation:")
                    ? "Thought: That's it.\nFinal Answer: Done."
                    : "Thought: All at once.\nAction: put\nAction Input: {\"weight\": " + target
                            + "}\nObservation: The scale shows 1,000,000.";
        }));

        List<AtifTrajectory> made = run(SETTINGS.withForm(RolloutForm.REACT), actor, 3);

        assertThat(made).hasSize(6).allSatisfy(trajectory -> {
            assertThat(trajectory.extra().path("reward").asDouble()).isEqualTo(1);
            assertThat(trajectory.extra().path("tools")).isEmpty();
            assertThat(trajectory.steps())
                    .allSatisfy(step -> assertThat(step.toolCalls()).isNull());
        });
        List<String> texts = made.getFirst().steps().stream()
                .map(step -> step.message().asString())
                .toList();
        assertThat(texts.get(0)).contains("You have a scale.", "- put: Puts a weight", "Final Answer:");
        assertThat(texts.get(2)).startsWith("Thought: All at once.\nAction: put\nAction Input: {\"weight\": ");
        assertThat(texts.get(2)).doesNotContain("Observation");
        assertThat(texts.get(3)).startsWith("Observation: The scale shows ");
        assertThat(texts.get(4)).isEqualTo("Thought: That's it.\nFinal Answer: Done.");
    }

    @Test
    void theOracleActsByTextOneCallAtATime() throws Exception {
        List<AtifTrajectory> made = run(SETTINGS.withForm(RolloutForm.REACT).withFailures(0.3), new Actor.Oracle(), 30);

        assertThat(made).hasSize(60).allSatisfy(trajectory -> {
            assertThat(trajectory.extra().path("reward").asDouble()).isEqualTo(1);
            assertThat(trajectory.steps().getLast().message().asString())
                    .matches("(?s)Thought: .*\nFinal Answer: The scale shows \\d+\\.");
        });
        List<AtifTrajectory.Step> masked = made.stream()
                .map(trajectory -> ((RecordStage) Stages.parse("mask").stage()).apply(trajectory))
                .flatMap(verdict -> switch (verdict) {
                    case Verdict.Kept kept -> kept.trajectory().steps().stream();
                    case Verdict.Changed changed -> changed.trajectory().steps().stream();
                    case Verdict.Dropped ignored -> Stream.<AtifTrajectory.Step>empty();
                })
                .filter(step -> step.extra() != null && step.extra().has("failure"))
                .toList();
        assertThat(masked).isNotEmpty().noneMatch(AtifTrajectory.Step::isTrained);
    }

    @Test
    void anInterruptStopsItAndTheRestIsMadeLater() throws Exception {
        GenerationSettings settings = SETTINGS.withRollouts(1);
        Generation slow =
                new Generation(List.of(TaskList.made(new Scale(20), settings, 200)), settings, new Actor.Oracle());
        List<Integer> seen = new ArrayList<>();
        Thread running = Thread.currentThread();
        try (RolloutFile file = RolloutFile.open(file(), slow.settings())) {
            assertThatThrownBy(() -> slow.run(file, 4, progress -> {
                        seen.add(progress.done());
                        if (progress.done() >= 8) {
                            running.interrupt();
                        }
                    }))
                    .isInstanceOf(InterruptedException.class);
        }
        assertThat(Thread.interrupted()).isFalse();
        assertThat(seen.size()).isLessThan(150);

        assertThat(run(settings, new Actor.Oracle(), 200))
                .hasSize(200)
                .extracting(AtifTrajectory::trajectoryId)
                .doesNotHaveDuplicates();
    }

    /** Says what a function of the request gives. */
    private record Speaker(Function<ChatRequest, String> words) implements ChatModel {

        @Override
        public String name() {
            return "speaker";
        }

        @Override
        public int contextLength() {
            return 100_000;
        }

        @Override
        public int promptTokens(ChatRequest request) {
            return 1;
        }

        @Override
        public AssistantTurn generate(ChatRequest request, Consumer<ChatDelta> sink) {
            return new AssistantTurn(words.apply(request), "", List.of(), Usage.NONE, FinishReason.STOP);
        }
    }
}
