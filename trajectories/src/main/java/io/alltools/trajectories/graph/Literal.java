package io.alltools.trajectories.graph;

import java.math.BigDecimal;

/** The value of an attribute. Numbers come before dates, dates before text, so that any two can be compared. */
sealed interface Literal extends Comparable<Literal> {

    /** As a triples file spells it, without quotes. */
    String text();

    record Number(BigDecimal value) implements Literal {
        @Override
        public String text() {
            return value.toPlainString();
        }
    }

    /**
     * @param text {@code yyyy}, {@code yyyy-mm}, {@code yyyy-mm-dd} or with a time behind it: its order is the text's
     */
    record Date(String text) implements Literal {}

    record Text(String text) implements Literal {}

    /** A superlative can be asked about it. */
    default boolean measurable() {
        return !(this instanceof Text);
    }

    @Override
    default int compareTo(Literal other) {
        if (this instanceof Number mine && other instanceof Number theirs) {
            return mine.value.compareTo(theirs.value);
        }
        int kinds = Integer.compare(kind(), other.kind());
        return kinds != 0 ? kinds : text().compareTo(other.text());
    }

    private int kind() {
        return switch (this) {
            case Number ignored -> 0;
            case Date ignored -> 1;
            case Text ignored -> 2;
        };
    }
}
