package io.alltools.trajectories.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a data set stands: its data, in which container, and the manifest that describes it.
 *
 * @param ownFolder whether the folder is the data set's own, and is made with it
 */
public record DatasetPlace(Path data, Path manifest, Container container, boolean ownFolder) {

    private static final String MANIFEST = "MANIFEST.json";

    /** What holds the rows. */
    public enum Container {
        /** One JSON object a line. */
        JSONL,
        /** Columns, by {@link ParquetFile}. */
        PARQUET;

        /** As it is written on the command line, and as files of it end. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Container> find(String id) {
            return Arrays.stream(values())
                    .filter(container -> container.id().equals(id))
                    .findFirst();
        }

        /** By the end of a file's name; {@link #JSONL} for those that say nothing. */
        public static Container of(Path file) {
            return String.valueOf(file.getFileName()).endsWith("." + PARQUET.id()) ? PARQUET : JSONL;
        }
    }

    /** A file, and {@code FILE.manifest.json} beside it. */
    public static DatasetPlace file(Path file, Container container) {
        return new DatasetPlace(file, FileManifest.beside(file), container, false);
    }

    /** The same; its name tells the container. */
    public static DatasetPlace file(Path file) {
        return file(file, Container.of(file));
    }

    /**
     * {@code data.jsonl} or {@code data.parquet} in a folder, with {@code MANIFEST.json}.
     *
     * @throws IllegalArgumentException when it has data in another container already, which the manifest would no
     *     longer tell of
     */
    public static DatasetPlace folder(Path folder, Container container) {
        for (Container other : Container.values()) {
            Path there = data(folder, other);
            if (other != container && Files.exists(there)) {
                throw new IllegalArgumentException(there
                        + " is there already, and one folder holds one data set: remove it, choose another folder,"
                        + " or export as " + other.id());
            }
        }
        return new DatasetPlace(data(folder, container), folder.resolve(MANIFEST), container, true);
    }

    /**
     * Makes the folder where it is wanted.
     *
     * @return the folder if it was made, else null
     */
    @Nullable
    Path makeFolder() throws IOException {
        Path folder = data.toAbsolutePath().getParent();
        if (!ownFolder || folder == null || Files.isDirectory(folder)) {
            return null;
        }
        Path above = folder.getParent();
        if (above == null || !Files.isDirectory(above)) {
            throw new IOException("there is no folder " + above + " for " + folder.getFileName() + "; create it first");
        }
        return Files.createDirectory(folder);
    }

    private static Path data(Path folder, Container container) {
        return folder.resolve("data." + container.id());
    }
}
