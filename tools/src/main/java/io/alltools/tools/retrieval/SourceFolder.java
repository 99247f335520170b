package io.alltools.tools.retrieval;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a folder that can be read as documents: no hidden ones, and links are not followed. */
final class SourceFolder {

    private static final Logger log = LoggerFactory.getLogger(SourceFolder.class);

    /** How a file's content is told to be the same without reading it. */
    record Stamp(long bytes, long modifiedNanos) {}

    private final Path root;
    private final RetrievalSettings settings;

    /** What was said already, so that a folder that is looked at often does not fill the log. */
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    SourceFolder(Path root, RetrievalSettings settings) {
        this.root = root;
        this.settings = settings;
    }

    /** By name relative to the folder, with {@code /}. */
    SortedMap<String, Stamp> files() throws IOException {
        SortedMap<String, Stamp> files = new TreeMap<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return hidden(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && !hidden(file) && DocumentReader.reads(file)) {
                    if (attributes.size() > settings.maxFileBytes()) {
                        tell(file + " is left out of the knowledge base: it has " + attributes.size()
                                + " bytes, more than " + settings.maxFileBytes());
                    } else {
                        files.put(name(file), stamp(attributes));
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (file.equals(root)) {
                    throw e;
                }
                tell(file + " is left out of the knowledge base: it can't be read (" + e + ")");
                return FileVisitResult.CONTINUE;
            }
        });
        while (files.size() > settings.maxFiles()) {
            String left = files.lastKey();
            files.remove(left);
            tell("files from some name on are left out of the knowledge base " + root + ": it has more than "
                    + settings.maxFiles());
        }
        return files;
    }

    Path file(String name) {
        return root.resolve(name);
    }

    @Override
    public String toString() {
        return root.toString();
    }

    private boolean hidden(Path path) {
        return !path.equals(root) && path.getFileName().toString().startsWith(".");
    }

    private String name(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    private static Stamp stamp(BasicFileAttributes attributes) {
        return new Stamp(attributes.size(), attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    }

    private void tell(String message) {
        if (told.add(message)) {
            log.warn("{}", message);
        }
    }
}
