package io.alltools.trajectories.curation;

import io.alltools.trajectories.atif.AtifTrajectory;
import java.util.List;

/** What became of a record in a stage. */
public sealed interface Verdict {

    /** It goes on as it was. */
    record Kept(AtifTrajectory trajectory) implements Verdict {}

    /**
     * It goes on otherwise than it was.
     *
     * @param changes what was done, by short ids for counting such as {@code masked_failed_step}; at least one, each as
     *     often as it was done
     */
    record Changed(AtifTrajectory trajectory, List<String> changes) implements Verdict {}

    /** @param reason a short id for counting, such as {@code reward_below} */
    record Dropped(String reason) implements Verdict {}
}
