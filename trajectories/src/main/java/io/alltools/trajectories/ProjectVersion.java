package io.alltools.trajectories;

/** Which version of this project writes the data. */
public final class ProjectVersion {

    private ProjectVersion() {}

    /** As its jar says; "dev" where the classes are in none, or in one that does not say. */
    public static String get() {
        String version = ProjectVersion.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
