package io.alltools.web.store;

import io.alltools.trajectories.rating.RunRating;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recorded run in a list.
 *
 * @param tokens prompt and completion together; null while it goes on
 * @param rating what people think of it; its note is cut, see {@link TrajectoryStore#NOTE_CHARACTERS}
 * @param reward what the rating comes to; null for none
 * @param tools that the model called, by name
 */
public record TrajectorySummary(
        RunSummary run,
        @Nullable Long tokens,
        RunRating rating,
        @Nullable Double reward,
        List<ToolUse> tools) {

    /**
     * @param calls those that came to a result
     * @param failed how many of these failed
     */
    public record ToolUse(String tool, long calls, long failed) {}
}
