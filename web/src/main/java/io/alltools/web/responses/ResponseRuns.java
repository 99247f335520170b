package io.alltools.web.responses;

import io.alltools.web.AllTools;
import io.alltools.web.caller.Caller;
import io.alltools.web.http.ApiError;
import io.alltools.web.run.LiveRuns;
import io.alltools.web.run.SessionBusyException;
import io.alltools.web.store.ResponseRecord;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins the runs of responses, ends them, and forgets those that are not to be kept. */
final class ResponseRuns {

    private static final Logger log = LoggerFactory.getLogger(ResponseRuns.class);

    /** How long a run that was cancelled may take to end. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AllTools app;
    private final LiveRuns runs;

    ResponseRuns(AllTools app, LiveRuns runs) {
        this.app = app;
        this.runs = runs;
    }

    /**
     * Begins a response, whose start is recorded when this returns.
     *
     * @throws ApiError when its session is somebody else's
     * @throws SessionBusyException when its session has a run that goes on
     */
    void start(ResponseRequest request, Caller caller) {
        ResponseRecord record = request.record();
        if (!app.sessions().as(caller).create(record.sessionId(), Instant.now())) {
            throw ApiError.notFound("session_not_found", "there is no session \"" + record.sessionId() + "\"");
        }
        if (!record.stored()) {
            app.responses().leftovers().forEach(this::forget);
        }
        app.responses().add(record);
        try {
            runs.start(request.order(), caller);
        } catch (RuntimeException e) {
            boolean ignored = app.responses().deleteRun(record.runId());
            throw e;
        }
        if (!record.stored()) {
            var ignored = runs.events(record.runId(), -1)
                    .ignoreElements()
                    .onErrorComplete()
                    .subscribe(
                            entry -> {}, failure -> {}, () -> Thread.ofVirtual().start(() -> forgetUnlessBusy(record)));
        }
    }

    /** Ends a response as soon as it can be, and waits for that. */
    void cancel(String runId) {
        if (runs.cancel(runId)) {
            var ignored =
                    runs.events(runId, -1).ignoreElements().onErrorComplete().block(PATIENCE);
        }
    }

    /**
     * Forgets a response that is over: its run, and its session where nothing else is in it.
     *
     * @throws SessionBusyException when a run of its session goes on
     */
    void forget(ResponseRecord record) {
        String session = record.sessionId();
        try {
            boolean ignored = runs.whileIdle(session, () -> {
                boolean others = app.responses().deleteRun(record.runId());
                if (!others && record.ownSession()) {
                    app.endSession(session);
                    app.attachments().deleteFolder(session);
                    app.sessions().delete(session);
                }
                return others;
            });
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new java.io.UncheckedIOException(
                    "the files of session " + session + " can't be deleted: " + e.getMessage(),
                    e instanceof java.io.IOException io ? io : new java.io.IOException(e));
        }
    }

    private void forgetUnlessBusy(ResponseRecord record) {
        try {
            forget(record);
        } catch (SessionBusyException e) {
            log.debug("response {} is forgotten with the next one that is not stored", record.runId());
        } catch (RuntimeException e) {
            log.warn("response {} should not be stored and still is: {}", record.runId(), e.getMessage());
        }
    }
}
