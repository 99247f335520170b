package io.alltools.runtime.grammar;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Subschemas that a value must all satisfy, or must not: the number of each twice, plus one where it must not. Sorted,
 * so that the same ones are equal; there are finitely many, and so recursion comes to an end.
 */
record Conjunction(int[] terms) {

    /** Nothing is demanded. */
    static final Conjunction TRUE = new Conjunction(new int[0]);

    static Conjunction of(int subschema, boolean negated) {
        return new Conjunction(new int[] {2 * subschema + (negated ? 1 : 0)});
    }

    Conjunction and(Conjunction other) {
        if (terms.length == 0 || equals(other)) {
            return other;
        }
        return other.terms.length == 0
                ? this
                : new Conjunction(IntStream.concat(Arrays.stream(terms), Arrays.stream(other.terms))
                        .sorted()
                        .distinct()
                        .toArray());
    }

    boolean isTrue() {
        return terms.length == 0;
    }

    /** What violates it, term by term: each alone does. */
    Conjunction[] violations() {
        return Arrays.stream(terms)
                .mapToObj(term -> new Conjunction(new int[] {term ^ 1}))
                .toArray(Conjunction[]::new);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Conjunction c && Arrays.equals(terms, c.terms);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(terms);
    }

    @Override
    public String toString() {
        return Arrays.toString(terms);
    }
}
