package io.alltools.trajectories.shell.process;

/** A program. */
@FunctionalInterface
public interface Command {

    /** @return its exit status */
    int run(Process process);
}
