package io.alltools.trajectories.graph;

import io.alltools.trajectories.environment.Draws;
import io.alltools.trajectories.environment.Split;
import java.util.List;

/**
 * What graphs of one subject are made of, and how questions speak of it.
 *
 * @param kinds of entities, each of one type
 */
record Domain(String name, List<Kind> kinds, List<Relation> relations, List<Attribute> attributes) {

    /**
     * @param type such as {@code film.film}
     * @param plural the noun in a question
     * @param count how many a graph of middle size has
     */
    record Kind(String type, String plural, Names names, int count) {}

    /**
     * A relation in both directions.
     *
     * @param least how many objects a subject has at least
     * @param most and at most
     * @param clause follows the objects' noun; {@code {x}} stands for the subjects
     * @param inverseClause follows the subjects' noun; {@code {x}} stands for the objects
     */
    record Relation(
            String from,
            String id,
            String to,
            String inverse,
            int least,
            int most,
            String clause,
            String inverseClause) {}

    /**
     * @param most what the one with the greatest value does, such as "has the longest running time"
     * @param least what the one with the least value does
     */
    record Attribute(String of, String id, boolean date, int from, int to, String most, String least) {}

    /** Names put together from one part of each list. */
    record Names(String separator, List<List<String>> parts) {

        @SafeVarargs
        @SuppressWarnings("varargs") // Stored as an unmodifiable copy.
        static Names of(String separator, List<String>... parts) {
            return new Names(separator, List.of(parts));
        }

        /** A name that only tasks of the split have. */
        String draw(Split split, Draws random) {
            while (true) {
                String name = String.join(
                        separator, parts.stream().map(part -> random.pick(part)).toList());
                if (Draws.home(name) == split) {
                    return name;
                }
            }
        }
    }

    Kind kind(String type) {
        return kinds.stream()
                .filter(kind -> kind.type().equals(type))
                .findFirst()
                .orElseThrow();
    }
}
