package io.alltools.tools.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pool that starts workers again and again makes the start-up cache itself, and ends that when it is closed. */
class AutomaticStartupCacheTest {

    @TempDir
    Path folder;

    private PythonSettings settings;
    private Path cache;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(
                ProcessHandle.current().info().commandLine().isPresent(),
                "this system doesn't tell which processes there are");
        settings = TestPython.withoutStartupCache(folder).withSpares(0);
        cache = new WorkerJvm(settings).startupCache();
        await("the end of what the tests before made", () -> makers() == 0);
    }

    /** JUnit warns of links that lead out of its folder. */
    @AfterEach
    void unlink() throws IOException {
        Files.deleteIfExists(folder.resolve("library"));
        Files.deleteIfExists(folder.resolve("engine"));
    }

    /**
     * One start is only told of, for the test's time; the pool starts the worker that is asked for and then a spare.
     */
    @Test
    void theThirdStartMakesItAndClosingEndsTheJvmThatWritesIt() throws Exception {
        List<ProcessHandle> writing;
        PythonSettings withSpare = settings.withSpares(1);
        WorkerJvm jvm = new WorkerJvm(withSpare);
        StartupCache maker = new StartupCache(withSpare, jvm);
        maker.workerStarted();
        try (WorkerPool pool = new WorkerPool(withSpare, jvm, maker);
                WorkerProcess second = pool.take()) {
            assertThat(second.isAlive()).isTrue();
            assertThat(makers()).as("threads that make a cache").isZero();
            await("a JVM that writes what was recorded", () -> !writers().isEmpty());
            writing = writers();
        }
        assertThat(recorders()).isEmpty();
        assertThat(cache).doesNotExist();
        assertThat(leftovers()).isEmpty();
        await("the writing JVM's end", () -> writing.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(new WorkerJvm(settings).command()).noneMatch(word -> word.contains("AOTCache"));
    }

    @Test
    void twoStartsDontMakeItAndClosingEndsARecorderThatIsStarting() throws Exception {
        try (StartupCache maker = new StartupCache(settings, new WorkerJvm(settings))) {
            maker.workerStarted();
            maker.workerStarted();
            assertThat(makers()).isZero();
            maker.workerStarted();
            assertThat(makers()).isOne();
            await("a recorder", () -> !recorders().isEmpty());
        }
        assertThat(recorders()).isEmpty();
        assertThat(cache).doesNotExist();
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void whatAKilledApplicationLeftIsDeletedByTheNextRecording() throws Exception {
        Path left = Files.createFile(cache.resolveSibling("startup1.tmp"));
        Path leftToo = Files.createFile(cache.resolveSibling("startup1.tmp.config"));
        try (WorkerPool pool = new WorkerPool(settings)) {
            Thread.ofPlatform().daemon().start(new FutureTask<>(pool::prepareStartupCache));
            await("a recorder", () -> !recorders().isEmpty());
            assertThat(left).doesNotExist();
            assertThat(leftToo).doesNotExist();
        }
    }

    private static long makers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("python-start-up-cache"))
                .count();
    }

    private List<ProcessHandle> recorders() {
        return ProcessHandle.current()
                .children()
                .filter(process ->
                        process.info().commandLine().orElse("").contains("-XX:AOTCacheOutput=" + cache.getParent()))
                .toList();
    }

    private List<ProcessHandle> writers() {
        return recorders().stream().flatMap(ProcessHandle::descendants).toList();
    }

    private List<Path> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(cache.getParent())) {
            return files.filter(file -> file.toString().contains(".tmp")).toList();
        }
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited two minutes for " + what).isLessThan(deadline);
            Thread.sleep(20);
        }
    }
}
