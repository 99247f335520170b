package io.alltools.trajectories.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.Json;
import io.alltools.agent.ToolResult;
import io.alltools.trajectories.ProjectVersion;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

class DatasetFileTest {

    private static final TrajectoryFormat GLM4 = TrajectoryFormats.find("glm4").orElseThrow();

    private static final DatasetFile.Origin RECORDED = new DatasetFile.Origin(List.of(), null);

    @TempDir
    Path folder;

    @Test
    void theManifestCountsWhatWasReadWrittenAndRefusedAndNamesTheFilesChecksum() throws Exception {
        Path file = folder.resolve("train.jsonl");
        try (DatasetFile data = DatasetFile.create(
                DatasetPlace.file(file),
                GLM4,
                new ExportOptions(Set.of(Loss.Kind.REASONING)),
                new DatasetFile.Origin(List.of("CC0-1.0"), null))) {
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
        JsonNode manifest =
                Json.MAPPER.readTree(Files.readString(DatasetPlace.file(file).manifest()));
        assertThat(manifest.path("sha256").asString()).isEqualTo(sha256(file));
        assertThat(manifest.path("bytes").asLong()).isEqualTo(Files.size(file));
        assertThat(manifest.path("file").asString()).isEqualTo("train.jsonl");
        assertThat(manifest.path("format").asString()).isEqualTo("glm4");
        assertThat(manifest.path("allowed")).isEqualTo(Json.MAPPER.readTree("[\"reasoning\"]"));
        assertThat(manifest.path("models")).isEqualTo(Json.MAPPER.readTree("[\"glm-tiny\"]"));
        assertThat(manifest.path("licences")).isEqualTo(Json.MAPPER.readTree("[\"CC0-1.0\"]"));
        assertThat(manifest.has("source")).isFalse();
        assertThat(manifest.path("tool_version").asString()).isEqualTo(ProjectVersion.get());
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

        try (DatasetFile data = DatasetFile.create(DatasetPlace.file(file), GLM4, ExportOptions.STRICT, RECORDED)) {
            data.add(Trajectories.research());
            assertThat(Files.readString(file)).isEqualTo("before\n");
        }

        assertThat(Files.readString(file)).isEqualTo("before\n");
        assertThat(names()).containsExactly("train.jsonl");
    }

    @Test
    void aFolderThatIsMissingIsNamed() {
        Path file = folder.resolve("missing/train.jsonl");

        assertThatThrownBy(() -> DatasetFile.create(DatasetPlace.file(file), GLM4, ExportOptions.STRICT, RECORDED))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.resolve("missing").toString())
                .hasMessageContaining("create it first");
        assertThatThrownBy(() -> DatasetFile.create(DatasetPlace.file(folder), GLM4, ExportOptions.STRICT, RECORDED))
                .hasMessageContaining("is a folder");
    }

    @ParameterizedTest
    @EnumSource(DatasetPlace.Container.class)
    void aFolderHasTheDataAndAManifestThatSaysWhereItCameFrom(DatasetPlace.Container container) throws Exception {
        Path input = folder.resolve("runs.jsonl");
        Files.writeString(input, "anything\n");
        Path settings = folder.resolve("runs.jsonl.generation.json");
        Files.writeString(settings, "{\"environment\":\"db\",\"seed\":1}");
        Path set = folder.resolve("set");
        try (DatasetFile data = DatasetFile.create(
                DatasetPlace.folder(set, container),
                GLM4,
                ExportOptions.STRICT,
                new DatasetFile.Origin(List.of(), DatasetSource.of(input, settings)))) {
            data.add(Trajectories.research());
            data.finish();
        }

        String name = "data." + container.id();
        assertThat(names(set)).containsExactlyInAnyOrder(name, "MANIFEST.json");
        JsonNode manifest = Json.MAPPER.readTree(Files.readString(set.resolve("MANIFEST.json")));
        assertThat(manifest.path("file").asString()).isEqualTo(name);
        assertThat(manifest.path("sha256").asString()).isEqualTo(sha256(set.resolve(name)));
        assertThat(manifest.path("bytes").asLong()).isEqualTo(Files.size(set.resolve(name)));
        assertThat(manifest.path("source")).isEqualTo(Json.MAPPER.readTree("""
                {"file": "runs.jsonl", "bytes": 9, "sha256": "%s", "generation": {"environment": "db", "seed": 1}}
                """.formatted(sha256(input))));
    }

    @Test
    void aFolderIsNotGivenASecondDataSet() throws IOException {
        Files.writeString(folder.resolve("data.parquet"), "");

        assertThatThrownBy(() -> DatasetPlace.folder(folder, DatasetPlace.Container.JSONL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("data.parquet is there already")
                .hasMessageContaining("export as parquet");
        DatasetPlace deep = DatasetPlace.folder(folder.resolve("a/b"), DatasetPlace.Container.JSONL);
        assertThatThrownBy(() -> DatasetFile.create(deep, GLM4, ExportOptions.STRICT, RECORDED))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no folder " + folder.resolve("a"));
    }

    @ParameterizedTest
    @EnumSource(DatasetPlace.Container.class)
    void aFolderThatGetsNoDataIsNotMade(DatasetPlace.Container container) throws IOException {
        DatasetPlace place = DatasetPlace.folder(folder.resolve("set"), container);

        try (DatasetFile data = DatasetFile.create(place, GLM4, ExportOptions.STRICT, RECORDED)) {
            data.add(failed());
        }

        assertThat(names()).isEmpty();
    }

    @Test
    void settingsThatAreNoneAreNamed() throws IOException {
        Path settings = folder.resolve("x.generation.json");
        Files.writeString(settings, "[1]");

        assertThatThrownBy(() -> DatasetSource.of(settings, settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(settings.toString());
        assertThat(DatasetSource.of(settings, folder.resolve("none")).generation())
                .isNull();
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private static AtifTrajectory failed() {
        return Trajectories.run("Go", Trajectories.PYTHON)
                .turn("", Trajectories.failed(Trajectories.PYTHON, "x", ToolResult.Kind.TIMEOUT, "too long"))
                .turn("No.")
                .answered();
    }

    private List<String> names() throws IOException {
        return names(folder);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }
}
