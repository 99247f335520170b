/** Runs scripts: variables, expansion, control flow, and what is built into the shell. */
@NullMarked
package io.alltools.trajectories.shell.interpreter;

import org.jspecify.annotations.NullMarked;
