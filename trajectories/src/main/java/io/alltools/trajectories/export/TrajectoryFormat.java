package io.alltools.trajectories.export;

import io.alltools.trajectories.atif.AtifTrajectory;
import java.util.Set;

/** A form in which trainers read trajectories. Formats have no state, and what they write depends on nothing else. */
public interface TrajectoryFormat {

    /** Its name on the command line and in the API. */
    String name();

    /** What it is and who reads it; one sentence. */
    String description();

    /** What it can't hold of any trajectory: the losses for which it may refuse one. */
    Set<Loss.Kind> losses();

    /** What its rows hold. */
    ColumnType.Fields columns();

    /** The trajectory's rows, or why there are none. */
    ExportResult of(AtifTrajectory trajectory, ExportOptions options);
}
