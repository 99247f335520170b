package io.alltools.tools.python.worker;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.graalvm.polyglot.Engine;
import org.jspecify.annotations.Nullable;

/**
 * Python's own library on disk, and the name it goes by.
 *
 * <p>Python takes names of files from where it finds its library: into {@code sys.path}, {@code __file__} and every
 * traceback. The engine is told that the library lies in {@code /usr}, as on any Linux, so that nothing shows where the
 * host keeps it; {@link SessionFileSystem} finds the files.
 */
final class PythonLibrary {

    private static final Path SHOWN = Path.of("/usr");

    /** System property of the engine: where it takes the files of this resource to be; it doesn't look. */
    private static final String ENGINE_HOME = "polyglot.engine.resourcePath.python.python-home";

    private PythonLibrary() {}

    /**
     * Unpacks the library when {@code folder} doesn't exist, and tells the engine; to be called before Python starts.
     *
     * @throws IOException when it can't be unpacked
     */
    static ReadOnlyFolder prepare(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            unpack(folder);
        }
        System.setProperty(ENGINE_HOME, SHOWN.toString());
        return new ReadOnlyFolder(SHOWN, folder.resolve("python", "python-home").toRealPath());
    }

    private static void unpack(Path folder) throws IOException {
        Files.createDirectories(folder.toAbsolutePath().getParent());
        Path temporary = Files.createTempDirectory(folder.toAbsolutePath().getParent(), "library");
        Engine.copyResources(temporary, "python");
        try {
            Files.move(temporary, folder);
        } catch (IOException e) {
            delete(temporary);
            // Another worker was faster.
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
