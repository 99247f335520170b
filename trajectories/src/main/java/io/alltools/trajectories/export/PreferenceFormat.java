package io.alltools.trajectories.export;

import io.alltools.trajectories.atif.AtifTrajectory;
import java.util.Set;

/** A form in which trainers read that one trajectory is better than another one from the same beginning. */
public interface PreferenceFormat {

    /** Its name on the command line and in the API. */
    String name();

    /** What it is and who reads it; one sentence. */
    String description();

    /** What it can't hold of any pair: the losses for which it may refuse one. */
    Set<Loss.Kind> losses();

    /** What its rows hold. */
    ColumnType.Fields columns();

    /**
     * The pair's row, or why there is none.
     *
     * @throws IllegalArgumentException when the two have other tools or another beginning, or are equal
     */
    ExportResult of(Pair pair, ExportOptions options);

    /** Two trajectories that part at a turn of the agent's. */
    record Pair(AtifTrajectory chosen, AtifTrajectory rejected) {}
}
