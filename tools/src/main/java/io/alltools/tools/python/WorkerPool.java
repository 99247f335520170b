package io.alltools.tools.python;

import io.alltools.tools.python.worker.Frame;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts workers, some of them ahead of need.
 *
 * <p>Spares are started in the background from the first {@link #take} on, after the worker that was asked for is
 * ready, so that an application that never runs Python pays nothing and the first call does not share its cores with a
 * second start.
 *
 * <p>A pool that has started some workers without the JVM's start-up cache makes one in the background: it pays for
 * itself within five more starts, in this process and in each later one.
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

    /** A command that asks one question starts one worker; who starts this many is likely to start more. */
    private static final int STARTS_WORTH_A_CACHE = 3;

    private final PythonSettings settings;
    private final WorkerJvm jvm;
    private final Queue<WorkerProcess> spares = new ArrayDeque<>();
    private final Set<WorkerProcess> renewed = new HashSet<>();
    private int starting;
    private int slowStarts;
    private @Nullable WorkerProcess recorder;
    private boolean closed;

    WorkerPool(PythonSettings settings) {
        this.settings = settings;
        this.jvm = new WorkerJvm(settings);
    }

    /** A worker whose interpreter no session has used; a spare one when there is one. */
    WorkerProcess take() throws IOException, InterruptedException {
        WorkerProcess worker = spare();
        if (worker == null) {
            worker = WorkerProcess.start(jvm.command(), settings.workers().startTime());
            makeCacheIfWorthIt();
        }
        refill();
        return worker;
    }

    private void makeCacheIfWorthIt() {
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
                if (prepareStartupCache()) {
                    log.info("Python's start-up cache is made: its workers start faster from now on");
                }
            } catch (IOException e) {
                log.warn("Python will start slowly: its start-up cache could not be made: {}", e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
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

    /** Takes a worker whose session has ended: it gets another interpreter and is a spare then, or it ends. */
    void giveBack(WorkerProcess worker) {
        boolean again;
        synchronized (this) {
            again = !closed && worker.sessions() < settings.workers().sessionsPerProcess();
            if (again) {
                starting++;
                renewed.add(worker);
            }
        }
        if (again) {
            Thread.ofVirtual().name("python-renewal").start(() -> renew(worker));
        } else {
            worker.close();
        }
    }

    private void renew(WorkerProcess worker) {
        boolean ready = false;
        try {
            ready = worker.renew(settings.workers().startTime());
        } catch (IOException e) {
            log.debug("a Python worker could not be used again: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (this) {
                renewed.remove(worker);
            }
            if (!ready) {
                worker.close();
            }
            started(ready ? worker : null);
        }
    }

    /**
     * Makes the JVM's start-up cache when there is none for this JVM and these jars: some 15 s of work that makes every
     * later start two to three times as fast.
     *
     * <p>None is made where code is compiled: the JVM could not use it. Nor while somebody else makes it.
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
        Path lockFile = cache.resolveSibling("startup.lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            // Whoever held the lock until now may have finished it.
            return Files.exists(cache) || lock != null && recordStartup(cache);
        } catch (OverlappingFileLockException e) {
            return false; // another pool of this process is at it
        }
    }

    private boolean recordStartup(Path cache) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("alltools-python");
        Path recording = Files.createTempFile(cache.getParent(), "startup", ".tmp");
        try (WorkerProcess worker = WorkerProcess.start(
                jvm.recordingCommand(recording), settings.workers().startTime())) {
            if (!register(worker)) {
                return false;
            }
            worker.open(folder);
            for (String cell : TYPICAL_CELLS) {
                worker.run(cell);
                Optional<Frame> answer = worker.await(settings.cell().time());
                if (answer.isEmpty() || !worker.isAlive()) {
                    warnUnlessClosed("its recording did not get through \"" + cell + "\"");
                    return false;
                }
            }
            if (!worker.exit(Duration.ofMinutes(3)) || Files.size(recording) == 0) {
                warnUnlessClosed("the JVM wrote none");
                return false;
            }
            WorkerJvm.install(recording, cache);
            return true;
        } finally {
            synchronized (this) {
                recorder = null;
            }
            Files.deleteIfExists(recording);
            // What the JVM keeps between recording and writing, when it was ended there.
            Files.deleteIfExists(recording.resolveSibling(recording.getFileName() + ".config"));
            Files.deleteIfExists(folder.resolve("x.txt"));
            Files.deleteIfExists(folder);
        }
    }

    /** @return whether the recording may go on: {@link #close} ends it from now on */
    private synchronized boolean register(WorkerProcess worker) {
        if (!closed) {
            recorder = worker;
        }
        return !closed;
    }

    private synchronized void warnUnlessClosed(String why) {
        if (!closed) {
            log.warn("no start-up cache for Python: {}", why);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        spares.forEach(WorkerProcess::close);
        spares.clear();
        renewed.forEach(WorkerProcess::close);
        if (recorder != null) {
            recorder.closeWithChildren();
        }
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
            started(worker);
        }
    }

    /** One that {@link #starting} counted is ready, or failed. */
    private synchronized void started(@Nullable WorkerProcess worker) {
        starting--;
        if (worker != null) {
            if (closed) {
                worker.close();
            } else {
                spares.add(worker);
            }
        }
        notifyAll();
    }
}
