package io.alltools.runtime.grammar;

import java.util.List;

/** A regular expression as it was read. */
sealed interface Regex {

    /** One character. */
    record Chars(CharSet set) implements Regex {}

    record Sequence(List<Regex> parts) implements Regex {}

    record Choice(List<Regex> alternatives) implements Regex {}

    /** @param max {@link Expr#UNBOUNDED} for no limit */
    record Repeat(Regex of, int min, int max) implements Regex {}

    /** {@code ^}. */
    record Begin() implements Regex {}

    /** {@code $}. */
    record End() implements Regex {}

    /** {@code (?=…)} and {@code (?!…)}. */
    record Ahead(Regex what, boolean negated) implements Regex {}

    /** {@code \b} and {@code \B}. */
    record WordBorder(boolean negated) implements Regex {}

    /** Whether it looks at its place and not only at characters. */
    default boolean looksAround() {
        return switch (this) {
            case Chars c -> false;
            case Sequence s -> s.parts().stream().anyMatch(Regex::looksAround);
            case Choice c -> c.alternatives().stream().anyMatch(Regex::looksAround);
            case Repeat r -> r.of().looksAround();
            case Begin b -> true;
            case End e -> true;
            case Ahead a -> true;
            case WordBorder w -> true;
        };
    }
}
