/**
 * What makes a data set of trajectories: stages that keep, change or drop records and account for each.
 *
 * <p>Stages are pure functions over records, so that a cluster engine can run them, too.
 */
@NullMarked
package io.alltools.trajectories.curation;

import org.jspecify.annotations.NullMarked;
