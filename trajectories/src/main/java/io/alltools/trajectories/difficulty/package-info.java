/** How hard tasks are for the model that tried them, and data sets with tasks of the wanted difficulty. */
@NullMarked
package io.alltools.trajectories.difficulty;

import org.jspecify.annotations.NullMarked;
