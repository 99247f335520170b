package io.alltools.tools.python;

import io.alltools.tools.python.worker.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts workers, some of them ahead of need.
 *
 * <p>Spares are started in the background from the first {@link #take} on, after the worker that was asked for is
 * ready, so that an application that never runs Python pays nothing and the first call does not share its cores with a
 * second start.
 */
final class WorkerPool implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WorkerPool.class);

    /** Touches what cells commonly need, for the JVM's start-up cache. */
    private static final List<String> TYPICAL_CELLS = List.of(
            "import math, json, re, random, datetime, collections, itertools, statistics, csv, decimal, textwrap",
            "import traceback, linecache\n1/0",
            "def f(n):\n    return n if n < 2 else f(n-1) + f(n-2)\nprint(f(12), f'{3.14159:.2f}', sorted({'b': 1, 'a': 2}))",
            "with open('x.txt', 'w') as f:\n    f.write('x')\nopen('x.txt').read()",
            "this is no python");

    private final PythonSettings settings;
    private final WorkerJvm jvm;
    private final Queue<WorkerProcess> spares = new ArrayDeque<>();
    private int starting;
    private boolean closed;

    WorkerPool(PythonSettings settings) {
        this.settings = settings;
        this.jvm = new WorkerJvm(settings);
    }

    /** A worker that no session has used; a spare one when there is one. */
    WorkerProcess take() throws IOException, InterruptedException {
        WorkerProcess worker = spare();
        if (worker == null) {
            worker = WorkerProcess.start(jvm.command(), settings.workers().startTime());
        }
        refill();
        return worker;
    }

    /** Starts the spare workers that are missing, in the background. */
    void refill() {
        int missing;
        synchronized (this) {
            missing = closed ? 0 : settings.workers().spares() - spares.size() - starting;
            starting += Math.max(0, missing);
        }
        for (int i = 0; i < missing; i++) {
            Thread.ofVirtual().name("python-spare").start(this::startSpare);
        }
    }

    /**
     * Makes the JVM's start-up cache when there is none for this JVM and these jars: some 15 s of work that makes every
     * later start two to three times as fast.
     *
     * <p>None is made where code is compiled: the JVM could not use it.
     *
     * @return whether there is one now
     */
    boolean prepareStartupCache() throws IOException, InterruptedException {
        if (settings.workers().compiler()) {
            return false;
        }
        Path cache = jvm.startupCache();
        if (Files.exists(cache)) {
            return true;
        }
        Path folder = Files.createTempDirectory("alltools-python");
        Path recording = Files.createTempFile(cache.getParent(), "startup", ".tmp");
        try (WorkerProcess worker = WorkerProcess.start(
                jvm.recordingCommand(recording), settings.workers().startTime())) {
            worker.open(folder);
            for (String cell : TYPICAL_CELLS) {
                worker.run(cell);
                Optional<Frame> answer = worker.await(settings.cell().time());
                if (answer.isEmpty() || !worker.isAlive()) {
                    log.warn("no start-up cache for Python: its recording did not get through \"{}\"", cell);
                    return false;
                }
            }
            if (!worker.exit(Duration.ofMinutes(3)) || Files.size(recording) == 0) {
                log.warn("no start-up cache for Python: the JVM wrote none");
                return false;
            }
            WorkerJvm.install(recording, cache);
            return true;
        } finally {
            Files.deleteIfExists(recording);
            Files.deleteIfExists(folder.resolve("x.txt"));
            Files.deleteIfExists(folder);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        spares.forEach(WorkerProcess::close);
        spares.clear();
        notifyAll();
    }

    /** A living spare; waits for one that is being started. */
    private synchronized @Nullable WorkerProcess spare() throws InterruptedException {
        while (true) {
            for (WorkerProcess spare = spares.poll(); spare != null; spare = spares.poll()) {
                if (spare.isAlive()) {
                    return spare;
                }
            }
            if (starting == 0 || closed) {
                return null;
            }
            wait();
        }
    }

    private void startSpare() {
        WorkerProcess worker = null;
        try {
            worker = WorkerProcess.start(jvm.spareCommand(), settings.workers().startTime());
        } catch (IOException e) {
            log.warn("a spare Python worker could not be started: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (this) {
                starting--;
                if (worker != null && closed) {
                    worker.close();
                } else if (worker != null) {
                    spares.add(worker);
                }
                notifyAll();
            }
        }
    }
}
