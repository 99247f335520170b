package io.alltools.trajectories.curation;

import io.alltools.trajectories.atif.AtifTrajectory;

/** Decides over each record by itself: a pure function, safe for use from several threads at once. */
public non-sealed interface RecordStage extends Stage {

    Verdict apply(AtifTrajectory trajectory);
}
