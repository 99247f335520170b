package io.alltools.trajectories.export;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.alltools.agent.Json;
import io.alltools.trajectories.ProjectVersion;
import io.alltools.trajectories.dataset.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * How a file was made on the way from runs to training data, such as by curation; {@code FILE.manifest.json} beside it.
 * A {@link DatasetSource} takes it over, so that the manifest of the end tells the whole way.
 *
 * @param file its name without its folder
 * @param sha256 of the file, in hexadecimal
 * @param command that made it
 * @param options of the command, with their defaults; of files the name without the folder
 * @param report the command's account: what it read, kept and dropped
 * @param jsonColumns of Parquet: what is JSON as text
 * @param sources the files it was made of; none where that was the recorded runs
 * @param toolVersion of this project, which wrote the file
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record FileManifest(
        String file,
        long bytes,
        String sha256,
        Instant createdAt,
        String command,
        SortedMap<String, String> options,
        JsonNode report,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> jsonColumns,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DatasetSource> sources,
        String toolVersion) {

    /** What of it is known before the file is written. */
    public record Making(String command, Map<String, String> options, List<DatasetSource> sources) {

        /**
         * Writes the manifest of a file that was just put in its place.
         *
         * @param report anything that {@link Json} writes
         */
        public void write(Path file, WholeFile.Sealed sealed, Object report) throws IOException {
            write(file, sealed, List.of(), report);
        }

        /** Puts rows in their place, and their manifest beside them. */
        public void publish(Path file, RowWriter.Written rows, Object report) throws IOException {
            rows.file().publish();
            write(file, rows.sealed(), rows.jsonColumns(), report);
        }

        private void write(Path file, WholeFile.Sealed sealed, List<String> jsonColumns, Object report)
                throws IOException {
            FileManifest manifest = new FileManifest(
                    String.valueOf(file.getFileName()),
                    sealed.bytes(),
                    sealed.sha256(),
                    Instant.now(),
                    command,
                    new TreeMap<>(options),
                    Json.MAPPER.valueToTree(report),
                    List.copyOf(jsonColumns),
                    List.copyOf(sources),
                    ProjectVersion.get());
            try (WholeFile written = WholeFile.create(beside(file))) {
                written.out()
                        .write((Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(manifest) + "\n")
                                .getBytes(StandardCharsets.UTF_8));
                written.seal();
                written.publish();
            }
        }
    }

    /** Where the manifest of a file stands. */
    static Path beside(Path file) {
        return WholeFile.beside(file, ".manifest.json");
    }
}
