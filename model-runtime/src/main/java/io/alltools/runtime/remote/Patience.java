package io.alltools.runtime.remote;

import io.alltools.runtime.remote.RemoteSettings.Timeouts;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How long one turn may still take, and until when its next piece must come. For one thread. */
final class Patience {

    private final Timeouts timeouts;
    private final Duration total;
    private final long end;
    private long next;
    private boolean began;

    /** @param deadline when nobody waits any longer; null for no such time */
    Patience(Timeouts timeouts, @Nullable Instant deadline) {
        this.timeouts = timeouts;
        Duration left = deadline == null ? timeouts.whole() : Duration.between(Instant.now(), deadline);
        this.total = left.compareTo(timeouts.whole()) < 0 ? left : timeouts.whole();
        this.end = System.nanoTime() + total.toNanos();
        this.next = end;
    }

    /** The endpoint is asked, perhaps again. */
    void ask() {
        next = System.nanoTime() + timeouts.first().toNanos();
    }

    /** A piece came. */
    void piece() {
        began = true;
        next = System.nanoTime() + timeouts.between().toNanos();
    }

    /** Whether a piece came; the turn can't be asked for again then. */
    boolean began() {
        return began;
    }

    /** Nanoseconds until it is over; not positive when it is. */
    long left() {
        return Math.min(end, next) - System.nanoTime();
    }

    /** Whether a pause of this length leaves time for another attempt. */
    boolean allows(Duration pause) {
        return end - System.nanoTime() > pause.toNanos();
    }

    TooSlowException over() {
        if (end - System.nanoTime() <= 0) {
            return new TooSlowException("did not complete its answer within " + seconds(total));
        }
        return new TooSlowException(
                began
                        ? "sent nothing more for " + seconds(timeouts.between())
                        : "did not begin to answer within " + seconds(timeouts.first()));
    }

    static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() / 1000.0 + " s";
    }
}
