package io.alltools.tools.python.worker;

import java.util.concurrent.TimeUnit;

/**
 * The threads that code has started.
 *
 * <p>Python refuses one too many by itself, with an error that code can catch. Code that finds a way around that loses
 * its interpreter: the system has no limit that a process without rights of its own could not share with others.
 */
final class GuestThreads {

    /** What the engine calls the threads that a language starts. */
    private static final String NAME = "Polyglot-";

    private static final int PAUSE_MILLIS = 100;

    private final int limit;

    GuestThreads(int limit) {
        this.limit = limit;
    }

    int limit() {
        return limit;
    }

    /** How many live now. */
    int count() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        // Twice as much room as is expected: what doesn't fit is left out silently.
        Thread[] threads = new Thread[2 * root.activeCount() + 16];
        int found = root.enumerate(threads);
        int count = 0;
        for (int i = 0; i < found; i++) {
            if (threads[i].getName().startsWith(NAME)) {
                count++;
            }
        }
        return count;
    }

    /** Ends the process when there are more than the limit, from a thread of its own. */
    void watch() {
        Thread watcher = new Thread(
                () -> {
                    while (count() <= limit) {
                        try {
                            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                    System.err.println("The code had more than the " + limit + " threads that it may have.");
                    Runtime.getRuntime().halt(1);
                },
                "thread-limit");
        watcher.setDaemon(true);
        watcher.start();
    }
}
