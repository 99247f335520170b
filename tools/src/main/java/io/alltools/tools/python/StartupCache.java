package io.alltools.tools.python;

import io.alltools.tools.python.worker.Frame;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the start-up cache of the workers' JVM (JEP 514) when it is asked to, or by itself when a pool has started some
 * workers without one: it pays for itself within five more starts, in this process and in each later one.
 *
 * <p>A worker of its own runs what cells commonly need; its JVM writes the cache when it exits, by means of another
 * JVM. The file gets its name only when it is complete.
 */
final class StartupCache implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StartupCache.class);

    /** Touches what cells commonly need. */
    private static final List<String> TYPICAL_CELLS = List.of(
            "import math, json, re, random, datetime, collections, itertools, statistics, csv, decimal, textwrap",
            "import traceback, linecache\n1/0",
            "def f(n):\n    return n if n < 2 else f(n-1) + f(n-2)\nprint(f(12), f'{3.14159:.2f}', sorted({'b': 1, 'a': 2}))",
            "with open('x.txt', 'w') as f:\n    f.write('x')\nopen('x.txt').read()",
            "this is no python");

    /** A command that asks one question starts one worker; who starts this many is likely to start more. */
    private static final int STARTS_WORTH_A_CACHE = 3;

    private static final String RECORDING = "startup";

    /** A killed recording has some files to delete; more than a moment means that the disk hangs. */
    private static final Duration CLEARING = Duration.ofSeconds(5);

    private final PythonSettings settings;
    private final WorkerJvm jvm;
    private int slowStarts;
    private boolean recording;
    private @Nullable WorkerProcess recorder;
    private boolean closed;

    StartupCache(PythonSettings settings, WorkerJvm jvm) {
        this.settings = settings;
        this.jvm = jvm;
    }

    /** Says that a worker was started; makes the cache in the background if they have been enough without one. */
    void workerStarted() {
        if (settings.workers().compiler() || Files.exists(jvm.startupCache())) {
            return;
        }
        synchronized (this) {
            slowStarts++;
            if (closed || slowStarts != STARTS_WORTH_A_CACHE) {
                return;
            }
        }
        Thread.ofPlatform().daemon().name("python-start-up-cache").start(() -> {
            try {
                if (prepare()) {
                    log.info("Python's start-up cache is made: its workers start faster from now on");
                }
            } catch (IOException e) {
                warnUnlessClosed(e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /**
     * Makes the cache when there is none for this JVM and these jars: some 15 s of work that makes every later start
     * two to three times as fast.
     *
     * <p>None is made where code is compiled: the JVM could not use it. Nor while somebody else makes it.
     *
     * @return whether there is one now
     */
    boolean prepare() throws IOException, InterruptedException {
        if (settings.workers().compiler()) {
            return false;
        }
        Path cache = jvm.startupCache();
        if (Files.exists(cache)) {
            return true;
        }
        Path lockFile = cache.resolveSibling("startup.lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null || Files.exists(cache)) {
                // Whoever held the lock until now may have finished it.
                return Files.exists(cache);
            }
            if (!begin()) {
                return false;
            }
            try {
                return record(cache);
            } finally {
                end();
            }
        } catch (OverlappingFileLockException e) {
            return false; // another pool of this process is at it
        }
    }

    private boolean record(Path cache) throws IOException, InterruptedException {
        // Under the lock, so nobody writes them: they are from an application that was killed meanwhile.
        deleteRecordings();
        Path folder = Files.createTempDirectory("alltools-python");
        try {
            Path target = Files.createTempFile(jvm.folder(), RECORDING, ".tmp");
            if (!recordTo(target, folder)) {
                return false;
            }
            WorkerJvm.install(target, cache);
            return true;
        } finally {
            deleteRecordings();
            Files.deleteIfExists(folder.resolve("x.txt"));
            Files.deleteIfExists(folder);
        }
    }

    private boolean recordTo(Path target, Path folder) throws IOException, InterruptedException {
        WorkerProcess worker = WorkerProcess.launch(jvm.recordingCommand(target));
        try {
            if (!register(worker)) {
                return false;
            }
            worker.awaitReady(settings.workers().startTime());
            worker.open(folder);
            for (String cell : TYPICAL_CELLS) {
                worker.run(cell);
                Optional<Frame> answer = worker.await(settings.cell().time());
                if (answer.isEmpty() || !worker.isAlive()) {
                    warnUnlessClosed("its recording did not get through \"" + cell + "\"");
                    return false;
                }
            }
            if (!worker.exit(Duration.ofMinutes(3)) || Files.size(target) == 0) {
                warnUnlessClosed("the JVM wrote none");
                return false;
            }
            return true;
        } finally {
            worker.closeWithChildren();
        }
    }

    /** The recordings and what the JVM keeps beside one between recording and writing. */
    private void deleteRecordings() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(jvm.folder(), RECORDING + "*.{tmp,tmp.config}")) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    private synchronized boolean begin() {
        recording = !closed;
        return recording;
    }

    /** @return whether the recording may go on: {@link #close} ends it from now on */
    private synchronized boolean register(WorkerProcess worker) {
        if (!closed) {
            recorder = worker;
        }
        return !closed;
    }

    private synchronized void end() {
        recorder = null;
        recording = false;
        notifyAll();
    }

    private synchronized void warnUnlessClosed(String why) {
        if (!closed) {
            log.warn("Python will start slowly: its start-up cache could not be made: {}", why);
        }
    }

    /** Ends a recording and waits until nothing of it is left. */
    @Override
    public synchronized void close() {
        closed = true;
        if (recorder != null) {
            recorder.closeWithChildren();
        }
        long deadline = System.nanoTime() + CLEARING.toNanos();
        try {
            for (long left = CLEARING.toNanos(); recording && left > 0; left = deadline - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
