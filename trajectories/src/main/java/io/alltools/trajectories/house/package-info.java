/**
 * Housework in a text world in the manner of ALFWorld (Shridhar et al. 2021): find things, clean, heat or cool them and
 * put them somewhere. The reward is whether the task was done.
 */
@NullMarked
package io.alltools.trajectories.house;

import org.jspecify.annotations.NullMarked;
