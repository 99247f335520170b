package io.alltools.trajectories.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.Json;
import io.alltools.trajectories.SampleTrajectories;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonlTrajectoriesTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"data.jsonl", "data.jsonl.gz"})
    void whatIsWrittenIsReadBackAsOftenAsWanted(String name) throws Exception {
        Path file = folder.resolve(name);
        List<AtifTrajectory> records =
                LongStream.range(0, 300).mapToObj(SampleTrajectories::random).toList();

        JsonlWriter.Written written = write(file, records);

        assertThat(written.records()).isEqualTo(300);
        assertThat(written.sealed().bytes()).isEqualTo(Files.size(file));
        assertThat(written.sealed().sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))));
        Trajectories read = new JsonlTrajectories(file);
        assertThat(read(read)).isEqualTo(records);
        assertThat(read(read)).isEqualTo(records);
        assertThat(read(Trajectories.of(records))).isEqualTo(records);
        // The same records give the same bytes.
        assertThat(write(file, records)).isEqualTo(written);
    }

    @Test
    void whatIsNotUnderstoodYetKnowsItsLength() throws IOException {
        Path file = folder.resolve("data.jsonl");
        List<AtifTrajectory> records = List.of(SampleTrajectories.random(1), SampleTrajectories.random(2));
        write(file, records);

        long bytes = 0;
        List<AtifTrajectory> read = new ArrayList<>();
        try (Trajectories.Cursor cursor = new JsonlTrajectories(file).open()) {
            for (var next = cursor.nextUnread(); next.isPresent(); next = cursor.nextUnread()) {
                bytes += next.get().bytes();
                read.add(next.get().read());
            }
        }

        assertThat(read).isEqualTo(records);
        assertThat(bytes).isEqualTo(Files.size(file));
    }

    @Test
    void emptyLinesAByteOrderMarkAndTheOtherKindOfLineEndArePassedOver() throws IOException {
        String line = Json.write(SampleTrajectories.random(1));
        Path file = folder.resolve("data.jsonl");
        Files.writeString(file, "\uFEFF" + line + "\r\n\r\n  \n" + line);

        assertThat(read(new JsonlTrajectories(file)))
                .containsExactly(SampleTrajectories.random(1), SampleTrajectories.random(1));

        Files.writeString(file, "");
        assertThat(read(new JsonlTrajectories(file))).isEmpty();
        Files.write(folder.resolve("empty.gz"), new byte[0]);
        assertThat(read(new JsonlTrajectories(folder.resolve("empty.gz")))).isEmpty();
    }

    @Test
    void linesOfAnyLengthUpToTheLimitAreReadWherever() throws IOException {
        Path file = folder.resolve("data.jsonl");
        List<AtifTrajectory> records = new ArrayList<>();
        for (int length : new int[] {1, 60_000, 65_000, 65_536, 200_000, 7, 131_072}) {
            records.add(
                    SampleTrajectories.asked("波".repeat(length / 3)).says("x").done());
        }
        write(file, records);

        assertThat(read(new JsonlTrajectories(file))).isEqualTo(records);
        int longest = Files.readAllLines(file).stream()
                .mapToInt(line -> line.getBytes(StandardCharsets.UTF_8).length)
                .max()
                .orElseThrow();
        assertThat(read(new JsonlTrajectories(file, longest))).isEqualTo(records);
        assertThatThrownBy(() -> read(new JsonlTrajectories(file, longest - 1)))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining(
                        "line 5: the line is longer than " + (longest - 1) + " bytes; expected one trajectory a line");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"schema_version":                                  | not a trajectory in JSON: Unexpected end-of-input
            [1]                                                 | not a trajectory
            null                                                | the trajectory is missing
            {}                                                  | schema_version is missing
            {"schema_version":"ATIF-v2.0"}                      | schema_version is "ATIF-v2.0"; expected ATIF-v1.x
            {"messages":[{"role":"user","content":"hi"}]}       | schema_version is missing; expected a trajectory in ATIF
            {"schema_version":"ATIF-v1.7","session_id":"s"}     | agent is missing
            {"schema_version":"ATIF-v1.7","session_id":"s","agent":{"name":"a"}} | steps is missing
            {"schema_version":"ATIF-v1.7","agent":{"name":"a"},"steps":[]} | session_id is missing
            {"schema_version":"ATIF-v1.7","session_id":"s","agent":{"name":"a"},"steps":[{"step_id":1,"message":""}]} | steps[0].source is missing
            {"schema_version":"ATIF-v1.7","session_id":"s","agent":{"name":"a"},"steps":[{"source":"robot"}]} | not a trajectory: steps[0].source
            {"schema_version":"ATIF-v1.7","session_id":"s","agent":{"name":"a"},"steps":[{"source":"agent","tool_calls":[{"tool_call_id":"c","function_name":"f"}]}]} | steps[0].tool_calls[0].arguments is missing
            """)
    void aLineThatIsNoTrajectoryIsNamedWithWhatIsWrong(String line, String problem) throws IOException {
        Path file = folder.resolve("data.jsonl");
        Files.writeString(file, Json.write(SampleTrajectories.random(1)) + "\n\n" + line + "\n");

        assertThatThrownBy(() -> read(new JsonlTrajectories(file)))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith(file + ", line 3: ")
                .hasMessageContaining(problem)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void theRecordsOfOtherProgramsMayLackWhatTheFormatLeavesOpen() throws IOException {
        Path file = folder.resolve("data.jsonl");
        Files.writeString(file, """
                {"schema_version":"ATIF-v1.4","session_id":"s","agent":{"name":"a","version":"1"},"steps":[\
                {"step_id":1,"source":"user","message":"hi"},\
                {"step_id":2,"source":"agent","message":"","metrics":{"prompt_tokens":5},"tool_calls":\
                [{"tool_call_id":"c","function_name":"f","arguments":{}}],"observation":{"results":[{"content":null}]}}]}
                """);

        AtifTrajectory read = read(new JsonlTrajectories(file)).getFirst();

        assertThat(read.trajectoryId()).isEqualTo("s");
        assertThat(read.extra()).isEmpty();
        assertThat(read.finalMetrics().totalPromptTokens()).isEqualTo(5);
        AtifTrajectory.Result result =
                read.steps().get(1).observation().results().getFirst();
        assertThat(result.content().asString()).isEmpty();
        assertThat(result.extra()).isEmpty();
    }

    @Test
    void compressedDataThatIsCutOffOrNoneIsNamed() throws IOException {
        Path file = folder.resolve("data.jsonl.gz");
        write(file, LongStream.range(0, 50).mapToObj(SampleTrajectories::random).toList());
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> read(new JsonlTrajectories(file)))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("the compressed data is damaged or cut off");

        Files.writeString(file, "{}\n{}\n{}\n{}\n{}\n");
        assertThatThrownBy(() -> read(new JsonlTrajectories(file))).hasMessageContaining("is not compressed by gzip");
    }

    @Test
    void aFileThatIsNotThereAndAFolderAreNamed() {
        assertThatThrownBy(() -> new JsonlTrajectories(folder.resolve("none.jsonl")).open())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none.jsonl does not exist");
        assertThatThrownBy(() -> new JsonlTrajectories(folder).open()).hasMessageContaining("is a folder");
    }

    @Test
    void aFileThatIsNotFinishedLeavesWhatWasThere() throws IOException {
        Path file = folder.resolve("data.jsonl");
        Files.writeString(file, "before\n");

        try (JsonlWriter writer = JsonlWriter.create(file)) {
            writer.add(SampleTrajectories.random(1));
        }

        assertThat(Files.readString(file)).isEqualTo("before\n");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
        assertThatThrownBy(() -> JsonlWriter.create(folder.resolve("missing/data.jsonl")))
                .hasMessageContaining("create it first");
        assertThatThrownBy(() -> JsonlWriter.create(folder.resolve("data.parquet")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name it .jsonl");
    }

    private static JsonlWriter.Written write(Path file, List<AtifTrajectory> records) throws IOException {
        try (JsonlWriter writer = JsonlWriter.create(file)) {
            for (AtifTrajectory record : records) {
                writer.add(record);
            }
            return writer.finish();
        }
    }

    private static List<AtifTrajectory> read(Trajectories trajectories) throws IOException {
        List<AtifTrajectory> read = new ArrayList<>();
        try (Trajectories.Cursor cursor = trajectories.open()) {
            for (var next = cursor.next(); next.isPresent(); next = cursor.next()) {
                read.add(next.get());
            }
        }
        return read;
    }
}
