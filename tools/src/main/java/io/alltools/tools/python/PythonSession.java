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
    synchronized void end(Semaphore free) {
        WorkerProcess ended = worker;
        if (ended != null) {
            worker = null;
            lost = true;
            ended.close();
            free.release();
        }
    }

    /** @return whether the session had an idle worker, which is ended now */
    boolean endIfIdle(Semaphore free) {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            boolean had = worker != null;
            end(free);
            return had;
        } finally {
            lock.unlock();
        }
    }
}
