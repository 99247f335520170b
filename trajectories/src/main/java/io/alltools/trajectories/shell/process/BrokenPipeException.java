package io.alltools.trajectories.shell.process;

/** Nobody reads what a program writes any more; it ends. */
public final class BrokenPipeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** As a shell reports a program that was ended by SIGPIPE. */
    public static final int STATUS = 141;

    public BrokenPipeException() {
        super("Broken pipe", null, false, false);
    }
}
