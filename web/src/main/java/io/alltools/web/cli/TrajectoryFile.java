package io.alltools.web.cli;

import io.alltools.trajectories.dataset.JsonlTrajectories;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of trajectories that a command is given. */
final class TrajectoryFile {

    private TrajectoryFile() {}

    /** @throws IllegalArgumentException when there is no such file */
    static JsonlTrajectories of(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    file + " is no file: expected trajectories, one ATIF record a line, as trajectories generate or"
                            + " trajectories export --format atif writes them");
        }
        return new JsonlTrajectories(file);
    }
}
