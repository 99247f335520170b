package io.alltools.tools.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/** The settings that the tests of this package share. */
final class TestPython {

    private TestPython() {}

    private static final class Cache {
        static final boolean PREPARED = prepare();

        private static boolean prepare() {
            try (PythonTool python = PythonTool.create(withoutCache())) {
                return python.prepareStartupCache();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    /**
     * A cache beside the build's output, and time to start on a busy machine. The first to ask has the start-up cache
     * made: without it each start would take three times as long.
     */
    static PythonSettings settings() {
        assertThat(Cache.PREPARED)
                .as("there is a start-up cache of Python's workers")
                .isTrue();
        return withoutCache();
    }

    private static PythonSettings withoutCache() {
        return PythonSettings.defaults()
                .withStartTime(Duration.ofMinutes(2))
                .withFiles(1 << 20, 100)
                .withCache(Path.of("target", "python-cache").toAbsolutePath());
    }
}
