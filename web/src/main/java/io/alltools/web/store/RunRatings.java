package io.alltools.web.store;

import io.alltools.trajectories.rating.Rating;
import io.alltools.trajectories.rating.RunRating;
import java.util.Map;

/**
 * What people think of a run and of its steps.
 *
 * @param steps by the number of the step; those that nobody rated are not there
 */
public record RunRatings(RunRating run, Map<Integer, Rating> steps) {

    public static final RunRatings NONE = new RunRatings(RunRating.NONE, Map.of());
}
