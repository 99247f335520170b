package io.alltools.trajectories.dedup;

import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.atif.TrajectoryText;

/** What must not be there twice. */
public enum Subject {
    /** What the user asks for. All rollouts of the task that is kept stay. */
    TASK("task"),
    /**
     * What the user asks for together with all that the agent did and said: short answers to other questions differ.
     */
    TRAJECTORY("trajectory");

    private final String id;

    Subject(String id) {
        this.id = id;
    }

    /** Its name on the command line and in reports. */
    public String id() {
        return id;
    }

    String text(AtifTrajectory trajectory) {
        String instruction = TrajectoryText.instruction(trajectory);
        return this == TASK ? instruction : instruction + "\n" + TrajectoryText.doings(trajectory);
    }
}
