package io.alltools.trajectories.environment;

import java.util.Locale;

/** What a task is for. Tasks of different splits never share what decides their answer. */
public enum Split {
    TRAIN,
    DEV,
    TEST;

    /** Its name on the command line and in ids, such as {@code train}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
