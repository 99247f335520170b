package io.alltools.trajectories.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Play;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DatabaseEnvironmentTest {

    private static final String QUESTION = """
            {"description": "How many attended tie 19?", "label": ["1174.0"], "type": ["other"], "add_description": "The \
            name of this table is Cup Ties.", "evidence": "", "sql": {"query": "SELECT Crowd FROM `Cup Ties` WHERE \
            `Tie no` = 19"}, "table": {"table_name": "Cup Ties", "table_info": {"columns": [{"name": "Tie no", "type": \
            "TEXT"}, {"name": "Home", "type": "TEXT"}, {"name": "Crowd", "type": "TEXT"}], "rows": [["18", "Arden", \
            "904"], ["19", "Brook", "1174"]]}}}
            """;
    private static final String CHANGE = """
            {"description": "Set the crowd of tie 19 to 2000.", "label": ["UPDATE `Cup Ties` SET `Crowd` = '2000' WHERE \
            `Tie no` = 19"], "type": ["UPDATE"], "answer_md5": "[('HASH',)]", "table": {"table_name": "Cup Ties", \
            "table_info": {"columns": [{"name": "Tie no", "type": "TEXT"}, {"name": "Crowd", "type": "TEXT"}], "rows": \
            [["18", "904"], ["19", 1174]]}}}
            """;

    private final DatabaseEnvironment environment = new DatabaseEnvironment();

    @TempDir
    Path folder;

    @Test
    void theExpertIsAlwaysRight() throws Exception {
        TreeMap<String, Integer> types = new TreeMap<>();
        TreeSet<Integer> sizes = new TreeSet<>();
        for (int number = 0; number < 200; number++) {
            Task task = environment.task(Split.TRAIN, 7, number);
            try (Episode episode = environment.reset(task)) {
                var attempt = Play.expert(episode);
                var score = episode.score(attempt);
                assertThat(score.reward()).as(task + " " + score.reason()).isEqualTo(1);
                assertThat(attempt.messages().stream().filter(Message.Observation.class::isInstance))
                        .as(task.instruction())
                        .noneMatch(seen -> seen.text().startsWith("Error"));
                assertThat(episode.score(attempt)).isEqualTo(score);
            }
            // The label is computed from the rows, the statement by the database: each checks the other.
            if (!task.data().path("label").isEmpty()) {
                try (SqlDatabase database = SqlDatabase.of(
                        List.of(Table.of(task.data().path("tables").path(0))))) {
                    List<String> found =
                            database.firstColumn(task.data().path("sql").asString());
                    assertThat(AnswerMatch.same(found, task.gold()))
                            .as(task + " " + found)
                            .isTrue();
                }
            }
            types.merge(task.data().path("type").asString(), 1, Integer::sum);
            sizes.add(task.data().path("tables").path(0).path("rows").size());
        }
        assertThat(types)
                .hasSize(11)
                .allSatisfy((type, count) -> assertThat(count).isGreaterThan(5));
        assertThat(sizes.first()).isBetween(5, 10);
        assertThat(sizes.last()).isBetween(55, 60);
    }

    @Test
    void whoDoesNothingOrSomethingElseWinsNothing() throws Exception {
        for (int number = 0; number < 60; number++) {
            Task task = environment.task(Split.DEV, 3, number);
            try (Episode episode = environment.reset(task)) {
                Play play = new Play(episode);
                assertThat(play.score(String.join(", ", task.gold())).reward()).isZero();
                play.call("commit_final_answer", "{\"answers\": [\"-12345.6\"]}");
                assertThat(play.score("done").reward()).as(task.toString()).isZero();
            }
            try (Episode episode = environment.reset(task)) {
                Play play = new Play(episode);
                String table = task.data().path("tables").path(0).path("name").asString();
                play.call("execute_sql", ExecuteSqlTool.arguments("DELETE FROM `" + table + "`"));
                play.call("commit_final_answer", "{\"answers\": []}");
                assertThat(play.score("done").reward()).as(task.toString()).isZero();
            }
        }
    }

    @Test
    void theFirstCommittedAnswerStands() {
        Task task = environment.task(Split.TRAIN, 1, 0);
        try (Episode episode = environment.reset(task)) {
            Play play = new Play(episode);
            assertThat(play.call("commit_final_answer", "{\"answers\": [\"nonsense\"]}"))
                    .contains("committed");
            assertThat(play.call("commit_final_answer", "{\"answers\": [\"other\"]}"))
                    .contains("stands");
            assertThat(play.call("execute_sql", "{\"query\": \"SELECT 1\"}")).contains("the database is closed");
            assertThat(play.score("x").reason()).doesNotContain("other");
        }
    }

    @Test
    void hostileCallsAreObservations() {
        try (Episode episode = environment.reset(environment.task(Split.TRAIN, 1, 1))) {
            Play play = new Play(episode);
            assertThat(play.call("execute_sql", "{}")).startsWith("Error: the arguments of execute_sql");
            assertThat(play.call("execute_sql", "{\"query\": 7}")).contains("(found 7)");
            assertThat(play.call("execute_sql", "SELECT 1")).contains("could not be read");
            assertThat(play.call("execute_sql", "{\"query\": \"SELEC 1\"}")).contains("SELEC is not available");
            assertThat(play.call("execute_sql", "{\"query\": \"SELECT * FROM nowhere\"}"))
                    .startsWith("Error: Table")
                    .doesNotContain("jdbc");
            assertThat(play.call("execute_sql", "{\"query\": \"SELECT \\u0000\"}"))
                    .startsWith("Error");
            assertThat(play.call("commit_final_answer", "{\"answers\": \"7\"}")).startsWith("Error");
            assertThat(play.call("drop_everything", "{}")).contains("there is no tool named");
        }
    }

    @Test
    void deepStatementsAreObservations() {
        try (Episode episode = environment.reset(environment.task(Split.TRAIN, 1, 1))) {
            Play play = new Play(episode);
            for (String deep : List.of(
                    "SELECT " + "(".repeat(4_900) + "1" + ")".repeat(4_900),
                    "SELECT 1" + "+1".repeat(4_900),
                    "SELECT " + "NOT ".repeat(2_400) + "TRUE")) {
                assertThat(play.call("execute_sql", ExecuteSqlTool.arguments(deep)))
                        .isEqualTo("Error: the statement is nested too deeply: expected a flatter one");
            }
            assertThat(play.call("execute_sql", ExecuteSqlTool.arguments("SELECT 1 AS a")))
                    .contains("(1 row)");
        }
    }

    /** As after a statement that used up the memory. */
    @Test
    void aDatabaseThatIsGoneWinsNothing() throws Exception {
        Table table = new Table("t", List.of(new Table.Column("a", Table.Type.TEXT)), List.of(List.of("x")));
        Question question = new Question("DELETE", "Delete x.", "DELETE FROM t", List.of(), "");
        SqlDatabase database = SqlDatabase.of(List.of(table));
        try (Episode episode = new DatabaseEpisode(List.of(table), question, database)) {
            Play play = new Play(episode);
            play.call("commit_final_answer", "{\"answers\": []}");
            database.close();
            assertThat(play.call("execute_sql", "{\"query\": \"SELECT 1\"}")).startsWith("Error");
            assertThat(play.score("done").reason()).contains("the database is unusable");
        }
    }

    @Test
    void tasksAreReproducibleAndDifferent() {
        Set<String> instructionsAndTables = new HashSet<>();
        for (int number = 0; number < 300; number++) {
            Task task = environment.task(Split.TRAIN, 5, number);
            assertThat(environment.task(Split.TRAIN, 5, number)).isEqualTo(task);
            assertThat(task.id()).isEqualTo("db/train/5/" + number);
            assertThat(instructionsAndTables.add(task.instruction() + task.data()))
                    .isTrue();
        }
        assertThat(environment.task(Split.TRAIN, 6, 0).data())
                .isNotEqualTo(environment.task(Split.TRAIN, 5, 0).data());
        assertThatThrownBy(() -> environment.task(Split.TRAIN, 1, -1)).hasMessageContaining("-1");
    }

    /** The generator's tables are the same in every process and on every machine. */
    @Test
    void aTaskIsKnown() {
        assertThat(environment.task(Split.TEST, 42, 1).instruction())
                .isEqualTo(
                        "Look up ASH-1308: what trunk girth does the table give? The table is called \"City trees\".");
    }

    @Test
    void splitsShareNoTable() {
        Set<JsonNode> train = new HashSet<>();
        for (int number = 0; number < 100; number++) {
            train.add(environment.task(Split.TRAIN, 1, number).data().path("tables"));
        }
        for (int number = 0; number < 100; number++) {
            for (Split split : List.of(Split.DEV, Split.TEST)) {
                JsonNode tables = environment.task(split, 1, number).data().path("tables");
                assertThat(train).doesNotContain(tables);
                assertThat(io.alltools.trajectories.environment.Draws.home(
                                tables.path(0).toString()))
                        .isEqualTo(split);
            }
        }
    }

    @Test
    void loadsAgentBenchsLines() throws Exception {
        // md5("18,904") begins with 21bc9 and so on; AgentBench's hash of both rows after the change.
        String hash;
        Table after = new Table(
                "Cup Ties",
                List.of(new Table.Column("Tie no", Table.Type.TEXT), new Table.Column("Crowd", Table.Type.TEXT)),
                List.of(List.of("19", "2000"), List.of("18", "904")));
        try (SqlDatabase database = SqlDatabase.of(List.of(after))) {
            hash = database.hash();
        }
        Path file = Files.writeString(folder.resolve("standard.jsonl"), QUESTION + "\n" + CHANGE.replace("HASH", hash));
        List<Task> tasks = environment.load(file, Split.TEST);
        assertThat(tasks).extracting(Task::id).containsExactly("db/test/standard-0", "db/test/standard-2");
        assertThat(tasks.get(0).instruction())
                .isEqualTo("Additional table information about the question: The name of this table is Cup Ties.\n"
                        + "Question: How many attended tie 19?");
        assertThat(tasks.get(0).gold()).containsExactly("1174.0");
        for (Task task : tasks) {
            try (Episode episode = environment.reset(Json.read(Json.write(task), Task.class))) {
                var score = episode.score(Play.expert(episode));
                assertThat(score.reward()).as(score.reason()).isEqualTo(1);
            }
        }
        try (Episode episode = environment.reset(tasks.get(1))) {
            Play play = new Play(episode);
            play.call(
                    "execute_sql", ExecuteSqlTool.arguments("UPDATE `Cup Ties` SET Crowd = 2001 WHERE `Tie no` = 19"));
            play.call("commit_final_answer", "{\"answers\": [\"done\"]}");
            assertThat(play.score("done").reward()).isZero();
        }
        try (Episode episode = environment.reset(tasks.get(0))) {
            Play play = new Play(episode);
            assertThat(play.call("execute_sql", ExecuteSqlTool.arguments("SELECT SUM(crowd) / 4 FROM `cup ties`")))
                    .contains("519.5");
            assertThat(play.call(
                            "execute_sql",
                            ExecuteSqlTool.arguments("SELECT Crowd FROM `Cup Ties` WHERE Home = 'brook'")))
                    .contains("\n1174\n");
        }
    }

    @Test
    void withoutAHashTheStatementIsRun() throws Exception {
        Path file = Files.writeString(folder.resolve("c.jsonl"), CHANGE.replace("[('HASH',)]", ""));
        Task task = environment.load(file, Split.TEST).get(0);
        try (Episode episode = environment.reset(task)) {
            assertThat(episode.score(Play.expert(episode)).reward()).isEqualTo(1);
        }
    }

    @Test
    void brokenLinesAreNamed() throws Exception {
        refused("{", "line 2: not valid JSON");
        refused("{}", "line 2: \"type\"");
        refused(
                QUESTION.replace("\"904\"]", "\"904\", \"more\"]"),
                "line 2: row 1 of the table \"Cup Ties\" has 4 values");
        refused(QUESTION.replace("\"description\"", "\"desc\""), "\"description\" is missing");
        refused(QUESTION.replace("\"label\"", "\"lab\""), "\"label\" is missing");
        refused(QUESTION.replace("table_name", "name"), "a table is named \"\"");
        refused(QUESTION.replace("\"Home\"", "\"crowd\""), "a column \"Crowd\" twice");
        refused(QUESTION.replace("\"type\": [\"other\"]", "\"type\": [\"other\"], \"user_sqlite\": true"), "SQLite");
        refused(CHANGE, "\"answer_md5\" is [('HASH',)]: expected an MD5");
        refused(
                CHANGE.replace("[('HASH',)]", "").replaceFirst("\\[\"UPDATE[^]]*]", "[]"),
                "neither \"answer_md5\" nor");
        Path binary = Files.write(folder.resolve("b.jsonl"), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> environment.load(binary, Split.TEST)).hasMessageContaining("not UTF-8");
    }

    private void refused(String line, String message) throws Exception {
        Path file = Files.writeString(folder.resolve("broken.jsonl"), "\n" + line);
        assertThatThrownBy(() -> environment.load(file, Split.TEST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("broken.jsonl line 2")
                .hasMessageContaining(message);
    }

    @Test
    void tasksOfOthersAreRefused() {
        Task task = new Task("x/1", "x", Split.TRAIN, "?", List.of(), Json.object());
        assertThatThrownBy(() -> environment.reset(task)).hasMessageContaining("is of the environment x");
    }
}
