/** Tables for people who read them in a terminal. */
@NullMarked
package io.alltools.trajectories.table;

import org.jspecify.annotations.NullMarked;
