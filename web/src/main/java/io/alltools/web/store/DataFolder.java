package io.alltools.web.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where everything that is kept lives: {@code $ALLTOOLS_HOME}, else {@code $XDG_DATA_HOME/alltools}, else
 * {@code ~/.local/share/alltools}.
 *
 * @param server what keeps the runs; null for a file in the folder
 */
public record DataFolder(Path root, @Nullable DatabaseServer server) {

    /** With its own database. */
    public DataFolder(Path root) {
        this(root, null);
    }

    /**
     * The folder that the environment names; nothing is created yet.
     *
     * @throws StoreException when the address of a database can't be used
     */
    public static DataFolder of(Map<String, String> environment) {
        DatabaseServer server = DatabaseServer.of(environment);
        String own = environment.getOrDefault("ALLTOOLS_HOME", "");
        if (!own.isBlank()) {
            return new DataFolder(Path.of(own).toAbsolutePath(), server);
        }
        String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
        // The XDG specification has relative paths ignored.
        Path share = !xdg.isBlank() && Path.of(xdg).isAbsolute()
                ? Path.of(xdg)
                : Path.of(System.getProperty("user.home", "."), ".local", "share");
        return new DataFolder(share.resolve("alltools").toAbsolutePath(), server);
    }

    /** The files of one session; made by the first tool that needs it. */
    public Path session(String sessionId) {
        return root.resolve("sessions").resolve(sessionId);
    }

    /** Files that are on their way into a session. */
    Path uploads() {
        return root.resolve("uploads");
    }

    /** The agents that people defined. */
    public Path agents() {
        return root.resolve("agents");
    }

    /** The documents that people uploaded for {@code retrieval}; made with the first one. */
    public Path documents() {
        return root.resolve("documents");
    }

    /** The record of who did what. */
    public Path audit() {
        return root.resolve("audit");
    }

    /** The record of imports that were ordered over the API. */
    public Path modelImports() {
        return root.resolve("model-imports.json");
    }

    /** H2's file without its ending. */
    Path database() {
        return root.resolve("alltools");
    }

    /** Makes the folder, for its owner alone: conversations are private. */
    void create() {
        try {
            if (Files.isDirectory(root)) {
                return;
            }
            Files.createDirectories(root);
            if (Files.getFileStore(root).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            throw new StoreException(
                    "the data folder " + root + " can't be made ("
                            + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "); set ALLTOOLS_HOME to a folder that you can write to",
                    e);
        }
    }
}
