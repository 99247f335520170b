/** {@code awk}: the language of POSIX without what starts programs for their output. */
@NullMarked
package io.alltools.trajectories.shell.awk;

import org.jspecify.annotations.NullMarked;
