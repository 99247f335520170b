package io.alltools.trajectories.export;

import java.util.List;
import java.util.Optional;

/** The formats that need nothing but the trajectory. */
public final class TrajectoryFormats {

    private static final List<TrajectoryFormat> ALL = List.of(
            new AtifFormat(),
            new Glm4Format(),
            new AgentInstructFormat(),
            new LlamaFactoryFormat(),
            new SwiftFormat(),
            new TrlFormat(),
            new AxolotlFormat(),
            new OpenAiFormat(),
            new VerlFormat());

    private static final List<PreferenceFormat> PREFERENCES = List.of(new TrlPreferenceFormat());

    private TrajectoryFormats() {}

    /** In the order in which people are shown them. */
    public static List<TrajectoryFormat> all() {
        return ALL;
    }

    /** @param name such as {@code agentinstruct} */
    public static Optional<TrajectoryFormat> find(String name) {
        return ALL.stream().filter(format -> format.name().equals(name)).findFirst();
    }

    /** The formats of pairs. */
    public static List<PreferenceFormat> preferences() {
        return PREFERENCES;
    }

    /** @param name such as {@code trl-preference} */
    public static Optional<PreferenceFormat> findPreference(String name) {
        return PREFERENCES.stream().filter(format -> format.name().equals(name)).findFirst();
    }
}
