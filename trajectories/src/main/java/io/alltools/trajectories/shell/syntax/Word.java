package io.alltools.trajectories.shell.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A word as it stands in a script, before expansion. */
public record Word(List<Part> parts) {

    public static final Word EMPTY = new Word(List.of());

    /** A piece of a word; {@code quoted} pieces are neither split nor matched with files. */
    public sealed interface Part {

        boolean quoted();
    }

    public record Literal(String text, boolean quoted) implements Part {}

    /**
     * {@code $name} or <code>${name...}</code>.
     *
     * @param prefix {@code #} for the length, {@code !} for indirection or keys; else empty
     * @param index of an array, such as {@code @}; else null
     * @param operator such as {@code :-}; empty for none
     * @param argument what follows the operator
     * @param second the replacement of {@code /}, or the length of {@code :}
     */
    public record Parameter(
            String prefix,
            String name,
            @Nullable Word index,
            String operator,
            Word argument,
            @Nullable Word second,
            boolean quoted)
            implements Part {}

    public record Substitution(Script script, boolean quoted) implements Part {}

    public record Arithmetic(Word expression, boolean quoted) implements Part {}

    /** {@code <(script)}: the name of a file with what it prints. */
    public record ProcessFile(Script script) implements Part {
        @Override
        public boolean quoted() {
            return true;
        }
    }

    public static Word literal(String text) {
        return new Word(List.of(new Literal(text, true)));
    }

    /** Its text where it is one unquoted literal; else null. */
    public @Nullable String plain() {
        if (parts.size() == 1 && parts.get(0) instanceof Literal literal && !literal.quoted()) {
            return literal.text();
        }
        return null;
    }

    public boolean isQuoted() {
        return parts.stream().anyMatch(Part::quoted);
    }
}
