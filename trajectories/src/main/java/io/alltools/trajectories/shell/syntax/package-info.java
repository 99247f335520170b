/** The shell's language: what a script is made of, and the parser. */
@NullMarked
package io.alltools.trajectories.shell.syntax;

import org.jspecify.annotations.NullMarked;
