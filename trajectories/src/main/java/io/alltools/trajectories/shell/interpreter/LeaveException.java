package io.alltools.trajectories.shell.interpreter;

/** A script leaves what it is in: a loop, a function or all. */
final class LeaveException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is left. */
    enum Kind {
        BREAK,
        CONTINUE,
        RETURN,
        EXIT
    }

    private final Kind kind;
    private final int value;

    private LeaveException(Kind kind, int value) {
        super(kind.name(), null, false, false);
        this.kind = kind;
        this.value = value;
    }

    /** @param kind BREAK or CONTINUE; @param loops how many */
    static LeaveException loops(Kind kind, int loops) {
        return new LeaveException(kind, loops);
    }

    /** From a function or a file that was read in. */
    static LeaveException functionWith(int status) {
        return new LeaveException(Kind.RETURN, status);
    }

    static LeaveException shellWith(int status) {
        return new LeaveException(Kind.EXIT, status);
    }

    Kind kind() {
        return kind;
    }

    /** Loops, or the status. */
    int value() {
        return value;
    }
}
