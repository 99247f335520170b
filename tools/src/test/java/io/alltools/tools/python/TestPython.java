package io.alltools.tools.python;

import java.nio.file.Path;
import java.time.Duration;

/** The settings that the tests of this package share. */
final class TestPython {

    private TestPython() {}

    /** A cache beside the build's output, and time to start on a busy machine. */
    static PythonSettings settings() {
        return PythonSettings.defaults()
                .withStartTime(Duration.ofMinutes(2))
                .withFiles(1 << 20, 100)
                .withCache(Path.of("target", "python-cache").toAbsolutePath());
    }
}
