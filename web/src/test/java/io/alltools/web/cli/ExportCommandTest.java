package io.alltools.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Budget;
import io.alltools.agent.FinishReason;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.RunEvent;
import io.alltools.agent.Sampling;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Usage;
import io.alltools.web.EchoParts;
import io.alltools.web.store.DataFolder;
import io.alltools.web.store.Database;
import io.alltools.web.store.DatabaseJournal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ExportCommandTest {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void record() {
        try (Database database = Database.open(new DataFolder(folder))) {
            write(database, "run_first", START, ToolResult.ok("42"));
            write(
                    database,
                    "run_second",
                    START.plusSeconds(60),
                    ToolResult.failed(ToolResult.Kind.TIMEOUT, "longer than 60 s"));
        }
    }

    @Test
    void allRunsAreWrittenOldestFirstAndARefusedOneSaysWhyAndWhatToDo() {
        assertThat(export("--format", "glm4")).isZero();

        List<JsonNode> rows = text(out).lines().map(Json.MAPPER::readTree).toList();
        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst().at("/messages/3/content").asString()).isEqualTo("42");
        assertThat(text(err))
                .contains("run_second is refused: step 2: the call c of python failed (timeout) (--allow tool_failure)")
                .contains("1 of 2 runs written as 1 rows of glm4; refused for tool_failure 1");
    }

    @Test
    void anAllowedLossIsCountedAndTheManifestStandsBesideTheFile() throws IOException {
        Path file = folder.resolve("train.jsonl");

        assertThat(export(
                        "--format",
                        "llamafactory",
                        "--allow",
                        "tool_failure",
                        "--licence",
                        "CC0-1.0",
                        "--output",
                        file.toString()))
                .isZero();

        assertThat(Files.readAllLines(file)).hasSize(2);
        assertThat(text(out)).isEmpty();
        assertThat(text(err)).contains("2 of 2 runs written").contains("lost as allowed: tool_failure 1");
        JsonNode manifest = Json.MAPPER.readTree(Files.readString(folder.resolve("train.jsonl.manifest.json")));
        assertThat(manifest.at("/trajectories/lost/tool_failure").asInt()).isEqualTo(1);
        assertThat(manifest.at("/licences/0").asString()).isEqualTo("CC0-1.0");
    }

    @Test
    void aRunThatWasAskedForAndIsRefusedIsAFailureAndLeavesTheFile() throws IOException {
        Path file = folder.resolve("train.jsonl");
        Files.writeString(file, "before\n");

        assertThat(export("--format", "glm4", "--output", file.toString(), "second"))
                .isEqualTo(1);

        assertThat(Files.readString(file)).isEqualTo("before\n");
        assertThat(text(err)).contains("0 of 1 runs written").contains("is left as it was");
    }

    @Test
    void aFolderThatIsMissingIsToldInOneLine() {
        assertThat(export("--format", "atif", "--output", "/no/such/folder/x.jsonl"))
                .isEqualTo(1);
        assertThat(text(err)).isEqualTo("alltools: there is no folder /no/such/folder for x.jsonl; create it first\n");
    }

    @Test
    void aFileOfTrajectoriesIsExportedLikeTheRunsThatItIsOf() throws IOException {
        Path file = folder.resolve("runs.jsonl.gz");
        try (GZIPOutputStream zipped = new GZIPOutputStream(Files.newOutputStream(file))) {
            zipped.write(Files.readAllBytes(atif()));
        }
        out.reset();
        err.reset();

        assertThat(export("--input", file.toString(), "--format", "glm4")).isZero();

        assertThat(text(out).lines()).hasSize(1);
        assertThat(Json.MAPPER.readTree(text(out)).at("/messages/3/content").asString())
                .isEqualTo("42");
        assertThat(text(err))
                .contains("run_second is refused: step 2: the call c of python failed (timeout) (--allow tool_failure)")
                .contains("1 of 2 runs written as 1 rows of glm4; refused for tool_failure 1");
    }

    @Test
    void aFolderTellsOfItsDataAndOfTheFileThatItIsOf() throws Exception {
        Path input = atif();
        Path set = folder.resolve("set");

        assertThat(export(
                        "--input",
                        input.toString(),
                        "--format",
                        "openai",
                        "--container",
                        "parquet",
                        "--output",
                        set + "/"))
                .isZero();

        JsonNode manifest = Json.MAPPER.readTree(Files.readString(set.resolve("MANIFEST.json")));
        assertThat(manifest.path("file").asString()).isEqualTo("data.parquet");
        assertThat(manifest.path("sha256").asString()).isEqualTo(sha256(set.resolve("data.parquet")));
        assertThat(manifest.at("/trajectories/refused_for/tool_failure").asInt())
                .isEqualTo(1);
        assertThat(manifest.at("/source/file").asString()).isEqualTo("runs.jsonl");
        assertThat(manifest.at("/source/sha256").asString()).isEqualTo(sha256(input));
        assertThat(manifest.at("/source/generation").isMissingNode()).isTrue();
        assertThat(Files.readAllBytes(set.resolve("data.parquet"))).startsWith("PAR1".getBytes(StandardCharsets.UTF_8));
        err.reset();
        assertThat(export("--format", "glm4", "--output", set.toString())).isEqualTo(2);
        assertThat(text(err)).contains("data.parquet is there already").contains("--help");
    }

    @Test
    void nothingToWriteIsAFailureAndMakesNoFolder() throws IOException {
        Path input = folder.resolve("failed.jsonl");
        Files.writeString(input, Files.readAllLines(atif()).getLast() + "\n");
        Path set = folder.resolve("set");

        assertThat(export("--input", input.toString(), "--format", "glm4", "--output", set + "/"))
                .isEqualTo(1);

        assertThat(set).doesNotExist();
    }

    @Test
    void whatMakesNoSenseIsWrongUsageAndABadLineAFailure() throws IOException {
        Path input = atif();
        String[][] wrong = {
            {"--format", "glm5"},
            {"--format", "glm4", "--model", "glm-tiny"},
            {"--format", "glm4", "--container", "parquet"},
            {"--format", "glm4", "--container", "csv", "--output", "x"},
            {"--format", "glm4", "--output", ""},
            {"--format", "glm4", "--licence", "CC0-1.0"},
            {"--format", "glm4", "--input", input.toString(), "run_first"},
        };
        for (String[] options : wrong) {
            err.reset();
            assertThat(export(options)).as("%s", List.of(options)).isEqualTo(2);
            assertThat(text(err)).startsWith("alltools: ").hasLineCount(1);
        }
        Path broken = folder.resolve("broken.jsonl");
        Files.writeString(broken, Files.readString(input) + "no trajectory\n");
        Path output = folder.resolve("train.jsonl");
        err.reset();
        assertThat(export("--input", broken.toString(), "--format", "atif", "--output", output.toString()))
                .isEqualTo(1);
        assertThat(text(err)).contains("line 3").doesNotContain("\tat ");
        assertThat(output).doesNotExist();
    }

    /** Both runs as a file. */
    private Path atif() {
        Path file = folder.resolve("runs.jsonl");
        assertThat(export("--format", "atif", "--output", file.toString())).isZero();
        return file;
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private static void write(Database database, String runId, Instant at, ToolResult result) {
        List<RunEvent> events = List.of(
                new RunEvent.RunStarted(
                        "ses_" + runId,
                        "echo",
                        List.of(Message.user("What is 6 * 7?")),
                        List.of(ToolSpec.builtIn("python", "Runs Python.", "code")),
                        Sampling.GREEDY,
                        Budget.DEFAULT),
                new RunEvent.StepStarted(1),
                new RunEvent.ToolCallStarted(1, "c", "python"),
                new RunEvent.ToolCallArguments(1, "c", "6 * 7"),
                new RunEvent.UsageReported(1, new Usage(10, 5, 0), FinishReason.TOOL_CALLS),
                new RunEvent.ToolCallFinished(1, "c", "python", result, 3),
                new RunEvent.StepFinished(1, FinishReason.TOOL_CALLS),
                new RunEvent.StepStarted(2),
                new RunEvent.TextDelta(2, "42"),
                new RunEvent.UsageReported(2, new Usage(20, 2, 0), FinishReason.STOP),
                new RunEvent.StepFinished(2, FinishReason.STOP),
                new RunEvent.RunFinished(Outcome.ANSWERED, "42", new Usage(30, 7, 0), 2));
        DatabaseJournal journal = new DatabaseJournal(database);
        for (int i = 0; i < events.size(); i++) {
            journal.append(new JournalEntry(runId, i, at, events.get(i)));
        }
    }

    private int export(String... options) {
        List<String> command = new ArrayList<>(List.of("trajectories", "export"));
        command.addAll(List.of(options));
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Terminal.reader(new ByteArrayInputStream(new byte[0])),
                false,
                false);
        return new CommandLineApp(
                        new CommandContext(new EchoParts(), Map.of("ALLTOOLS_HOME", folder.toString()), terminal))
                .run(command.toArray(String[]::new));
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
