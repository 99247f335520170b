package io.alltools.trajectories.curation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The stages of this package that can be named.
 *
 * <pre>{@code
 * Stages.parse("reward:at-least=0.67,web=0.5")
 * }</pre>
 */
public final class Stages {

    private static final List<StageKind> ALL = List.of(
            RewardFilter.KIND,
            LossMask.KIND,
            ValidityFilter.KIND,
            Scrub.KIND,
            QualityFilter.KIND,
            LanguageFilter.KIND,
            LengthFilter.KIND);

    private Stages() {}

    /** In the order in which they are commonly applied. */
    public static List<StageKind> all() {
        return ALL;
    }

    /**
     * Makes a stage of {@code NAME} or {@code NAME:OPTION=VALUE,OPTION=VALUE}. A comma that belongs to a value is
     * written {@code \,}.
     *
     * @throws IllegalArgumentException when there is no such stage or option, or a value is not for it; one line with
     *     what there is
     */
    public static Pipeline.Step parse(String text) {
        return parse(text, ALL);
    }

    /** As {@link #parse(String)}, of the given kinds. */
    public static Pipeline.Step parse(String text, List<StageKind> kinds) {
        int colon = text.indexOf(':');
        String name = (colon < 0 ? text : text.substring(0, colon)).strip();
        StageKind kind = kinds.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no stage \"" + name + "\"; there are: "
                        + kinds.stream().map(StageKind::name).collect(Collectors.joining(", "))));
        return kind.with(colon < 0 ? Map.of() : values(name, text.substring(colon + 1)));
    }

    private static Map<String, String> values(String stage, String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String part : text.split("(?<!\\\\),")) {
            int equals = part.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        stage + ": \"" + part.strip() + "\" is no option; expected OPTION=VALUE,OPTION=VALUE");
            }
            String name = part.substring(0, equals).strip();
            if (values.putIfAbsent(
                            name, part.substring(equals + 1).replace("\\,", ",").strip())
                    != null) {
                throw new IllegalArgumentException(stage + ": " + name + " is given twice; leave one out");
            }
        }
        return values;
    }
}
