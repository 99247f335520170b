package io.alltools.trajectories.shell.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * Lets the stages of pipelines run in turn, exactly one at a time: each until it ends or has to wait for another. So a
 * script does the same in every run, and nothing that stages share needs a lock.
 */
public final class Turns {

    /** Enough for the deepest nesting that {@link Limits#depth} lets through. */
    private static final long STACK = 64L << 20;

    private final Meter meter;
    private final Deque<Semaphore> waiting = new ArrayDeque<>();
    private final ThreadLocal<Semaphore> seats = ThreadLocal.withInitial(() -> new Semaphore(0));

    public Turns(Meter meter) {
        this.meter = meter;
    }

    /** A stage that gets its turn when the one that runs waits or ends. */
    public final class Stage {

        private boolean done;

        private Stage() {}

        public boolean done() {
            return done;
        }
    }

    /** @param work must not throw */
    public Stage start(Runnable work) {
        Stage stage = new Stage();
        Semaphore seat = new Semaphore(0);
        thread(() -> {
            seat.acquireUninterruptibly();
            seats.set(seat);
            try {
                work.run();
            } finally {
                stage.done = true;
                Semaphore next = waiting.poll();
                if (next != null) {
                    next.release();
                }
            }
        });
        waiting.add(seat);
        return stage;
    }

    /** Lets the others run once, and then again until something is so. */
    public void waitUntil(BooleanSupplier so) {
        do {
            meter.step();
            meter.check();
            pass();
        } while (!so.getAsBoolean());
    }

    /** Lets the others run until a stage is done, whatever happens. */
    public void join(Stage stage) {
        while (!stage.done()) {
            pass();
        }
    }

    /** Lets each of the others run until it waits. */
    private void pass() {
        Semaphore next = waiting.poll();
        if (next == null) {
            return;
        }
        Semaphore mine = seats.get();
        waiting.add(mine);
        next.release();
        mine.acquireUninterruptibly();
    }

    /** Runs something on a thread with room for deep nesting. */
    static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "shell", STACK);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Runs a script's first stage to its end; an interrupt ends the script before it is passed on. */
    public void run(Runnable work) throws InterruptedException {
        Thread thread = thread(work);
        try {
            thread.join();
        } catch (InterruptedException e) {
            meter.cancel();
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException again) {
                    // It has been told and is about to end.
                    meter.cancel();
                }
            }
            throw e;
        }
    }
}
