package io.alltools.trajectories.rating;

import io.alltools.agent.Json;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts what people think into a trajectory.
 *
 * <p>The trajectory's {@code extra} gets {@code reward} (see {@link Rating#effectiveReward}), {@code rating} (
 * {@code up} or {@code down}), {@code note}, {@code rated_by}, {@code rated_at}, {@code included} and {@code task}; the
 * {@code extra} of a rated step gets the first five. What nobody said is not there.
 */
public final class RatedTrajectory {

    private RatedTrajectory() {}

    /** @param steps by the number of the step in the run, which counts from 1 */
    public static AtifTrajectory of(AtifTrajectory trajectory, RunRating run, Map<Integer, Rating> steps) {
        ObjectNode extra = copy(trajectory.extra());
        add(run.rating(), extra);
        if (run.included() != null) {
            extra.put("included", run.included());
        }
        if (!run.task().isEmpty()) {
            extra.put("task", run.task());
        }
        AtifTrajectory rated = trajectory.withExtra(extra);
        return steps.isEmpty() ? rated : rated.withSteps(rated(trajectory.steps(), steps));
    }

    /** The steps that the model made in this run are its numbered ones, in order. */
    private static List<AtifTrajectory.Step> rated(List<AtifTrajectory.Step> steps, Map<Integer, Rating> ratings) {
        List<AtifTrajectory.Step> rated = new ArrayList<>(steps.size());
        int number = 0;
        for (AtifTrajectory.Step step : steps) {
            Rating rating = step.llmCallCount() == null ? null : ratings.get(++number);
            rated.add(rating == null ? step : rated(step, rating));
        }
        return List.copyOf(rated);
    }

    private static AtifTrajectory.Step rated(AtifTrajectory.Step step, Rating rating) {
        ObjectNode extra = copy(step.extra());
        add(rating, extra);
        return step.withExtra(extra);
    }

    private static void add(Rating rating, ObjectNode extra) {
        Double reward = rating.effectiveReward();
        if (reward != null) {
            extra.put("reward", reward);
        }
        if (rating.thumb() != null) {
            extra.put("rating", rating.thumb().word());
        }
        if (!rating.note().isEmpty()) {
            extra.put("note", rating.note());
        }
        if (rating.by() != null && rating.at() != null) {
            extra.put("rated_by", rating.by());
            extra.put("rated_at", rating.at().toString());
        }
    }

    private static ObjectNode copy(@Nullable ObjectNode extra) {
        return Objects.requireNonNullElseGet(extra, Json::object).deepCopy();
    }
}
