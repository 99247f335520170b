package io.alltools.tools.python;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashSet;
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
 */
final class WorkerPool implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WorkerPool.class);

    private final PythonSettings settings;
    private final WorkerJvm jvm;
    private final StartupCache startupCache;
    private final Queue<WorkerProcess> spares = new ArrayDeque<>();
    private final Set<WorkerProcess> renewed = new HashSet<>();
    private int starting;
    private boolean closed;

    WorkerPool(PythonSettings settings) {
        this(settings, new WorkerJvm(settings));
    }

    private WorkerPool(PythonSettings settings, WorkerJvm jvm) {
        this(settings, jvm, new StartupCache(settings, jvm));
    }

    /** @param startupCache is closed with the pool */
    WorkerPool(PythonSettings settings, WorkerJvm jvm, StartupCache startupCache) {
        this.settings = settings;
        this.jvm = jvm;
        this.startupCache = startupCache;
    }

    /** A worker whose interpreter no session has used; a spare one when there is one. */
    WorkerProcess take() throws IOException, InterruptedException {
        WorkerProcess worker = spare();
        if (worker == null) {
            worker = WorkerProcess.start(jvm.command(), settings.workers().startTime());
            startupCache.workerStarted();
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

    /** @see StartupCache#prepare */
    boolean prepareStartupCache() throws IOException, InterruptedException {
        return startupCache.prepare();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            spares.forEach(WorkerProcess::close);
            spares.clear();
            renewed.forEach(WorkerProcess::close);
            notifyAll();
        }
        startupCache.close();
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
            startupCache.workerStarted();
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
