package io.alltools.trajectories.shell.process;

/** A script used more than it may, or was called off; it ends as a whole. */
public final class LimitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What there was too much of. */
    public enum Kind {
        STEPS,
        OUTPUT,
        TEXT,
        WORDS,
        DEPTH,
        TIME,
        /** The caller was interrupted. */
        CANCELLED
    }

    private final Kind kind;

    public LimitException(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
