/**
 * A POSIX-like shell with the usual programs, in memory: {@link io.alltools.trajectories.shell.Sandbox}. No process is
 * started, nothing of the host can be seen, all that a script uses is limited, and the same script does the same in
 * every run.
 */
@NullMarked
package io.alltools.trajectories.shell;

import org.jspecify.annotations.NullMarked;
