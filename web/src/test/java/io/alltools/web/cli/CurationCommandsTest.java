package io.alltools.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.trajectories.curation.StageKind;
import io.alltools.trajectories.curation.StageOption;
import io.alltools.trajectories.recipe.Recipe;
import io.alltools.web.EchoParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class CurationCommandsTest {

    @TempDir
    Path folder;

    private DataCommands commands;
    private Path file;
    private Path output;

    @BeforeEach
    void write() throws IOException {
        commands = new DataCommands(new EchoParts(), folder);
        output = folder.resolve("out.jsonl");
        file = commands.write(
                "in.jsonl",
                DataCommands.said("a", "What is 6 * 7?", "42", 1),
                DataCommands.said("b", "What is 6 * 7?", "41", 0),
                DataCommands.said("c", "Whom do I write to?", "To ann@example.org", 1),
                DataCommands.said("d", "What is 6 * 7?", "42", 1),
                DataCommands.said("e", "What is 1 + 1?", "nearly 2", 0.7));
    }

    @Test
    void stagesFollowOneAnotherAndEachAccountsForItsRecords() throws IOException {
        assertThat(commands.run("curate", file, "--output", output, "reward", "scrub", "exact"))
                .as(commands.err())
                .isZero();

        assertThat(DataCommands.ids(output)).containsExactly("a", "c");
        assertThat(DataCommands.read(output)
                        .getLast()
                        .steps()
                        .getLast()
                        .message()
                        .asString())
                .doesNotContain("ann@example.org");
        JsonNode manifest = Json.MAPPER.readTree(Files.readString(folder.resolve("out.jsonl.manifest.json")));
        assertThat(manifest.path("command").asString()).isEqualTo("curate");
        assertThat(manifest.at("/sources/0/file").asString()).isEqualTo("in.jsonl");
        JsonNode stages = manifest.at("/report/stages");
        assertThat(stages.at("/0/in").asInt()).isEqualTo(5);
        assertThat(stages.at("/0/dropped/reward_below").asInt()).isEqualTo(2);
        assertThat(stages.at("/1/changed").asInt()).isEqualTo(1);
        assertThat(stages.at("/2/dropped/duplicate_trajectory").asInt()).isEqualTo(1);
        assertThat(stages.at("/2/out").asInt()).isEqualTo(2);
        assertThat(commands.err()).contains("-2 reward_below").contains("-1 duplicate_trajectory");
        assertThat(commands.out()).isEmpty();
    }

    @Test
    void theManifestAtTheEndTellsTheWholeWay() throws IOException {
        Files.writeString(folder.resolve("in.jsonl.generation.json"), "{\"environment\":\"math\",\"seed\":7}");
        Path set = folder.resolve("set");

        assertThat(commands.run("reward", file, "--at-least", "0.7", "--output", output))
                .as(commands.err())
                .isZero();
        assertThat(commands.run("export", "--input", output, "--format", "glm4", "--output", set + "/"))
                .as(commands.err())
                .isZero();

        JsonNode source = Json.MAPPER
                .readTree(Files.readString(set.resolve("MANIFEST.json")))
                .path("source");
        assertThat(source.path("file").asString()).isEqualTo("out.jsonl");
        JsonNode curation = source.path("manifest");
        assertThat(curation.path("sha256")).isEqualTo(source.path("sha256"));
        assertThat(curation.path("command").asString()).isEqualTo("reward");
        assertThat(curation.at("/options/at-least").asString()).isEqualTo("0.7");
        assertThat(curation.at("/report/stages/0/dropped/reward_below").asInt()).isEqualTo(1);
        assertThat(curation.at("/sources/0/generation/seed").asInt()).isEqualTo(7);
        assertThat(curation.toString()).doesNotContain(folder.toString());
    }

    @Test
    void aFileThatIsNotWhatItsManifestTellsOfIsRefused() throws IOException {
        assertThat(commands.run("reward", file, "--output", output)).isZero();
        Files.writeString(output, Files.readAllLines(output).getFirst() + "\n");
        Path next = folder.resolve("next.jsonl");

        assertThat(commands.run("exact", output, "--output", next)).isEqualTo(CommandLineApp.FAILED);

        assertThat(commands.err()).contains("was changed since").contains("remove the manifest");
        assertThat(next).doesNotExist();
    }

    @Test
    void aStageIsACommandAndHasItsOtherName() throws IOException {
        assertThat(commands.run("reward", file, "--at-least", "0.7", "--output", output))
                .isZero();
        assertThat(DataCommands.ids(output)).containsExactly("a", "c", "d", "e");

        assertThat(commands.run("filter", file, "--output", output)).isZero();
        assertThat(DataCommands.ids(output)).containsExactly("a", "c", "d");

        assertThat(commands.run("dedup", file, "--subject", "task", "--n", "3", "--memory", "8", "--output", output))
                .as(commands.err())
                .isZero();
        assertThat(commands.err()).contains("near:subject=task,threshold=0,n=3,memory=8");
    }

    static List<StageKind> stages() {
        return Recipe.stages();
    }

    @ParameterizedTest
    @MethodSource("stages")
    void theHelpOfAStageHasItsOptionsWithTheirDefaults(StageKind kind) {
        assertThat(commands.run(kind.name(), "--help")).isZero();
        // Wrapped as the help is.
        String help = commands.out().replaceAll("\\s+", "");
        for (StageOption option : kind.options()) {
            assertThat(help).contains("--" + option.name() + "=");
            if (!option.byDefault().isEmpty()) {
                assertThat(help).contains("(default:" + option.byDefault() + ";");
            }
        }
    }

    @Test
    void tasksAreBalancedByBandsOfTheirSuccessRate() throws IOException {
        Path tasks = commands.write(
                "tasks.jsonl",
                IntStream.range(0, 8)
                        .mapToObj(i -> DataCommands.said("t" + i, "Question " + i, "Answer", i < 6 ? 1 : 0))
                        .toArray(io.alltools.trajectories.atif.AtifTrajectory[]::new));

        assertThat(commands.run("balance", tasks, "--bands", "0.5:0.5+1:0.5", "--output", output))
                .as(commands.err())
                .isZero();

        assertThat(DataCommands.ids(output)).hasSize(4).contains("t6", "t7");
        assertThat(commands.err()).contains("-4 band_full");
    }

    @Test
    void aTestSetsOwnFieldsAreNamed() throws IOException {
        Path tests = Files.writeString(folder.resolve("test.jsonl"), "{\"Frage\": \"What is 6 * 7?\"}\n");

        assertThat(commands.run("decontaminate", file, "--tests", tests, "--questions", "Frage", "--output", output))
                .as(commands.err())
                .isZero();

        assertThat(DataCommands.ids(output)).containsExactly("c", "e");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "curate IN polish --output OUT | 2 | there is no stage \"polish\"; there are: reward",
                "curate IN reward:most=1 --output OUT | 2 | reward has no option \"most\"",
                "curate IN reward:at-least=high --output OUT | 2 | at-least is \"high\"; expected a number",
                "curate IN near:subject=word --output OUT | 2 | task or trajectory",
                "curate IN near:memory=0 --output OUT | 2 | 1 MiB or more",
                "curate IN balance:bands=0.5 --output OUT | 2 | RATE:SHARE",
                "curate IN decontaminate --output OUT | 2 | tests is missing",
                "curate IN --output OUT | 2 | no other is given",
                "curate IN reward | 2 | --output",
                "reward IN --at-least 2 --output OUT | 2 | a reward from 0 to 1",
                "reward IN --most 2 --output OUT | 2 | --most",
                "mix IN --general IN --eta 2 --output OUT | 2 | 0 to 1",
                "pairs IN --gap 0 --output OUT | 2 | above 0",
                "curate NONE reward --output OUT | 1 | none.jsonl is no file",
                "reward NONE --output OUT | 1 | none.jsonl is no file",
                "reward IN --output /no/such/folder/x | 1 | create it first",
                "decontaminate IN --tests NONE --output OUT | 1 | none.jsonl does not exist",
                "stats NONE | 1 | none.jsonl is no file",
                "mix IN --general NONE --output OUT | 1 | none.jsonl is no file",
                "pairs NONE --output OUT | 1 | none.jsonl is no file",
                "stats | 1 | no runs are recorded",
                "curate reward --output OUT | 1 | no runs are recorded",
            })
    void badInputIsToldInOneLineAndNothingIsWritten(String command, int exitCode, String hint) {
        Object[] words = command.replace("IN", file.toString())
                .replace("OUT", output.toString())
                .replace("NONE", folder.resolve("none.jsonl").toString())
                .split(" ");

        assertThat(commands.run(words)).as(commands.err()).isEqualTo(exitCode);

        assertThat(commands.err()).startsWith("alltools: ").contains(hint);
        assertThat(commands.err().lines()).hasSize(1);
        assertThat(output).doesNotExist();
    }

    @Test
    void aLineThatIsNoTrajectoryIsNamedAndNothingIsWritten() throws IOException {
        Files.writeString(file, "{\"a\": 1}\n", java.nio.file.StandardOpenOption.APPEND);

        assertThat(commands.run("curate", file, "reward", "--output", output)).isEqualTo(1);

        assertThat(commands.err()).contains("in.jsonl").contains("line 6");
        assertThat(commands.err().lines()).hasSize(1);
        assertThat(output).doesNotExist();
    }

    @Test
    void statisticsAreATableOrJsonAndAPage() throws IOException {
        Path html = folder.resolve("report.html");

        assertThat(commands.run("stats", file, "--html", html))
                .as(commands.err())
                .isZero();
        assertThat(commands.out()).contains("math").contains("5");
        assertThat(html).content().contains("in.jsonl").contains("<svg");

        assertThat(commands.run("stats", file, "--json")).isZero();
        assertThat(Json.parseObject(commands.out()).isEmpty()).isFalse();
        assertThat(commands.out().lines()).hasSize(1);
    }

    @Test
    void aMixtureHasTheWantedShares() throws IOException {
        Path chats = folder.resolve("chats.jsonl");
        Files.write(
                chats,
                IntStream.range(0, 40)
                        .mapToObj(i -> "{\"messages\": [{\"role\": \"user\", \"content\": \"Hi " + i
                                + "\"}, {\"role\": \"assistant\", \"content\": \"Hello\"}]}")
                        .toList());

        assertThat(commands.run("mix", file, "--general", chats, "--eta", "0.2", "--seed", "3", "--output", output))
                .as(commands.err())
                .isZero();

        assertThat(DataCommands.read(output))
                .hasSize(25)
                .filteredOn(trajectory -> trajectory.extra().has("reward"))
                .hasSize(5);
        assertThat(commands.err()).contains("5 of 5 trajectories and 20 of 40 general conversations");
    }

    @Test
    void pairsAndPacksAreParquetWhereTheirNameSaysSo() throws Exception {
        Path pairs = folder.resolve("pairs.parquet");
        Path tokens = folder.resolve("tokens.jsonl");
        Files.writeString(tokens, """
                {"id": "a", "input_ids": [1, 2, 3], "loss_mask": [0, 1, 1]}
                {"id": "b", "input_ids": [4, 5], "loss_mask": [0, 1]}
                """);
        Path packs = folder.resolve("packs.parquet");

        assertThat(commands.run("pairs", file, "--output", pairs))
                .as(commands.err())
                .isZero();
        assertThat(commands.run("pack", tokens, "--length", 8, "--output", packs))
                .as(commands.err())
                .isZero();

        assertThat(parquet(pairs, "SELECT chosen[1].content || ' not ' || rejected[1].content"))
                .isEqualTo("42 not 41");
        assertThat(parquet(packs, "SELECT input_ids::VARCHAR || cu_seqlens::VARCHAR || loss_weights::VARCHAR"))
                .isEqualTo("[1, 2, 3, 4, 5][0, 3, 5][0.0, 0.25, 0.25, 0.0, 0.5]");
        assertThat(Json.MAPPER
                        .readTree(Files.readString(folder.resolve("packs.parquet.manifest.json")))
                        .at("/report/sequences")
                        .asInt())
                .isEqualTo(2);
    }

    private static String parquet(Path file, String select) throws SQLException {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                ResultSet row = duckdb.createStatement().executeQuery(select + " FROM '" + file + "'")) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    @Test
    void pairsAreOfTheSameTask() throws IOException {
        assertThat(commands.run("pairs", file, "--output", output))
                .as(commands.err())
                .isZero();

        List<String> rows = Files.readAllLines(output);
        assertThat(rows).hasSize(1);
        JsonNode row = Json.MAPPER.readTree(rows.getFirst());
        assertThat(row.at("/prompt/0/content").asString()).isEqualTo("What is 6 * 7?");
        assertThat(row.at("/chosen/0/content").asString()).isEqualTo("42");
        assertThat(row.at("/rejected/0/content").asString()).isEqualTo("41");
        assertThat(commands.err()).contains("1 pairs in " + output + " from 5 rated of 5 trajectories");
    }

    @Test
    void withoutAPairTheFileIsLeft() throws IOException {
        Files.writeString(output, "before\n");

        assertThat(commands.run("pairs", file, "--gap", "1", "--output", output))
                .isZero();
        Files.writeString(output, "before\n");
        Path alone = commands.write("alone.jsonl", DataCommands.said("a", "What?", "That", 1));

        assertThat(commands.run("pairs", alone, "--output", output)).isEqualTo(1);
        assertThat(commands.err()).contains("no pairs").contains("left as it was");
        assertThat(output).hasContent("before");
    }
}
