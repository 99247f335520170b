package io.alltools.runtime.graph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder in which an import is written until it is complete. */
final class UnfinishedImport {

    private static final String PREFIX = ".import-";
    private static final Pattern NAME = Pattern.compile(Pattern.quote(PREFIX) + "\\d+");
    /** What an import writes, links to checkpoint files among it. */
    private static final Pattern OURS = Pattern.compile(String.join(
            "|",
            Pattern.quote(ModelImporter.ONNX),
            Pattern.quote(ModelImporter.DATA),
            Pattern.quote(ModelImporter.MANIFEST),
            "weights-\\d+\\.safetensors"));

    /** An import that wrote nothing for so long was killed. */
    private static final Duration STALE = Duration.ofDays(1);

    private UnfinishedImport() {}

    static Path create(Path parent) throws IOException {
        return Files.createTempDirectory(parent, PREFIX);
    }

    /** Removes what killed imports left in {@code parent}; folders that hold anything else stay. */
    static void removeStale(Path parent) throws IOException {
        List<Path> named;
        try (Stream<Path> paths = Files.list(parent)) {
            named = paths.filter(path ->
                            NAME.matcher(String.valueOf(path.getFileName())).matches())
                    .filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
        for (Path folder : named) {
            try {
                if (isStale(folder)) {
                    delete(folder);
                }
            } catch (IOException | UncheckedIOException e) {
                // Another user's, or removed by another import just now: no reason for this one to fail.
                continue;
            }
        }
    }

    /** Removes a folder that only an import can have made. */
    static void remove(Path folder) throws IOException {
        if (NAME.matcher(String.valueOf(folder.getFileName())).matches()
                && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && holdsOursAlone(folder)) {
            delete(folder);
        }
    }

    private static boolean holdsOursAlone(Path folder) throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            return content.allMatch(
                    file -> OURS.matcher(String.valueOf(file.getFileName())).matches());
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isStale(Path folder) throws IOException {
        Instant limit = Instant.now().minus(STALE);
        List<Path> content;
        try (Stream<Path> paths = Files.list(folder)) {
            content = paths.toList();
        }
        for (Path file : content) {
            if (!OURS.matcher(String.valueOf(file.getFileName())).matches() || isYounger(file, limit)) {
                return false;
            }
        }
        return !isYounger(folder, limit);
    }

    private static boolean isYounger(Path path, Instant limit) throws IOException {
        return Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS)
                .toInstant()
                .isAfter(limit);
    }
}
