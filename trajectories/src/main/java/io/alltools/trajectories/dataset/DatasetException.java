package io.alltools.trajectories.dataset;

import java.io.IOException;
import java.nio.file.Path;

/** A file does not hold what it should. The message is one line that names the file, the line and what is wrong. */
public final class DatasetException extends IOException {

    private static final long serialVersionUID = 1;

    /** @param line counts from 1 */
    DatasetException(Path file, long line, String problem) {
        super(file + ", line " + line + ": " + problem);
    }

    /** As {@link #DatasetException(Path, long, String)}, with its cause. */
    DatasetException(Path file, long line, String problem, Exception cause) {
        super(file + ", line " + line + ": " + problem, cause);
    }
}
