/** The programs of a sandboxed machine. */
@NullMarked
package io.alltools.trajectories.shell.command;

import org.jspecify.annotations.NullMarked;
