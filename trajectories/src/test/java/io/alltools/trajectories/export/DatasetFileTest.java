package io.alltools.trajectories.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.Json;
import io.alltools.agent.ToolResult;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DatasetFileTest {

    private static final TrajectoryFormat GLM4 = TrajectoryFormats.find("glm4").orElseThrow();

    @TempDir
    Path folder;

    @Test
    void theManifestCountsWhatWasReadWrittenAndRefusedAndNamesTheFilesChecksum() throws Exception {
        Path file = folder.resolve("train.jsonl");
        try (DatasetFile data =
                DatasetFile.create(file, GLM4, new ExportOptions(Set.of(Loss.Kind.REASONING)), List.of("CC0-1.0"))) {
            data.add(Trajectories.research());
            data.add(Trajectories.run("Why?").turn("Because.", "So.").answered());
            data.add(failed());
            data.tally().addUnreadable();
            data.finish();
        }

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        assertThat(Json.parseObject(lines.getLast()).at("/messages/1/content").asString())
                .isEqualTo("So.");
        JsonNode manifest = Json.MAPPER.readTree(Files.readString(DatasetFile.manifest(file)));
        assertThat(manifest.path("sha256").asString())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))));
        assertThat(manifest.path("bytes").asLong()).isEqualTo(Files.size(file));
        assertThat(manifest.path("file").asString()).isEqualTo("train.jsonl");
        assertThat(manifest.path("format").asString()).isEqualTo("glm4");
        assertThat(manifest.path("allowed")).isEqualTo(Json.MAPPER.readTree("[\"reasoning\"]"));
        assertThat(manifest.path("models")).isEqualTo(Json.MAPPER.readTree("[\"glm-tiny\"]"));
        assertThat(manifest.path("licences")).isEqualTo(Json.MAPPER.readTree("[\"CC0-1.0\"]"));
        assertThat(manifest.path("trajectories")).isEqualTo(Json.MAPPER.readTree("""
                                {"read": 4, "written": 2, "without_row": 0, "refused": 1, "unreadable": 1,
                                 "refused_for": {"tool_failure": 1}, "lost": {"reasoning": 1}}
                                """));
        assertThat(names()).containsExactlyInAnyOrder("train.jsonl", "train.jsonl.manifest.json");
    }

    @Test
    void anExportThatIsNotFinishedLeavesWhatWasThere() throws IOException {
        Path file = folder.resolve("train.jsonl");
        Files.writeString(file, "before\n");

        try (DatasetFile data = DatasetFile.create(file, GLM4, ExportOptions.STRICT, List.of())) {
            data.add(Trajectories.research());
            assertThat(Files.readString(file)).isEqualTo("before\n");
        }

        assertThat(Files.readString(file)).isEqualTo("before\n");
        assertThat(names()).containsExactly("train.jsonl");
    }

    @Test
    void aFolderThatIsMissingIsNamed() {
        Path file = folder.resolve("missing/train.jsonl");

        assertThatThrownBy(() -> DatasetFile.create(file, GLM4, ExportOptions.STRICT, List.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.resolve("missing").toString())
                .hasMessageContaining("create it first");
        assertThatThrownBy(() -> DatasetFile.create(folder, GLM4, ExportOptions.STRICT, List.of()))
                .hasMessageContaining("is a folder");
    }

    private static AtifTrajectory failed() {
        return Trajectories.run("Go", Trajectories.PYTHON)
                .turn("", Trajectories.failed(Trajectories.PYTHON, "x", ToolResult.Kind.TIMEOUT, "too long"))
                .turn("No.")
                .answered();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }
}
