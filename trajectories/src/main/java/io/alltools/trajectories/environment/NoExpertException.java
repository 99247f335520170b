package io.alltools.trajectories.environment;

/** Nobody knows how a task is done right, so that no {@link Expert} can show it; the message says why. */
public final class NoExpertException extends RuntimeException {

    public NoExpertException(String message) {
        super(message);
    }
}
