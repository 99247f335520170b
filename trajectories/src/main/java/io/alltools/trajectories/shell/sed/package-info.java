/** {@code sed}. */
@NullMarked
package io.alltools.trajectories.shell.sed;

import org.jspecify.annotations.NullMarked;
