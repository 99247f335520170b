package io.alltools.web.run;

import io.alltools.agent.JournalEntry;
import io.alltools.agent.JournalException;
import io.alltools.agent.RunEvent;
import io.alltools.web.AllTools;
import io.alltools.web.RunOrder;
import io.alltools.web.caller.Caller;
import io.alltools.web.caller.Meter;
import io.alltools.web.store.RunOwnership;
import io.alltools.web.store.RunStore;
import io.alltools.web.store.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Starts runs in the background, lets clients watch them, cancels them. */
public final class LiveRuns implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LiveRuns.class);
    private static final long CLOSE_SECONDS = 5;

    /** What a session is busy with where that is no run. */
    private static final String CHANGE = "a change of its files";

    private final AllTools app;
    private final Meter meter;
    private final RunStore store;
    private final int most;
    private final Map<String, LiveRun> runs = new ConcurrentHashMap<>();
    private final Map<String, String> runOfSession = new ConcurrentHashMap<>();
    private final Scheduler blocking =
            Schedulers.fromExecutor(task -> Thread.ofVirtual().start(task));

    /**
     * @param most runs at the same time that clients may start
     * @param meter counts what the runs use
     */
    public LiveRuns(AllTools app, int most, Meter meter) {
        this.app = app;
        this.most = most;
        this.meter = meter;
        this.store = app.store();
        app.ownership().serve();
    }

    /**
     * Starts a run that goes on from what its session recorded, and returns once its start is recorded, too. A session
     * that does not exist yet is made, and is the caller's.
     *
     * @throws NoSuchSessionException when the session is somebody else's
     * @throws SessionBusyException when the session has a run that goes on
     * @throws TooManyRunsException when as many go on as may
     * @throws IllegalArgumentException when the order can't be done as it is
     */
    public void start(RunOrder order, Caller caller) {
        // The local user's is made with the first event, as everybody's used to be: all sessions are theirs to see.
        if (caller.keyId() != null && !app.sessions().as(caller).create(order.sessionId(), Instant.now())) {
            throw new NoSuchSessionException(order.sessionId());
        }
        LiveRun run = new LiveRun();
        String busy = runOfSession.putIfAbsent(order.sessionId(), order.runId());
        if (busy != null) {
            throw new SessionBusyException(order.sessionId(), busy);
        }
        synchronized (runs) {
            if (runs.size() >= most) {
                runOfSession.remove(order.sessionId(), order.runId());
                throw new TooManyRunsException(most);
            }
            runs.put(order.runId(), run);
        }
        run.startOn(Thread.ofVirtual()
                .name(order.runId())
                .unstarted(() ->
                        execute(order.runId(), order.sessionId(), run, meterOf(caller, List.of()), listener -> {
                            // Read only now that no other run can change it.
                            app.run(app.continued(order), listener);
                        })));
        try {
            run.awaitBegin();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /**
     * Goes on with a run whose process is gone; who watches it sees its events from the first one on.
     *
     * @return false when its session is busy here, when it is over, or when another process was quicker
     */
    boolean resume(RunOwnership.AbandonedRun abandoned) {
        String runId = abandoned.id();
        String sessionId = abandoned.sessionId();
        if (runOfSession.putIfAbsent(sessionId, runId) != null) {
            return false;
        }
        LiveRun run = new LiveRun();
        boolean started = false;
        try {
            if (app.ownership().take(runId)) {
                List<JournalEntry> recorded = store.entries(runId, 0);
                recorded.forEach(run::publish);
                runs.put(runId, run);
                run.startOn(Thread.ofVirtual()
                        .name(runId)
                        .unstarted(() -> execute(
                                runId,
                                sessionId,
                                run,
                                meterOf(ownerOf(sessionId), recorded),
                                listener -> app.resume(recorded, listener))));
                started = true;
            }
            return started;
        } finally {
            if (!started) {
                runOfSession.remove(sessionId, runId);
            }
        }
    }

    private RunMeter meterOf(Caller caller, List<JournalEntry> before) {
        return new RunMeter(meter, caller, before);
    }

    /** Whoever made a session pays for the runs in it that go on by themselves. */
    private Caller ownerOf(String sessionId) {
        return app.sessions()
                .owner(sessionId)
                .map(key -> new Caller(key, key, Set.of()))
                .orElse(Caller.LOCAL);
    }

    private void execute(
            String runId, String sessionId, LiveRun run, RunMeter used, Consumer<Consumer<JournalEntry>> work) {
        try {
            work.accept(entry -> {
                used.saw(entry.event());
                if (entry.event() instanceof RunEvent.RunFinished) {
                    // Before anybody sees the end: who does may go on in the session at once.
                    runOfSession.remove(sessionId, runId);
                }
                run.publish(entry);
            });
            run.end();
        } catch (JournalException e) {
            if (run.fail(e) && !run.isLeft()) {
                log.error("{}", e.getMessage());
            }
        } catch (RuntimeException e) {
            if (run.fail(e) && !run.isLeft()) {
                log.error("run {} could not be recorded to its end", runId, e);
            }
        } finally {
            runOfSession.remove(sessionId, runId);
            runs.remove(runId);
        }
    }

    /**
     * Does work that must not meet a run of the session: none begins before it is done.
     *
     * @throws SessionBusyException when the session has a run that goes on
     */
    public <T> T whileIdle(String sessionId, Callable<T> work) throws Exception {
        String busy = runOfSession.putIfAbsent(sessionId, CHANGE);
        if (busy != null) {
            throw new SessionBusyException(sessionId, busy);
        }
        try {
            return work.call();
        } finally {
            runOfSession.remove(sessionId, CHANGE);
        }
    }

    /** Whether a run of the session goes on here. */
    public boolean isBusy(String sessionId) {
        return runOfSession.containsKey(sessionId);
    }

    /** How many go on here. */
    public int count() {
        return runs.size();
    }

    /** How many of them do something, and do not wait for a person. */
    public long working() {
        return runs.values().stream().filter(run -> !run.waits()).count();
    }

    /** Whether a run goes on here. */
    public boolean isLive(String runId) {
        return runs.containsKey(runId);
    }

    /**
     * The events of a run after event {@code after} (-1 for all): those that were, then those that come, until the run
     * ends. Of a run that goes on elsewhere or broke off, those that are recorded.
     */
    public Flux<JournalEntry> events(String runId, long after) {
        return Flux.defer(() -> {
            LiveRun run = runs.get(runId);
            return run != null ? run.entries(after) : recorded(runId, after);
        });
    }

    private Flux<JournalEntry> recorded(String runId, long after) {
        return Flux.<List<JournalEntry>>create(sink -> {
                    sink.next(store.entries(runId, after + 1));
                    sink.complete();
                })
                .subscribeOn(blocking)
                .flatMapIterable(entries -> entries);
    }

    /** Cancels a run; false when it does not go on here. */
    public boolean cancel(String runId) {
        LiveRun run = runs.get(runId);
        if (run == null) {
            return false;
        }
        run.cancel();
        return true;
    }

    /**
     * Leaves all runs as they are recorded: the next server goes on with them, and asks again where they wait for a
     * person. Their threads have ended when this returns.
     */
    @Override
    public void close() {
        List<Map.Entry<String, LiveRun>> open = List.copyOf(runs.entrySet());
        for (Map.Entry<String, LiveRun> run : open) {
            run.getValue().markLeft();
            try {
                // First: what its thread says about its own end must not be recorded.
                app.ownership().leave(run.getKey());
            } catch (StoreException e) {
                log.warn("run {} can't be left to another server: {}", run.getKey(), e.getMessage());
            }
            run.getValue().leave();
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
        try {
            for (Map.Entry<String, LiveRun> run : open) {
                run.getValue().join(TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        blocking.dispose();
    }
}
