package io.alltools.trajectories.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.trajectories.environment.Attempt;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Play;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import io.alltools.trajectories.environment.Unusable;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MathEnvironmentTest {

    private static final String LINE = """
            {"question": "A shelf has 6 rows of 8 jars. Half of them are sold. How many are left?", "answer": "There are \
            6*8=<<6*8=48>>48 jars.\\n48/2=<<48/2=24>>24 are left.\\n#### 24"}
            """;

    private final Calculator calculator = new Calculator();
    private final MathEnvironment environment = new MathEnvironment(calculator);

    @TempDir
    Path folder;

    @Test
    void aProblemThatAnotherWritesHasTheAnswerThatItsProgramPrints() {
        for (int number = 0; number < 50; number++) {
            Task world = environment.task(Split.TRAIN, 5, number);

            Task written =
                    environment.authored(world, "math/train/written/5/0", "The same?", environment.goldOf(world));

            assertThat(new BigDecimal(written.gold().getFirst()))
                    .isEqualByComparingTo(world.gold().getFirst());
            try (Episode episode = environment.reset(written)) {
                assertThat(episode.score(Play.expert(episode)).reward()).isEqualTo(1);
            }
        }
        assertThat(new HashSet<>(calculator.ended)).as("sessions, each ended").hasSizeGreaterThan(100);
    }

    @Test
    void aProgramThatPrintsNoNumberIsRefused() {
        Task world = environment.task(Split.TRAIN, 5, 0);

        assertThatThrownBy(() -> environment.authored(world, "math/train/written/5/0", "What?", "x = 3"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the program's last line is \"\": expected a number with at most 6 decimals");
        assertThatThrownBy(() -> environment.authored(world, "math/train/written/5/0", "What?", "print(1 / 3)"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"0.333333333");
    }

    /** The code computes what the story's own arithmetic found. */
    @Test
    void theExpertIsAlwaysRight() {
        Set<String> plans = new TreeSet<>();
        for (int number = 0; number < 200; number++) {
            Task task = environment.task(Split.TRAIN, 7, number);
            try (Episode episode = environment.reset(task)) {
                Attempt attempt = Play.expert(episode);
                var score = episode.score(attempt);
                assertThat(score.reward()).as(task + " " + score.reason()).isEqualTo(1);
                List<String> printed = attempt.messages().stream()
                        .filter(Message.Observation.class::isInstance)
                        .map(Message::text)
                        .toList();
                assertThat(printed).as(task.toString()).hasSize(1);
                assertThat(new BigDecimal(printed.get(0)))
                        .as(task.toString())
                        .isEqualByComparingTo(task.gold().get(0));
                assertThat(new BigDecimal(task.gold().get(0)))
                        .as(task.toString())
                        .isPositive();
            }
            plans.add(task.data().path("code").asString().replaceAll("[0-9.]+", "n"));
        }
        assertThat(plans).hasSize(16);
    }

    @Test
    void wrongAnswersWinNothing() {
        for (int number = 0; number < 50; number++) {
            Task task = environment.task(Split.TEST, 1, number);
            BigDecimal right = new BigDecimal(task.gold().get(0));
            assertThat(reward(task, "#### " + right.add(BigDecimal.ONE))).isZero();
            assertThat(reward(task, "#### " + right.negate())).isZero();
            assertThat(reward(task, "#### " + right.add(new BigDecimal("0.001"))))
                    .isZero();
            assertThat(reward(task, "The answer is " + right)).isZero();
            assertThat(reward(task, "#### " + right + "\n#### 0")).isZero();
            assertThat(reward(task, "")).isZero();
            assertThat(reward(task, "Well.\n#### $" + right + ".00")).isEqualTo(right.scale() > 0 ? 0 : 1);
        }
    }

    private double reward(Task task, String answer) {
        try (Episode episode = environment.reset(task)) {
            return new Play(episode).score(answer).reward();
        }
    }

    @Test
    void anEpisodeEndsItsSessionsAndNotTheTool() {
        Episode episode = environment.reset(environment.task(Split.TRAIN, 1, 0));
        Play play = new Play(episode);
        assertThat(play.call("python", "x = 6\nprint(x * 7)")).isEqualTo("42");
        assertThat(play.call("python", "print(x)")).isEqualTo("6");
        assertThat(play.call("python", "import os")).startsWith("Error");
        assertThat(play.call("simple_browser", "x")).contains("there is no tool named");
        assertThat(calculator.ended).isEmpty();
        episode.close();
        assertThat(calculator.ended).containsExactly("session");
        assertThat(calculator.closed).isFalse();
    }

    @Test
    void tasksAreReproducibleAndDifferent() {
        Set<String> questions = new HashSet<>();
        for (Split split : Split.values()) {
            for (int number = 0; number < 500; number++) {
                Task task = environment.task(split, 5, number);
                assertThat(environment.task(split, 5, number)).isEqualTo(task);
                assertThat(questions.add(task.instruction()))
                        .as(task.instruction())
                        .isTrue();
            }
        }
        assertThat(environment.task(Split.TRAIN, 6, 0)).isNotEqualTo(environment.task(Split.TRAIN, 5, 0));
    }

    @Test
    void aTaskIsKnown() {
        assertThat(environment.task(Split.TEST, 42, 1).instruction())
                .isEqualTo("A bus goes 751 kilometres."
                        + " For the first 3 hours it makes 75 kilometres per hour, for the next 4 hours 110. How far is it from its"
                        + " destination then, in kilometres?");
    }

    @Test
    void loadsGsm8k() throws Exception {
        String bare = "{\"question\": \"How much is it?\", \"answer\": \"It says so.\\n#### 1,200\"}";
        List<Task> tasks = load(LINE + "\n" + bare);
        assertThat(tasks).extracting(Task::id).containsExactly("math/test/gsm-1", "math/test/gsm-3");
        assertThat(tasks.get(0).gold()).containsExactly("24");
        assertThat(tasks.get(0).data().path("code").asString()).isEqualTo("print(6*8)\nprint(48/2)");
        assertThat(tasks.get(0).data().path("thought").asString())
                .isEqualTo("There are 6*8=48 jars.\n48/2=24 are left.");
        assertThat(tasks.get(1).gold()).containsExactly("1200");
        for (Task task : tasks) {
            try (Episode episode = environment.reset(Json.read(Json.write(task), Task.class))) {
                assertThat(episode.score(Play.expert(episode)).reward()).isEqualTo(1);
            }
        }
    }

    @Test
    void onlySumsBecomeCode() throws Exception {
        Task task = load(LINE.replace("<<48/2=24>>", "<<__import__('os')=24>>")).get(0);
        assertThat(task.data().path("code").asString()).isEqualTo("print(6*8)");
    }

    @Test
    void brokenLinesAreNamed() {
        refused("{\"question\"", "not valid JSON");
        refused("{\"question\": \"\", \"answer\": \"#### 1\"}", "\"question\" is \"\"");
        refused("{\"question\": \"?\"}", "\"answer\" is missing");
        refused("{\"question\": \"?\", \"answer\": 7}", "\"answer\" is 7");
        refused("{\"question\": \"?\", \"answer\": \"72\"}", "ends without a number behind ####");
        refused("{\"question\": \"?\", \"answer\": \"#### x\"}", "ends without a number behind ####");
    }

    @Test
    void brokenLinesAreLeftOutWhereThatIsAsked() throws Exception {
        Path file = Files.writeString(folder.resolve("gsm.jsonl"), LINE + "{\"question\": \"?\"}\n" + LINE);
        Unusable unusable = Unusable.skipped();

        assertThat(environment.load(file, Split.TEST, unusable)).hasSize(2);

        assertThat(unusable.first()).singleElement().asString().contains("gsm.jsonl line 2: \"answer\" is missing");
    }

    private void refused(String line, String message) {
        assertThatThrownBy(() -> load(LINE + line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gsm.jsonl line 2: ")
                .hasMessageContaining(message);
    }

    private List<Task> load(String lines) throws Exception {
        return environment.load(Files.writeString(folder.resolve("gsm.jsonl"), lines), Split.TEST);
    }

    @Test
    void tasksOfOthersAndBrokenOnesAreRefused() {
        Task other = new Task("x/1", "x", Split.TRAIN, "?", List.of(), Json.object());
        assertThatThrownBy(() -> environment.reset(other)).hasMessageContaining("is of the environment x");
        Task broken = new Task("math/1", "math", Split.TRAIN, "?", List.of(), Json.object());
        assertThatThrownBy(() -> environment.reset(broken)).hasMessageContaining("expected a number as text");
    }
}
