/** What people think of runs and their steps. */
@NullMarked
package io.alltools.trajectories.rating;

import org.jspecify.annotations.NullMarked;
