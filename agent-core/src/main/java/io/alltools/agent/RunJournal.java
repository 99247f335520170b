package io.alltools.agent;

/** Keeps what happened in runs. */
@FunctionalInterface
public interface RunJournal {

    /**
     * Stores the entry; it is durable when this returns. Called before anybody sees the event and before its effect. An
     * interrupt of the calling thread neither breaks nor shortens it.
     *
     * @throws JournalException when it can't be stored
     */
    void append(JournalEntry entry);

    /** Keeps nothing. */
    static RunJournal none() {
        return entry -> {};
    }
}
