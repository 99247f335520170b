package io.alltools.agent;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a request is served among others.
 *
 * @param deadline when nobody waits for the answer any longer; null for no such time
 */
public record Service(Priority priority, @Nullable Instant deadline) {

    /** Who comes first when the model is busy. */
    public enum Priority {
        /** A person or an application waits. */
        INTERACTIVE,
        /** Trajectories are generated; they take what interactive requests leave. */
        ROLLOUT
    }

    public static final Service INTERACTIVE = new Service(Priority.INTERACTIVE, null);
    public static final Service ROLLOUT = new Service(Priority.ROLLOUT, null);
}
