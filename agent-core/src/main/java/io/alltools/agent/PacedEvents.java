package io.alltools.agent;

import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes pieces of one kind that come quickly behind each other one event: each event is a commit, which takes about a
 * millisecond.
 */
final class PacedEvents {

    /** What comes within this time after an event waits for the next piece behind it; slower ones are told at once. */
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final EventLog log;
    private final StringBuilder pieces = new StringBuilder();
    private @Nullable Function<String, RunEvent> kind;
    private long toldAt = System.nanoTime() - PACE_NANOS;

    PacedEvents(EventLog log) {
        this.log = log;
    }

    /** Tells a piece, at the latest with the next event of another kind. */
    void tell(Function<String, RunEvent> event, String piece) {
        if (kind != null && !kind.apply("").equals(event.apply(""))) {
            flush();
        }
        kind = event;
        pieces.append(piece);
        if (System.nanoTime() - toldAt >= PACE_NANOS) {
            flush();
        }
    }

    /** Tells an event behind all pieces before it. */
    void emit(RunEvent event) {
        flush();
        log.emit(event);
    }

    /** Tells what still waits; called also when the turn breaks off. */
    void flush() {
        if (kind != null) {
            RunEvent event = kind.apply(pieces.toString());
            kind = null;
            pieces.setLength(0);
            log.emit(event);
            toldAt = System.nanoTime();
        }
    }
}
