package io.alltools.trajectories.shell.awk;

/** A program of awk that can't be used, or a mistake while it runs. */
final class AwkException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AwkException(String message) {
        super(message, null, false, false);
    }
}
