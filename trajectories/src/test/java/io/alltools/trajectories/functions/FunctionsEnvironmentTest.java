package io.alltools.trajectories.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Move;
import io.alltools.trajectories.environment.NoExpertException;
import io.alltools.trajectories.environment.Play;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import io.alltools.trajectories.environment.Unusable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class FunctionsEnvironmentTest {

    private static final String LINE = """
            {"category": "simple", "id": "simple_1", "messages": [{"role": "user", "content": "Ring twice"}], \
            "functions": [{"name": "bell.ring", "description": "Rings.", "parameters": {"type": "dict", "properties": \
            {"times": {"type": "integer"}}, "required": ["times"]}}], "accepted": [{"bell.ring": {"times": [2]}}]}
            """;

    private final FunctionsEnvironment environment = new FunctionsEnvironment();

    @TempDir
    Path folder;

    @Test
    void whatAnotherWritesIsATaskWhoseCallsAreTheGold() {
        Set<String> categories = new TreeSet<>();
        for (int number = 0; number < 100; number++) {
            Task world = environment.task(Split.TRAIN, 5, number);

            Task written = environment.authored(
                    world, "functions/train/written/5/0", "Do that again.", environment.goldOf(world));

            assertThat(written.instruction()).isEqualTo("Do that again.");
            assertThat(written.data().path("category")).isEqualTo(world.data().path("category"));
            assertThat(environment.goldOf(written)).isEqualTo(environment.goldOf(world));
            assertThat(environment.brief(world))
                    .contains(
                            world.data().path("functions").path(0).path("name").asString());
            Episode episode = environment.reset(written);
            assertThat(episode.score(Play.expert(episode)).reward()).isEqualTo(1);
            categories.add(written.data().path("category").asString());
        }
        assertThat(categories).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "ring it | no JSON",
                "{\"bell.ring\": {\"times\": 2}} | expected a JSON list of at most 10",
                "[{\"bell.ring\": 2}] | expected an object with a function's name and its arguments",
                "[{\"bell.toll\": {\"times\": 2}}] | expected one of [bell.ring]",
                "[{\"bell.ring\": {\"times\": \"twice\"}}] | doesn't fit its schema",
                "[{\"bell.ring\": {\"times\": 2, \"how\": \"loud\"}}] | is not expected",
                "[{\"bell.ring\": {}}] | doesn't fit its schema",
            })
    void callsThatCantBeMadeAreRefused(String gold, String why) throws Exception {
        Task world = environment
                .load(Files.writeString(folder.resolve("one.jsonl"), LINE), Split.TRAIN, Unusable.refused())
                .getFirst();

        assertThatThrownBy(() -> environment.authored(world, "functions/train/written/5/0", "Ring!", gold))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void theExpertIsAlwaysRight() {
        TreeMap<String, Integer> categories = new TreeMap<>();
        Set<String> called = new TreeSet<>();
        for (int number = 0; number < 200; number++) {
            Task task = environment.task(Split.TRAIN, 7, number);
            Episode episode = environment.reset(task);
            var attempt = Play.expert(episode);
            var score = episode.score(attempt);
            assertThat(score.reward()).as(task + " " + score.reason()).isEqualTo(1);
            assertThat(attempt.messages().stream().filter(Message.Observation.class::isInstance))
                    .as(task.toString())
                    .allMatch(seen -> seen.text().endsWith("was taken."));
            assertThat(task.instruction()).doesNotContain("{", "}", "%s", "..");
            categories.merge(task.data().path("category").asString(), 1, Integer::sum);
            attempt.calls().forEach(call -> called.add(call.name()));
        }
        assertThat(categories)
                .hasSize(5)
                .allSatisfy((category, count) -> assertThat(count).isGreaterThan(20));
        assertThat(called).hasSize(FunctionLibrary.ALL.size());
    }

    @Test
    void theCategoriesHaveTheirShapes() {
        for (int number = 0; number < 200; number++) {
            Task task = environment.task(Split.DEV, 2, number);
            int functions = task.data().path("functions").size();
            int calls = task.data().path("accepted").size();
            Set<String> names = new HashSet<>();
            task.data().path("accepted").forEach(call -> names.addAll(call.propertyNames()));
            switch (Category.of(task.data().path("category").asString())) {
                case SIMPLE -> assertThat(List.of(functions, calls)).containsExactly(1, 1);
                case MULTIPLE -> {
                    assertThat(functions).isBetween(2, 4);
                    assertThat(calls).isEqualTo(1);
                }
                case PARALLEL -> {
                    assertThat(functions).isEqualTo(1);
                    assertThat(calls).isBetween(2, 4);
                }
                case PARALLEL_MULTIPLE -> {
                    assertThat(functions).isBetween(2, 4);
                    assertThat(calls).isBetween(2, 4);
                    assertThat(names).hasSizeGreaterThan(1);
                }
                case IRRELEVANCE -> {
                    assertThat(functions).isBetween(1, 3);
                    assertThat(calls).isZero();
                }
                case RELEVANCE -> throw new AssertionError(task);
            }
        }
    }

    /** In place of the right calls: none, one too few, one too many, a number or a text that is another. */
    @Test
    void wrongAttemptsWinNothing() {
        for (int number = 0; number < 100; number++) {
            Task task = environment.task(Split.TEST, 4, number);
            boolean irrelevant = task.data().path("category").asString().equals("irrelevance");
            List<Move.Call> right = calls(environment.reset(task));
            if (irrelevant) {
                assertThat(right).isEmpty();
                String name = task.data().path("functions").path(0).path("name").asString();
                assertThat(score(task, List.of(new Move.Call(name, "{}")))).isZero();
                continue;
            }
            assertThat(score(task, right)).isEqualTo(1);
            assertThat(score(task, List.of())).isZero();
            assertThat(score(task, right.subList(1, right.size()))).isZero();
            List<Move.Call> more = new ArrayList<>(right);
            more.add(right.get(0));
            assertThat(score(task, more)).isZero();
            List<Move.Call> other = new ArrayList<>(right);
            other.set(
                    0,
                    new Move.Call(
                            right.get(0).name(),
                            right.get(0).arguments().replaceFirst("[1-9](?=[\\d.]*[\",}\\]])", "")));
            assertThat(other).isNotEqualTo(right);
            assertThat(score(task, other)).as(task + " " + other).isZero();
            List<Move.Call> unknown = new ArrayList<>(right);
            unknown.set(
                    0,
                    new Move.Call(
                            right.get(0).name(), right.get(0).arguments().replaceFirst("\\{", "{\"extra\": 1, ")));
            assertThat(score(task, unknown)).isZero();
        }
    }

    private static List<Move.Call> calls(Episode episode) {
        return episode.expert().next(List.of()) instanceof Move.Act act ? act.calls() : List.of();
    }

    private double score(Task task, List<Move.Call> calls) {
        Play play = new Play(environment.reset(task));
        play.turn("", calls);
        return play.score("done").reward();
    }

    @Test
    void aCallThatBreaksItsSchemaMayBeMadeBetter() throws Exception {
        Task task = load(LINE).get(0);
        Play play = new Play(environment.reset(task));
        assertThat(play.call("bell.ring", "{\"times\": \"two\"}")).startsWith("Error: the arguments of bell.ring");
        assertThat(play.call("bell.ring", "{}")).contains("times");
        assertThat(play.call("bell.ring", "nonsense")).contains("could not be read");
        assertThat(play.call("bell", "{\"times\": 2}")).contains("there is no tool named");
        assertThat(play.score("").reward()).isZero();
        assertThat(play.call("bell.ring", "{\"times\": 2}")).isEqualTo("The call of bell.ring was taken.");
        assertThat(play.score("").reward()).isEqualTo(1);
        assertThat(play.call("bell.ring", "{\"times\": 3}")).contains("taken");
        assertThat(play.score("").reward()).isZero();
    }

    @Test
    void callsWithoutEndAreStopped() throws Exception {
        Play play = new Play(environment.reset(load(LINE).get(0)));
        for (int i = 0; i < 100; i++) {
            play.call("bell.ring", "{\"times\": 2}");
        }
        assertThat(play.call("bell.ring", "{\"times\": 2}")).contains("100 calls already");
    }

    @Test
    void tasksAreReproducibleAndDifferent() {
        Set<String> instructions = new HashSet<>();
        for (Split split : Split.values()) {
            for (int number = 0; number < 500; number++) {
                Task task = environment.task(split, 5, number);
                assertThat(environment.task(split, 5, number)).isEqualTo(task);
                assertThat(instructions.add(task.instruction()))
                        .as(task.instruction())
                        .isTrue();
            }
        }
        assertThat(environment.task(Split.TRAIN, 6, 0)).isNotEqualTo(environment.task(Split.TRAIN, 5, 0));
    }

    @Test
    void aTaskIsKnown() {
        assertThat(environment.task(Split.TEST, 42, 1).instruction())
                .isEqualTo("I have 2 things for you."
                        + " Schedule a 126 minute meeting on project PR-89176 on 2028-06-02 with Leila Haddad and Tomas Fischer."
                        + " Also find out what the weather in Valencia will be on 2027-02-17 in fahrenheit.");
    }

    /** Lines of the leaderboard itself, of all categories. */
    @Test
    void theExpertIsRightOnTheLeaderboardsOwn() throws Exception {
        List<Task> tasks = environment.load(Path.of("src/test/resources/bfcl/sample.jsonl"), Split.TEST);
        assertThat(tasks).hasSize(36);
        for (Task task : tasks) {
            Episode episode = environment.reset(Json.read(Json.write(task), Task.class));
            var score = episode.score(Play.expert(episode));
            assertThat(score.reward()).as(task + " " + score.reason()).isEqualTo(1);
        }
        Task withSystem = tasks.stream()
                .filter(task -> task.id().equals("functions/test/live_simple_58-27-0"))
                .findFirst()
                .orElseThrow();
        assertThat(environment.reset(withSystem).messages()).hasSize(3);
    }

    @Test
    void loadsTheLeaderboardsPairOfFiles() throws Exception {
        JsonNode line = Json.parseObject(LINE);
        Path answers = Files.createDirectory(folder.resolve("possible_answer"));
        Path file = folder.resolve("BFCL_v4_parallel.json");
        String question = "{\"id\": \"parallel_7\", \"question\": [" + line.path("messages") + "], \"function\": "
                + line.path("functions") + "}";
        Files.writeString(file, question + "\n");
        Files.writeString(
                answers.resolve("BFCL_v4_parallel.json"),
                "{\"id\": \"parallel_7\", \"ground_truth\": [{\"bell.ring\": {\"times\": [2]}}, {\"bell.ring\": {\"times\":"
                        + " [3]}}]}\n");
        List<Task> tasks = environment.load(file, Split.DEV);
        assertThat(tasks.get(0).id()).isEqualTo("functions/dev/parallel_7");
        assertThat(tasks.get(0).data().path("accepted")).hasSize(2);

        Path irrelevant = Files.writeString(
                folder.resolve("BFCL_v4_live_irrelevance.json"),
                question.replace("parallel_7", "live_irrelevance_3-0-1"));
        assertThat(environment.load(irrelevant, Split.DEV).get(0).gold()).isEmpty();

        Files.writeString(answers.resolve("BFCL_v4_parallel.json"), "\n{\"ground_truth\": []}");
        assertThatThrownBy(() -> environment.load(file, Split.DEV))
                .hasMessageContaining("possible_answer/BFCL_v4_parallel.json line 2: \"id\" is missing");
        Files.delete(answers.resolve("BFCL_v4_parallel.json"));
        assertThatThrownBy(() -> environment.load(file, Split.DEV))
                .hasMessageContaining("line 1: there are no accepted calls for parallel_7");
    }

    /** As the leaderboard has it: what is called, and with what, does not matter. */
    @Test
    void whereSomeCallIsRelevantEachThatCanBeReadCounts() throws Exception {
        JsonNode line = Json.parseObject(LINE);
        Path file = Files.writeString(
                folder.resolve("BFCL_v4_live_relevance.json"),
                "{\"id\": \"live_relevance_3-3-0\", \"question\": [" + line.path("messages") + "], \"function\": "
                        + line.path("functions") + "}");
        Task task = environment.load(file, Split.TEST).get(0);
        assertThat(task.data().path("category").asString()).isEqualTo("relevance");
        assertThat(task.gold()).isEmpty();

        assertThat(score(task, List.of())).isZero();
        assertThat(score(task, List.of(new Move.Call("bell.ring", "twice")))).isZero();
        assertThat(score(task, List.of(new Move.Call("bell.ring", "{\"times\": 2}"))))
                .isEqualTo(1);
        assertThat(score(task, List.of(new Move.Call("bell.stop", "[]"), new Move.Call("bell.stop", "{}"))))
                .isEqualTo(1);
        try (Episode episode = environment.reset(task)) {
            assertThatThrownBy(episode::expert)
                    .isInstanceOf(NoExpertException.class)
                    .hasMessageContaining("not known for tasks of the category relevance");
        }
    }

    @Test
    void brokenLinesAreNamed() throws Exception {
        refused("[]", "expected a JSON object, found array");
        refused("{}", "\"id\" is missing");
        refused(LINE.replace("\"simple\"", "\"simple_java\""), "the category \"simple_java\" is none of");
        refused(LINE.replace("\"simple\"", "\"multi_turn_base\""), "none of");
        refused(LINE.replace("\"integer\"", "\"HashMap\""), "the type \"HashMap\" is not known");
        refused(
                LINE.replace("\"name\": \"bell.ring\"", "\"name\": \"ring the bell\""),
                "\"ring the bell\" is not usable");
        refused(LINE.replace("{\"bell.ring\": {", "{\"bell.stop\": {"), "an accepted call is of \"bell.stop\"");
        refused(
                LINE.replace("{\"times\": [2]}", "{\"times\": 2}"),
                "the accepted values of times are 2: expected a list");
        refused(LINE.replace("{\"times\": [2]}", "7"), "expected one function's name with its arguments");
        refused(LINE.replace("[{\"bell.ring\": {\"times\": [2]}}]", "null"), "there are no accepted calls");
        refused(LINE.replace("\"user\"", "\"assistant\""), "expected a text of the role system or user");
        refused(LINE.replace("[{\"role\": \"user\", \"content\": \"Ring twice\"}]", "[]"), "nobody asks anything");
        refused(
                LINE.replaceFirst("\"functions\": \\[.*], \"acc", "\"functions\": [], \"acc"),
                "there are no functions");
        refused(LINE + LINE, "line 2: the id functions/test/simple_1 stands on an earlier line too");
        refused("{\"id\": \"parallel_1\", \"question\": [[], []], \"function\": []}", "\"question\" has 2 turns");
    }

    private void refused(String line, String message) {
        assertThatThrownBy(() -> load(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tasks.jsonl line ")
                .hasMessageContaining(message);
    }

    private List<Task> load(String lines) throws Exception {
        return environment.load(Files.writeString(folder.resolve("tasks.jsonl"), lines), Split.TEST);
    }

    @Test
    void tasksOfOthersAreRefused() {
        Task task = new Task("x/1", "x", Split.TRAIN, "?", List.of(), Json.object());
        assertThatThrownBy(() -> environment.reset(task)).hasMessageContaining("is of the environment x");
    }
}
