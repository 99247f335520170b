package io.alltools.trajectories.graph;

import java.util.BitSet;
import java.util.Set;
import java.util.TreeSet;

/** What a query came to: {@code #0}, {@code #1} and so on. */
sealed interface Variable {

    /** How it came about; two variables of one program are the same. */
    String program();

    /** @param type of all its members, as the relation that led to them has it */
    record Entities(String program, String type, BitSet members) implements Variable {}

    record Number(String program, int value) implements Variable {}

    /** Its members as an answer has them: ids, or the number. */
    default Set<String> answer(TripleStore graph) {
        return switch (this) {
            case Entities entities -> {
                Set<String> ids = new TreeSet<>();
                entities.members().stream().mapToObj(graph::id).forEach(ids::add);
                yield ids;
            }
            case Number number -> Set.of(Integer.toString(number.value()));
        };
    }
}
