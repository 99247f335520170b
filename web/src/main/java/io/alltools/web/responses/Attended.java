package io.alltools.web.responses;

import io.alltools.web.run.LiveRuns;

/** A run that ends when the client goes away that waits for it, however early. */
final class Attended {

    private final LiveRuns runs;
    private final String runId;
    private volatile boolean left;

    Attended(LiveRuns runs, String runId) {
        this.runs = runs;
        this.runId = runId;
    }

    /** The run has begun. */
    void begun() {
        if (left) {
            boolean ignored = runs.cancel(runId);
        }
    }

    /** The client is gone. */
    void leave() {
        left = true;
        boolean ignored = runs.cancel(runId);
    }
}
