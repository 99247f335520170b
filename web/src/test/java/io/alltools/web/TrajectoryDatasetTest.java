package io.alltools.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.runtime.RuntimeOptions;
import io.alltools.runtime.embedded.EmbeddedModel;
import io.alltools.runtime.tokenizer.Tokenizer;
import io.alltools.runtime.tokenizer.Tokenizers;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.export.Loss;
import io.alltools.web.cli.CommandLineApp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * From nothing to training data, as a person does it: experts do 50 tasks of each environment with the real tools, the
 * trajectories are curated and exported in each format, and what was written is read back.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrajectoryDatasetTest {

    private static final List<String> ENVIRONMENTS =
            List.of("db", "os", "kg", "house", "shop", "web", "math", "functions");
    private static final int TASKS = 50;
    private static final String ALL_LOSSES =
            Arrays.stream(Loss.Kind.values()).map(Loss.Kind::id).collect(Collectors.joining(","));

    @TempDir
    private static Path folder;

    private Path curated;
    private List<AtifTrajectory> trajectories;

    @BeforeAll
    void generateAndCurate() throws Exception {
        Path all = folder.resolve("all.jsonl");
        run(
                "trajectories",
                "generate",
                "--env",
                "all",
                "--tasks",
                Integer.toString(TASKS),
                "--model",
                "oracle",
                "--failures",
                "0.1",
                "--concurrency",
                "4",
                "--seed",
                "1",
                "--output",
                all.toString());
        curated = folder.resolve("curated.jsonl");
        run(
                "trajectories",
                "curate",
                all.toString(),
                "--output",
                curated.toString(),
                "mask",
                "validity",
                "reward",
                "scrub",
                "exact");
        trajectories = read(curated, AtifTrajectory.class);
    }

    private void run(String... command) {
        assertThat(exitCode(command)).as(String.join(" ", command)).isZero();
    }

    private int exitCode(String... command) {
        Map<String, String> environment =
                Map.of("ALLTOOLS_HOME", folder.resolve("home").toString());
        return new CommandLineApp(new ProjectParts(environment), environment).run(command);
    }

    private static <T> List<T> read(Path file, Class<T> type) throws IOException {
        List<T> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            rows.add(Json.read(line, type));
        }
        return rows;
    }

    @Test
    void everyEnvironmentGivesTrajectoriesOfFullReward() throws Exception {
        Map<String, Long> generated = read(folder.resolve("all.jsonl"), AtifTrajectory.class).stream()
                .collect(Collectors.groupingBy(
                        trajectory -> trajectory.extra().path("environment").asString(), Collectors.counting()));

        assertThat(generated)
                .containsOnlyKeys(ENVIRONMENTS)
                .allSatisfy((environment, count) -> assertThat(count).isEqualTo(TASKS));
        assertThat(read(folder.resolve("all.jsonl"), AtifTrajectory.class))
                .allSatisfy(trajectory -> assertThat(
                                trajectory.extra().path("reward").asDouble())
                        .as(trajectory.extra().path("task") + " "
                                + trajectory.extra().path("score"))
                        .isEqualTo(1));
    }

    @Test
    void curationAccountsForEachRecord() throws Exception {
        JsonNode report = Json.parseObject(Files.readString(folder.resolve("curated.jsonl.manifest.json")))
                .path("report");

        long in = (long) TASKS * ENVIRONMENTS.size();
        for (JsonNode stage : report.path("stages")) {
            assertThat(stage.path("in").asLong())
                    .as(stage.path("name").asString())
                    .isEqualTo(in);
            long dropped = stage.path("dropped")
                    .valueStream()
                    .mapToLong(JsonNode::asLong)
                    .sum();
            in = stage.path("out").asLong();
            assertThat(stage.path("in").asLong() - dropped).isEqualTo(in);
        }
        assertThat(in).isEqualTo(trajectories.size()).isGreaterThan(300);
        // Calls that were made to fail are not learnt, what mended them is.
        assertThat(trajectories.stream()
                        .flatMap(trajectory -> trajectory.steps().stream())
                        .filter(step -> step.observation() != null && failed(step)))
                .isNotEmpty()
                .noneMatch(AtifTrajectory.Step::isTrained);
    }

    private static boolean failed(AtifTrajectory.Step step) {
        return step.observation() != null
                && step.observation().results().stream()
                        .allMatch(result -> result.extra().has("failure"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"atif", "glm4", "agentinstruct", "llamafactory", "ms-swift", "trl", "axolotl", "openai", "tokens"
            })
    void everyFormatIsWrittenAndReadBack(String format) throws Exception {
        for (String kind : List.of("jsonl", "parquet")) {
            Path file = folder.resolve(format + "." + kind);
            List<String> command = new ArrayList<>(List.of(
                    "trajectories",
                    "export",
                    "--input",
                    curated.toString(),
                    "--format",
                    format,
                    "--allow",
                    ALL_LOSSES,
                    "--output",
                    file.toString()));
            if (format.equals("tokens")) {
                command.addAll(List.of("--model", EmbeddedModel.NAME));
            }
            run(command.toArray(String[]::new));
            ObjectNode manifest =
                    Json.parseObject(Files.readString(folder.resolve(format + "." + kind + ".manifest.json")));
            assertThat(manifest.path("trajectories").path("read").asInt()).isEqualTo(trajectories.size());
            assertThat(manifest.path("trajectories").path("written").asInt()).isEqualTo(trajectories.size());
            assertThat(manifest.path("rows").asLong())
                    .isEqualTo(kind.equals("jsonl") ? lines(file) : parquetRows(file));
        }
    }

    private static long lines(Path file) throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> !Json.parseObject(line).isEmpty()).count();
        }
    }

    private static long parquetRows(Path file) throws Exception {
        try (var duckdb = DriverManager.getConnection("jdbc:duckdb:");
                var statement = duckdb.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM '" + file + "'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void masksSayWhichTurnsAreLearnt() throws Exception {
        Path file = folder.resolve("masks.jsonl");
        run(
                "trajectories",
                "export",
                "--input",
                curated.toString(),
                "--format",
                "agentinstruct",
                "--allow",
                "tool_failure,passage_metadata",
                "--output",
                file.toString());
        Map<String, Long> learnt = trajectories.stream()
                .collect(Collectors.toMap(
                        AtifTrajectory::trajectoryId,
                        trajectory -> trajectory.steps().stream()
                                .filter(AtifTrajectory.Step::isTrained)
                                .count()));

        List<ObjectNode> rows = read(file, ObjectNode.class);

        assertThat(rows)
                .hasSizeGreaterThan(200)
                .allSatisfy(row -> assertThat(row.path("conversations")
                                .valueStream()
                                .filter(turn -> turn.path("loss").asBoolean(false))
                                .count())
                        .isEqualTo(learnt.get(row.path("id").asString())));
    }

    @Test
    void tokenIdsDecodeBackAndMasksCoverWhatTheAgentSaid() throws Exception {
        Path file = folder.resolve("ids.jsonl");
        run(
                "trajectories",
                "export",
                "--input",
                curated.toString(),
                "--format",
                "tokens",
                "--model",
                EmbeddedModel.NAME,
                "--allow",
                ALL_LOSSES,
                "--output",
                file.toString());
        Map<String, AtifTrajectory> byId =
                trajectories.stream().collect(Collectors.toMap(AtifTrajectory::trajectoryId, each -> each));
        Path cache = RuntimeOptions.defaults().cache();
        try (Tokenizer tokenizer = Tokenizers.open(EmbeddedModel.unpack(cache), cache.resolve("native"))) {
            for (ObjectNode row : read(file, ObjectNode.class)) {
                AtifTrajectory trajectory = byId.get(row.path("id").asString());
                StringBuilder all = new StringBuilder();
                StringBuilder learnt = new StringBuilder();
                int at = 0;
                for (JsonNode piece : row.path("pieces")) {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    for (int i = 0; i < piece.path("tokens").asInt(); i++, at++) {
                        int id = row.path("input_ids").get(at).asInt();
                        boolean trained = row.path("loss_mask").get(at).asInt() == 1;
                        assertThat(trained).isEqualTo(piece.path("trained").asBoolean());
                        assertThat(row.path("labels").get(at).asInt()).isEqualTo(trained ? id : -100);
                        bytes.writeBytes(tokenizer.bytes(id));
                    }
                    String text = bytes.toString(StandardCharsets.UTF_8);
                    assertThat(text).isEqualTo(piece.path("text").asString());
                    all.append(text);
                    if (piece.path("trained").asBoolean()) {
                        learnt.append(text);
                    }
                }
                assertThat(row.path("input_ids")).hasSize(at);
                for (AtifTrajectory.Step step : trajectory.steps()) {
                    String said = step.message().asString("");
                    assertThat(all).contains(said);
                    if (step.isTrained()) {
                        assertThat(learnt).contains(said);
                    }
                }
            }
        }
        Path packs = folder.resolve("packs.jsonl");
        run("trajectories", "pack", file.toString(), "--length", "20000", "--output", packs.toString());
        assertThat(lines(packs)).isBetween(10L, 399L);
    }

    @Test
    void stagesStatisticsAndPacksAreCommands() throws Exception {
        Path good = folder.resolve("good.jsonl");
        run("trajectories", "filter", curated.toString(), "--at-least", "1", "--output", good.toString());
        assertThat(lines(good)).isEqualTo(trajectories.size());
        assertThat(exitCode("trajectories", "filter", curated.toString(), "--at-least", "2", "--output", "x"))
                .isEqualTo(2);
        assertThat(exitCode("trajectories", "curate", curated.toString(), "--output", "x", "polish"))
                .isEqualTo(2);
        assertThat(exitCode(
                        "trajectories", "stats", folder.resolve("none.jsonl").toString()))
                .isEqualTo(1);
        Path html = folder.resolve("report.html");
        run("trajectories", "stats", good.toString(), "--html", html.toString());
        assertThat(html).content().contains("<svg").contains("house").doesNotContain("<script");
    }

    @Test
    void rolloutsOfAModelKeepItsTokens() throws Exception {
        Path rollouts = folder.resolve("tiny.jsonl");
        run(
                "trajectories",
                "generate",
                "--env",
                "db",
                "--tasks",
                "3",
                "--rollouts",
                "2",
                "--model",
                EmbeddedModel.NAME,
                "--steps",
                "3",
                "--output",
                rollouts.toString());
        Path file = folder.resolve("verl.jsonl");

        run(
                "trajectories",
                "export",
                "--input",
                rollouts.toString(),
                "--format",
                "verl",
                "--allow",
                "context_break",
                "--output",
                file.toString());

        assertThat(read(file, ObjectNode.class)).hasSizeGreaterThanOrEqualTo(6).allSatisfy(row -> {
            assertThat(row.path("prompt_ids")).isNotEmpty();
            assertThat(row.path("response_ids")).isNotEmpty().hasSameSizeAs(row.path("response_mask"));
            assertThat(row.path("response_logprobs")).hasSameSizeAs(row.path("response_ids"));
            assertThat(row.path("reward_score").isNumber()).isTrue();
        });
    }

    @Test
    void aRealModelAnswersAndScoresItsAnswers() throws Exception {
        Path problems = folder.resolve("problems.jsonl");
        Files.write(
                problems,
                trajectories.stream()
                        .filter(trajectory -> trajectory
                                .extra()
                                .path("environment")
                                .asString()
                                .equals("math"))
                        .limit(2)
                        .map(Json::write)
                        .toList());
        Path set = folder.resolve("answers.jsonl");

        int exitCode = exitCode(
                "trajectories",
                "critique",
                problems.toString(),
                "--model",
                EmbeddedModel.NAME,
                "--samples",
                "2",
                "--max-tokens",
                "32",
                "--critique-tokens",
                "32",
                "--attempts",
                "1",
                "--output",
                set.toString());

        List<ObjectNode> work = read(folder.resolve("answers.jsonl.work.jsonl"), ObjectNode.class);
        assertThat(work).hasSize(3);
        assertThat(work.subList(1, 3))
                .allSatisfy(row -> assertThat(row.path("answers").size()).isBetween(1, 2));
        // So small a model may well come to no score.
        boolean good = work.stream()
                .flatMap(row -> row.path("answers").valueStream())
                .anyMatch(answer -> answer.path("score").asInt(0) >= 7);
        assertThat(exitCode).isEqualTo(good ? 0 : 1);
        assertThat(Files.exists(set)).isEqualTo(good);
    }
}
