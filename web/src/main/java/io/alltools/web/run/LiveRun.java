package io.alltools.web.run;

import io.alltools.agent.JournalEntry;
import io.alltools.agent.RunEvent;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * A run that goes on. It keeps its events in memory until it ends, so that who comes late gets all of them and none
 * twice, and who reads slowly holds up nobody.
 */
final class LiveRun {

    private final Sinks.Many<JournalEntry> entries = Sinks.many().replay().all();
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Thread thread;
    private volatile boolean left;

    /** Called by the run's own thread only. */
    void publish(JournalEntry entry) {
        if (entry.event() instanceof RunEvent.ApprovalRequested question) {
            asked.add(question.callId());
        } else if (entry.event() instanceof RunEvent.ApprovalGiven answer) {
            asked.remove(answer.callId());
        }
        entries.tryEmitNext(entry).orThrow();
        begun.complete(null);
    }

    /** Whether it waits for a person. */
    boolean waits() {
        return !asked.isEmpty();
    }

    /** From now on it may fail to record what it does. */
    void markLeft() {
        left = true;
    }

    /** Its thread shall end; the next server goes on with what is recorded. */
    void leave() {
        end();
        cancel();
    }

    boolean isLeft() {
        return left;
    }

    /** No more events will come. */
    void end() {
        entries.tryEmitComplete();
        begun.complete(null);
    }

    /** No more events will come, and the last one is missing; false when the run had not even begun. */
    boolean fail(RuntimeException cause) {
        entries.tryEmitError(cause);
        return !begun.completeExceptionally(cause);
    }

    Flux<JournalEntry> entries(long after) {
        return entries.asFlux().filter(entry -> entry.seq() > after);
    }

    /** Waits until the run's first event is stored. */
    void awaitBegin() {
        begun.join();
    }

    void startOn(Thread thread) {
        this.thread = thread;
        thread.start();
    }

    void cancel() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    /** Waits for the end, at most so long. */
    void join(long millis) throws InterruptedException {
        Thread running = thread;
        if (running != null && millis > 0) {
            running.join(millis);
        }
    }
}
