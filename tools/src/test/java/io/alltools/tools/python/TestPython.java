package io.alltools.tools.python;

import java.nio.file.Path;
import java.time.Duration;

/** The settings that the tests of this package share. */
final class TestPython {

    private TestPython() {}

    /** A cache beside the build's output, and time to start on a busy machine. */
    static PythonSettings settings() {
        PythonSettings defaults = PythonSettings.defaults();
        return new PythonSettings(
                defaults.callLimit(),
                defaults.cpuLimit(),
                Duration.ofMinutes(2),
                defaults.heapMegabytes(),
                defaults.outputBytes(),
                1 << 20,
                100,
                defaults.maxSessions(),
                defaults.spareWorkers(),
                Path.of("target", "python-cache").toAbsolutePath());
    }
}
