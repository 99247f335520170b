package io.alltools.trajectories.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a site, which a browser reads from a folder.
 *
 * @param home the URL of its first page; empty where none is known
 * @param pages HTML by the path in the folder
 */
record Site(String home, Map<String, String> pages) {

    Site {
        pages = new TreeMap<>(pages);
    }

    /**
     * Writes the pages to a new temporary folder.
     *
     * @throws IllegalArgumentException when a path leads out of the folder
     */
    Path write() {
        try {
            Path folder = Files.createTempDirectory("alltools-site");
            try {
                for (Map.Entry<String, String> page : pages.entrySet()) {
                    Path file = folder.resolve(page.getKey()).normalize();
                    if (!file.startsWith(folder) || file.equals(folder)) {
                        throw new IllegalArgumentException("the page \"" + page.getKey()
                                + "\" would lie outside of the site: expected a path in it");
                    }
                    Files.createDirectories(file.getParent());
                    Files.writeString(file, page.getValue());
                }
                return folder;
            } catch (IOException | RuntimeException e) {
                delete(folder);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the pages of a site can't be written: " + e.getMessage(), e);
        }
    }

    /** Deletes a folder that {@link #write} has made. */
    static void delete(Path folder) {
        try {
            if (!Files.exists(folder)) {
                return;
            }
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                        throws IOException {
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the folder " + folder + " of a site can't be deleted: " + e.getMessage(), e);
        }
    }
}
