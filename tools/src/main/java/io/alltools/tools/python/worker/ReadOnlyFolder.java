package io.alltools.tools.python.worker;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder of the host that every session reads under another name and none can change.
 *
 * @param shown its name inside the sandbox
 * @param real where it lies, without links
 */
record ReadOnlyFolder(Path shown, Path real) {

    boolean holds(Path normal) {
        return normal.startsWith(shown);
    }

    /**
     * The real file of a path that {@link #holds} is true of; it need not exist.
     *
     * @throws AccessDeniedException when a link leads out of the folder
     */
    Path real(Path normal) throws IOException {
        Path file = real.resolve(shown.relativize(normal));
        Path existing = file;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !existing.toRealPath().startsWith(real)) {
            throw new AccessDeniedException(normal.toString(), null, "it is a link that leads out of " + shown);
        }
        return file;
    }

    /** What a real file inside is called in the sandbox. */
    Path shown(Path file) {
        return shown.resolve(real.relativize(file));
    }
}
