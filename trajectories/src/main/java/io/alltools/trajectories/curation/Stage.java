package io.alltools.trajectories.curation;

/** One step of a {@link Pipeline}. */
public sealed interface Stage permits RecordStage, SurveyStage {

    /** Its name on the command line and in reports, such as {@code reward}. */
    String name();
}
