package io.alltools.web.run;

import io.alltools.web.AllTools;
import io.alltools.web.store.RunOwnership;
import io.alltools.web.store.StoreException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes on with the runs of servers that died: when this server starts, and every 10 s. */
public final class Recovery implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Recovery.class);

    private static final int INTERVAL_SECONDS = 10;

    /** So that the runs of today are served, too. */
    private static final int MAX_RUNS_AT_ONCE = 16;

    private final AllTools app;
    private final LiveRuns runs;
    private final Set<String> otherModels = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("recovery").daemon().factory());

    public Recovery(AllTools app, LiveRuns runs) {
        this.app = app;
        this.runs = runs;
    }

    /** Begins to look; all tools must be there by now. */
    public void start() {
        timer.scheduleWithFixedDelay(this::look, 0, INTERVAL_SECONDS, TimeUnit.SECONDS);
    }

    /** Takes what is there to take. */
    void look() {
        try {
            for (RunOwnership.AbandonedRun run : app.ownership().abandoned()) {
                if (runs.count() >= MAX_RUNS_AT_ONCE) {
                    return;
                }
                if (runs.isLive(run.id())) {
                    continue;
                }
                if (app.models().find(run.model()).isEmpty()) {
                    if (otherModels.add(run.id())) {
                        log.warn(
                                "run {} waits for a server that has its model, {}: this one has {}",
                                run.id(),
                                run.model(),
                                app.models().list().stream()
                                        .map(status -> status.known().name())
                                        .collect(Collectors.joining(", ")));
                    }
                } else if (runs.resume(run)) {
                    log.info("run {} goes on: the process that ran it is gone", run.id());
                }
            }
        } catch (StoreException e) {
            log.warn("no runs can be recovered now: {}", e.getMessage());
        } catch (RuntimeException e) {
            // Thrown on, it would end the looking.
            log.error("recovering runs failed", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
