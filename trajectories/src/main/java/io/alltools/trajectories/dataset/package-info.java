/** Files of trajectories: ATIF records, one a line, read and written in a stream. */
@NullMarked
package io.alltools.trajectories.dataset;

import org.jspecify.annotations.NullMarked;
