/** What a data set of trajectories holds: counts, averages and distributions, for people and for programs. */
@NullMarked
package io.alltools.trajectories.statistics;

import org.jspecify.annotations.NullMarked;
