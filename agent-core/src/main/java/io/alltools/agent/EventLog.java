package io.alltools.agent;

import java.time.Clock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Numbers a run's events, writes them down and shows them; calls that run at the same time share it. */
final class EventLog {

    private final String runId;
    private final RunJournal journal;
    private final Consumer<JournalEntry> listener;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private long seq;
    private @Nullable JournalException broken;

    /** @param seq the number of the first event */
    EventLog(String runId, RunJournal journal, Consumer<JournalEntry> listener, Clock clock, long seq) {
        this.runId = runId;
        this.journal = journal;
        this.listener = listener;
        this.clock = clock;
        this.seq = seq;
    }

    /**
     * Once it returns the event is recorded and its effect may begin.
     *
     * @throws JournalException when it can't be recorded; so is every later event then, since what became of the one
     *     before it is not known
     */
    void emit(RunEvent event) {
        lock.lock();
        try {
            if (broken != null) {
                throw broken;
            }
            JournalEntry entry = new JournalEntry(runId, seq, clock.instant(), event);
            try {
                journal.append(entry);
            } catch (JournalException e) {
                broken = e;
                throw e;
            }
            seq++;
            listener.accept(entry);
        } finally {
            lock.unlock();
        }
    }
}
