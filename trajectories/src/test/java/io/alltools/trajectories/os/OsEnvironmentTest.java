package io.alltools.trajectories.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolContext;
import io.alltools.agent.Toolbox;
import io.alltools.trajectories.environment.Attempt;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Expert;
import io.alltools.trajectories.environment.Move;
import io.alltools.trajectories.environment.Score;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OsEnvironmentTest {

    private final OsEnvironment environment = new OsEnvironment();

    private static ToolContext context(int id) {
        return new ToolContext("s", "c" + id, Path.of("unused"));
    }

    /** Plays an episode with calls of a name and one text each. */
    private static Score play(Episode episode, String... calls) throws InterruptedException {
        Toolbox tools = new Toolbox(episode.tools());
        List<Message> messages = new ArrayList<>(episode.messages());
        for (int i = 0; i < calls.length; i += 2) {
            String field =
                    calls[i].equals("bash_action") ? "script" : calls[i].equals("answer_action") ? "answer" : "thought";
            ToolCall call =
                    new ToolCall("c" + i, calls[i], Json.write(Json.object().put(field, calls[i + 1])));
            messages.add(new Message.Assistant("", List.of(call)));
            messages.add(tools.call(call, context(i)).toObservation(call.id()));
        }
        return episode.score(new Attempt(messages, "", Outcome.ANSWERED));
    }

    private static Score expert(Episode episode, List<String> observed) throws InterruptedException {
        Expert expert = episode.expert();
        Toolbox tools = new Toolbox(episode.tools());
        List<Message> messages = new ArrayList<>(episode.messages());
        List<Message.Observation> observations = List.of();
        for (int i = 0; i < 20; i++) {
            Move move = expert.next(observations);
            assertThat(move.thought()).isNotBlank();
            if (move instanceof Move.Answer answer) {
                return episode.score(new Attempt(messages, answer.text(), Outcome.ANSWERED));
            }
            List<ToolCall> calls = new ArrayList<>();
            for (Move.Call call : ((Move.Act) move).calls()) {
                calls.add(new ToolCall("c" + i, call.name(), call.arguments()));
            }
            messages.add(new Message.Assistant(move.thought(), calls));
            observations = new ArrayList<>();
            for (ToolCall call : calls) {
                Message.Observation observation = tools.call(call, context(i)).toObservation(call.id());
                observations.add(observation);
                observed.add(observation.text());
                messages.add(observation);
            }
        }
        throw new AssertionError("the expert comes to no end");
    }

    private static Task task(String init, String evaluation) {
        var data = Json.object();
        data.putArray("init").add(init);
        data.set("evaluation", Json.parseObject(evaluation));
        return new Task("os/test/1/1", "os", Split.TEST, "Do it.", List.of(), data);
    }

    @Test
    void theExpertEarnsOneOnTwoHundredTasksAndItsAnswersComeFromTheShell() throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            Task task = environment.task(Split.values()[i % 3], 7, i);
            List<String> observed = new ArrayList<>();
            try (Episode episode = environment.reset(task)) {
                Score score = expert(episode, observed);
                assertThat(score.reward())
                        .as(task.id() + " " + task.instruction() + " " + score.reason() + observed)
                        .isEqualTo(1);
                assertThat(observed)
                        .noneMatch(text -> text.contains("command not found") || text.contains("not supported"));
                if (!task.gold().isEmpty()) {
                    assertThat(observed.get(observed.size() - 2))
                            .as(task.instruction())
                            .endsWith("\n" + task.gold().get(0) + "\n");
                }
            }
        }
    }

    @Test
    void doingNothingEarnsNothing() throws InterruptedException {
        for (int i = 0; i < Drafts.count(); i++) {
            Task task = environment.task(Split.TRAIN, 3, i);
            try (Episode episode = environment.reset(task)) {
                assertThat(play(episode, "finish_action", "done").reward())
                        .as(task.instruction())
                        .isZero();
            }
        }
        assertThat(Drafts.count()).isGreaterThanOrEqualTo(12);
    }

    @Test
    void aQuestionThatAnotherWritesHasTheAnswerThatItsScriptPrints() throws InterruptedException {
        int questions = 0;
        for (int number = 0; number < 60; number++) {
            Task world = environment.task(Split.TRAIN, 5, number);
            if (!world.gold().isEmpty()) {
                questions++;
                Task written =
                        environment.authored(world, "os/train/written/5/0", "The same?", environment.goldOf(world));
                assertThat(written.gold()).as(environment.goldOf(world)).isEqualTo(world.gold());
                assertThat(environment.brief(world)).contains("prints the answer");
                try (Episode episode = environment.reset(written)) {
                    assertThat(expert(episode, new ArrayList<>()).reward()).isEqualTo(1);
                }
            }
        }
        assertThat(questions).isGreaterThan(20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exit 3 | ends with 3",
                "true | 0 characters",
                "echo a; echo b | 2 lines",
                "rm -rf /; no_such_command | ends with",
                "while true; do true; done | ends with",
            })
    void aScriptThatPrintsNoAnswerIsRefused(String script, String why) {
        Task world = environment.task(Split.TRAIN, 5, 0);

        assertThatThrownBy(() -> environment.authored(world, "os/train/written/5/0", "What?", script))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void tasksAreReproducibleAndSplitsAreDisjoint() {
        Set<String> instructions = new HashSet<>();
        Set<String> machines = new HashSet<>();
        for (Split split : Split.values()) {
            for (int i = 0; i < 60; i++) {
                Task task = environment.task(split, 1, i);
                assertThat(environment.task(split, 1, i)).isEqualTo(task);
                assertThat(instructions.add(task.instruction())).isTrue();
                assertThat(machines.add(task.data().path("init").toString())).isTrue();
            }
        }
        assertThat(environment.task(Split.TRAIN, 2, 0)).isNotEqualTo(environment.task(Split.TRAIN, 1, 0));
    }

    @Test
    void anAnswerIsStrippedAndCompared() throws InterruptedException {
        Task task = task("true", "{\"match\":{\"answer\":\"42\",\"strip\":true}}");
        assertThat(play(environment.reset(task), "answer_action", " 42\n").reward())
                .isEqualTo(1);
        assertThat(play(environment.reset(task), "answer_action", "42 files").reward())
                .isZero();
        assertThat(play(environment.reset(task), "finish_action", "42").reward())
                .isZero();
        assertThat(play(environment.reset(task)).reason()).contains("neither answer_action nor finish_action");
        Task exact = task("true", "{\"match\":{\"answer\":\"42\",\"strip\":false}}");
        assertThat(play(environment.reset(exact), "answer_action", " 42").reward())
                .isZero();
        Task regex = task("true", "{\"match\":{\"regex\":\"^4[0-9]$\"}}");
        assertThat(play(environment.reset(regex), "answer_action", "47").reward())
                .isEqualTo(1);
        assertThat(play(environment.reset(regex), "answer_action", "57").reward())
                .isZero();
    }

    @Test
    void checksGetTheAnswerAndWhatEarlierOnesPrinted() throws InterruptedException {
        Task task = task(
                "touch /home/a /home/b",
                "{\"check\":[{\"code\":\"ls /home | wc -l\"},{\"rule\":\"integer-match\"},{\"code\":\"[ $1 -eq $2 ]\"}]}");
        assertThat(play(environment.reset(task), "answer_action", "2").reward()).isEqualTo(1);
        assertThat(play(environment.reset(task), "answer_action", "3").reward()).isZero();
        Task state = task("true", "{\"check\":[{\"code\":\"[ \\\"$1\\\" = None ] && [ -f /root/x ]\"}]}");
        assertThat(play(environment.reset(state), "bash_action", "touch x", "finish_action", "ok")
                        .reward())
                .isEqualTo(1);
        assertThat(play(environment.reset(state), "bash_action", "touch y", "finish_action", "ok")
                        .reward())
                .isZero();
    }

    @Test
    void afterTheEndNothingChangesAndTooManyRoundsEarnNothing() throws InterruptedException {
        Task state = task("true", "{\"check\":[{\"code\":\"[ -f /root/x ]\"}]}");
        assertThat(play(environment.reset(state), "finish_action", "ok", "bash_action", "touch x")
                        .reward())
                .isZero();
        List<String> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.addAll(List.of("bash_action", "touch x"));
        }
        calls.addAll(List.of("finish_action", "ok"));
        assertThat(play(environment.reset(state), calls.toArray(new String[0])).reason())
                .contains("at most 8");
    }

    @Test
    void longOutputIsCutAsPublished() {
        assertThat(OsTools.shown("a".repeat(800))).isEqualTo("The output of the OS:\n\n" + "a".repeat(800));
        assertThat(OsTools.shown("a".repeat(801)))
                .isEqualTo(
                        "The output of the OS:\n\n" + "a".repeat(780) + "\n[truncated because the output is too long]");
        assertThat(OsTools.shown("")).isEqualTo("The output of the OS is empty.");
    }

    @ParameterizedTest
    @CsvSource({
        "integer-match, 7, ' 7 ', true",
        "integer-match, seven, 7, false",
        "size-match, 8K, 8192, true",
        "size-match, 1MB, 1024K, true",
        "size-match, 8.5K, 8.5K, false",
        "string-match, ' a ', a, true",
        "containing, it is x, x, true",
        "in, x, a x b, true",
        "in, y, a x b, false"
    })
    void thePublishedRulesHold(String rule, String answer, String expected, boolean holds) {
        assertThat(Rules.hold(rule, answer, expected)).isEqualTo(holds);
    }

    @Test
    void readsTasksOfAgentBench(@TempDir Path folder) throws IOException, InterruptedException {
        Path data = Files.createDirectories(folder.resolve("data/9"));
        Files.createDirectories(folder.resolve("scripts/9/init"));
        Files.writeString(folder.resolve("scripts/9/init/make.sh"), "echo 1 > /home/.h; echo 2 > /home/v\n");
        Path file = Files.writeString(data.resolve("set.json"), """
                [{"description": "How many hidden files are in /home?",
                  "create": {"local": "default", "init": {"file": "init/make.sh"}},
                  "evaluation": {"check": [null, {"language": "python", "file": "check/integer-match.py"}],
                                 "example": {"code": "ls -A /home | grep -c '^[.]'"}}},
                 {"description": "Which file?", "create": {"init": "touch /root/log"}, "start": "cd /root",
                  "evaluation": {"match": "log"}}]
                """);
        List<Task> tasks = environment.load(file, Split.TEST);
        assertThat(tasks).extracting(Task::id).containsExactly("os/test/set-00000", "os/test/set-00001");
        assertThat(tasks.get(1).gold()).containsExactly("log");
        assertThat(play(environment.reset(tasks.get(0)), "answer_action", "1").reward())
                .isEqualTo(1);
        assertThat(play(environment.reset(tasks.get(0)), "answer_action", "2").reward())
                .isZero();
        assertThat(expert(environment.reset(tasks.get(0)), new ArrayList<>()).reward())
                .isEqualTo(1);
        assertThat(play(environment.reset(tasks.get(1)), "answer_action", "log").reward())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "apt-get install -y tree | apt-get",
                "cd /tmp && gcc -o a a.c | gcc",
                "sleep 60 & | background jobs",
            })
    void whatTheShellHasNotIsRefusedByName(String init, String named, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("x.json"),
                "[{\"description\":\"d\",\"create\":{\"init\":" + Json.write(init)
                        + "},\"evaluation\":{\"match\":\"1\"}}]");
        assertThatThrownBy(() -> environment.load(file, Split.TEST))
                .hasMessageContaining("entry 1")
                .hasMessageContaining(named);
        Path python = Files.writeString(
                folder.resolve("y.json"),
                "{\"description\":\"d\",\"create\":{\"init\":{\"language\":\"python\",\"code\":\"1\"}},\"evaluation\":{\"match\":\"1\"}}");
        assertThatThrownBy(() -> environment.load(python, Split.TEST)).hasMessageContaining("is in python: only bash");
    }
}
