package io.alltools.trajectories.preference;

import io.alltools.trajectories.export.PreferenceFormat;
import java.io.IOException;

/** Takes preference pairs, such as to export them. */
@FunctionalInterface
public interface Pairs {

    void add(PreferenceFormat.Pair pair) throws IOException;
}
