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
 * A file that data were made of.
 *
 * @param file its name without its folder
 * @param sha256 of the file as it stands, compressed or not, in hexadecimal
 * @param generation what its trajectories were generated with, where that is known
 * @param manifest its own {@link FileManifest}, which tells what it was made of in its turn, where it has one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DatasetSource(
        String file,
        long bytes,
        String sha256,
        @Nullable ObjectNode generation,
        @Nullable ObjectNode manifest) {

    /**
     * Reads the whole file for its checksum.
     *
     * @param settings where the settings of its generation stand, if it was generated
     * @throws IllegalArgumentException when these or the file's manifest are no JSON object, or the manifest is of
     *     other data
     */
    public static DatasetSource of(Path file, Path settings) throws IOException {
        WholeFile.Sealed sealed = WholeFile.read(file);
        ObjectNode manifest = read(FileManifest.beside(file), "what a command of trajectories writes");
        if (manifest != null && !sealed.sha256().equals(manifest.path("sha256").asString(""))) {
            throw new IllegalArgumentException(file + " was changed since " + FileManifest.beside(file)
                    + " was written: its SHA-256 is " + sealed.sha256() + ", expected "
                    + manifest.path("sha256").asString("one")
                    + "; make the file again, or remove the manifest, which tells of other data");
        }
        return new DatasetSource(
                String.valueOf(file.getFileName()),
                sealed.bytes(),
                sealed.sha256(),
                read(settings, "what trajectories generate writes"),
                manifest);
    }

    private static @Nullable ObjectNode read(Path file, String expected) throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        try {
            return Json.parseObject(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + " is not " + expected + ": " + e.getMessage() + "; mend it, or move it away", e);
        }
    }
}
