package io.alltools.agent;

import java.time.Clock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Numbers a run's events, writes them down and shows them; calls that run at the same time share it. */
final class EventLog {

    private final String runId;
    private final RunJournal journal;
    private final Consumer<JournalEntry> listener;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private long seq;

    /** @param seq the number of the first event */
    EventLog(String runId, RunJournal journal, Consumer<JournalEntry> listener, Clock clock, long seq) {
        this.runId = runId;
        this.journal = journal;
        this.listener = listener;
        this.clock = clock;
        this.seq = seq;
    }

    /** Once it returns the event is recorded and its effect may begin. */
    void emit(RunEvent event) {
        lock.lock();
        try {
            JournalEntry entry = new JournalEntry(runId, seq, clock.instant(), event);
            journal.append(entry);
            seq++;
            listener.accept(entry);
        } finally {
            lock.unlock();
        }
    }
}
