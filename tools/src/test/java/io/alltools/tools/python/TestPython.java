package io.alltools.tools.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The settings that the tests of this package share. */
final class TestPython {

    private TestPython() {}

    private static final class Cache {
        static final boolean PREPARED = prepare();

        /** By three starts without one, as an application that nobody prepared gets it. */
        private static boolean prepare() {
            PythonSettings settings = withoutCache();
            WorkerJvm jvm = new WorkerJvm(settings);
            try (StartupCache cache = new StartupCache(settings, jvm)) {
                for (int start = 0; start < 3; start++) {
                    cache.workerStarted();
                }
                long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
                while (!Files.exists(jvm.startupCache()) && System.nanoTime() < deadline) {
                    Thread.sleep(50);
                }
                return Files.exists(jvm.startupCache());
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

    /** As {@link #settings()}, with a cache in {@code folder} that has what workers unpack, but no start-up cache. */
    static PythonSettings withoutStartupCache(Path folder) throws IOException {
        PythonSettings settings = settings();
        for (String unpacked : List.of("library", "engine")) {
            Files.createSymbolicLink(
                    folder.resolve(unpacked), settings.places().cache().resolve(unpacked));
        }
        return settings.withCache(folder);
    }

    private static PythonSettings withoutCache() {
        return PythonSettings.defaults()
                .withStartTime(Duration.ofMinutes(2))
                .withFiles(1 << 20, 100)
                .withCache(Path.of("target", "python-cache").toAbsolutePath());
    }
}
