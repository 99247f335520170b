package io.alltools.trajectories.shell.syntax;

/** A script that can't be read; the message is worded as bash words it. */
public final class SyntaxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;

    SyntaxException(int line, String message) {
        super(message, null, false, false);
        this.line = line;
    }

    /** Where, from 1. */
    public int line() {
        return line;
    }
}
