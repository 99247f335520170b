package io.alltools.trajectories.curation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A stage that can be named on the command line.
 *
 * @param description one sentence
 * @param maker makes it from settings in which every option has a value of its type
 */
public record StageKind(
        String name, String description, List<StageOption> options, Function<StageSettings, Stage> maker) {

    public StageKind {
        options = List.copyOf(options);
    }

    /**
     * @param given by option; the others have their defaults
     * @throws IllegalArgumentException when there is no such option or a value is not for it; one line with what there
     *     is
     */
    public Pipeline.Step with(Map<String, String> given) {
        for (String name : given.keySet()) {
            if (options.stream().noneMatch(option -> option.name().equals(name))) {
                throw new IllegalArgumentException(this.name + " has no option \"" + name + "\"; "
                        + (options.isEmpty()
                                ? "it has none"
                                : "there are: "
                                        + options.stream()
                                                .map(StageOption::name)
                                                .collect(Collectors.joining(", "))));
            }
        }
        Map<String, String> all = new LinkedHashMap<>();
        options.forEach(option -> all.put(option.name(), given.getOrDefault(option.name(), option.byDefault())));
        try {
            StageSettings settings = new StageSettings(all);
            options.forEach(settings::check);
            return new Pipeline.Step(maker.apply(settings), all);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }
}
