package io.alltools.tools.python;

import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A session's worker, and whether the session has lost one. */
final class PythonSession {

    /** Held for the length of a call: a session runs one cell at a time. */
    final ReentrantLock lock = new ReentrantLock();

    volatile @Nullable WorkerProcess worker;

    /** Whether variables of earlier calls are gone, which the next call's result must say. */
    volatile boolean lost;

    /** Whether the call that is running has made its process too large. */
    boolean tooLarge;

    volatile long lastUsed = System.nanoTime();

    /** Kills the worker, gives its place back and remembers that variables are gone. */
    void end(Semaphore free) {
        WorkerProcess ended = taken();
        if (ended != null) {
            ended.close();
            free.release();
        }
    }

    /** The worker, which the session has no more. */
    private synchronized @Nullable WorkerProcess taken() {
        WorkerProcess taken = worker;
        if (taken != null) {
            worker = null;
            lost = true;
        }
        return taken;
    }

    /**
     * Gives the worker back and remembers that variables are gone, unless a call is using it.
     *
     * @return whether the session had an idle worker
     */
    boolean endIfIdle(Semaphore free, WorkerPool pool) {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            WorkerProcess idle = taken();
            if (idle != null) {
                pool.giveBack(idle);
                free.release();
            }
            return idle != null;
        } finally {
            lock.unlock();
        }
    }
}
