package io.alltools.tools.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JVM's start-up cache is made once for all who use a folder, and used by each worker from then on. */
class StartupCacheTest {

    @TempDir
    Path folder;

    @Test
    void aWorkerStartsFromTheCache() throws Exception {
        WorkerJvm jvm = new WorkerJvm(TestPython.settings());
        assertThat(jvm.startupCache()).isRegularFile().isNotEmptyFile();
        assertThat(jvm.command()).contains("-XX:AOTCache=" + jvm.startupCache());
        assertThat(new WorkerJvm(TestPython.settings().withCompiler(true)).command())
                .noneMatch(word -> word.contains("AOTCache"));
        try (WorkerProcess worker = WorkerProcess.start(jvm.command(), Duration.ofMinutes(2))) {
            assertThat(uses(worker, jvm.startupCache())).isTrue();
        }
    }

    @Test
    void nothingOfTheRecordingIsLeft() throws Exception {
        try (Stream<Path> files =
                Files.list(new WorkerJvm(TestPython.settings()).startupCache().getParent())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("worker.jar", "startup.aot", "startup.lock");
        }
    }

    @Test
    void whatSomebodyElseMakesIsNotMadeTwice() throws Exception {
        PythonSettings settings = TestPython.settings().withCache(folder);
        Path cache = new WorkerJvm(settings).startupCache();
        try (WorkerPool pool = new WorkerPool(settings);
                FileChannel channel = FileChannel.open(
                        cache.resolveSibling("startup.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(pool.prepareStartupCache()).isFalse();
        }
        assertThat(cache).doesNotExist();
    }

    @Test
    void aCacheThatIsThereIsLeftAsItIs() throws Exception {
        PythonSettings settings = TestPython.settings().withCache(folder);
        Path cache = new WorkerJvm(settings).startupCache();
        Files.write(cache, List.of("there"));
        try (WorkerPool pool = new WorkerPool(settings)) {
            assertThat(pool.prepareStartupCache()).isTrue();
        }
        assertThat(cache).hasContent("there");
    }

    /** The JVM says nothing when it can't use a cache; one that it uses is mapped into its memory. */
    private static boolean uses(WorkerProcess worker, Path cache) throws IOException {
        Path maps = Path.of("/proc", String.valueOf(worker.pid()), "maps");
        assumeTrue(Files.exists(maps), "this system doesn't tell what a process has in memory");
        try (Stream<String> lines = Files.lines(maps)) {
            return lines.anyMatch(line -> line.endsWith(cache.toString()));
        }
    }
}
