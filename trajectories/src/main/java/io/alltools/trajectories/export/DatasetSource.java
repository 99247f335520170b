package io.alltools.trajectories.export;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.alltools.agent.Json;
import io.alltools.trajectories.dataset.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file of trajectories that a data set was made of.
 *
 * @param file its name without its folder
 * @param sha256 of the file as it stands, compressed or not, in hexadecimal
 * @param generation what its trajectories were generated with, where that is known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DatasetSource(
        String file, long bytes, String sha256, @Nullable ObjectNode generation) {

    /**
     * Reads the whole file for its checksum.
     *
     * @param settings where the settings of its generation stand, if it was generated
     * @throws IllegalArgumentException when these are no JSON object
     */
    public static DatasetSource of(Path file, Path settings) throws IOException {
        WholeFile.Sealed sealed = WholeFile.read(file);
        return new DatasetSource(
                String.valueOf(file.getFileName()), sealed.bytes(), sealed.sha256(), generation(settings));
    }

    private static @Nullable ObjectNode generation(Path settings) throws IOException {
        if (!Files.exists(settings)) {
            return null;
        }
        try {
            return Json.parseObject(Files.readString(settings));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    settings + " is not what trajectories generate writes: " + e.getMessage()
                            + "; mend it, or move it away",
                    e);
        }
    }
}
