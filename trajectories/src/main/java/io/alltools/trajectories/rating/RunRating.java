package io.alltools.trajectories.rating;

import org.jspecify.annotations.Nullable;

/**
 * What people think of a run as a whole, and what they want done with it.
 *
 * @param included whether it belongs to the data set; null while nobody decided
 * @param task what kind of task it is, for grouping; empty for none
 */
public record RunRating(Rating rating, @Nullable Boolean included, String task) {

    public static final RunRating NONE = new RunRating(Rating.NONE, null, "");
}
