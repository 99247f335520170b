package io.alltools.agent;

/**
 * An event could not be recorded, so the run stopped before its effect, without a last event. It can be resumed. The
 * message is one line for a person.
 */
public final class JournalException extends RuntimeException {

    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
