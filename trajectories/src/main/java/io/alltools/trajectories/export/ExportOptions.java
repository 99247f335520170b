package io.alltools.trajectories.export;

import java.util.EnumSet;
import java.util.Set;

/** @param allowed what may be lost without the trajectory being refused */
public record ExportOptions(Set<Loss.Kind> allowed) {

    /** Nothing may be lost. */
    public static final ExportOptions STRICT = new ExportOptions(Set.of());

    public ExportOptions {
        allowed = Set.copyOf(allowed);
    }

    /** Everything may be lost that can be. */
    public static ExportOptions lenient() {
        return new ExportOptions(EnumSet.allOf(Loss.Kind.class));
    }
}
