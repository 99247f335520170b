/** Patterns and formats that the shell and its programs have in common. */
@NullMarked
package io.alltools.trajectories.shell.text;

import org.jspecify.annotations.NullMarked;
