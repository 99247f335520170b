package io.alltools.runtime.grammar;

import java.util.ArrayList;
import java.util.List;

/** Turns regular expressions over characters into expressions over the bytes in which the characters are written. */
final class RegexCompiler {

    private final Expressions expressions;
    private final CharCoding coding;
    private final Expr all;

    RegexCompiler(Expressions expressions, CharCoding coding) {
        this.expressions = expressions;
        this.coding = coding;
        this.all = expressions.star(coding.any());
    }

    /** Texts that it matches from begin to end. */
    Expr whole(String pattern) {
        return texts(compile(RegexParser.parse(pattern), expressions.epsilon, true));
    }

    /** Texts in which it matches somewhere, as JSON Schema's {@code pattern} means it. */
    Expr search(String pattern) {
        Regex regex = RegexParser.parse(pattern);
        if (!regex.looksAround() && plain(regex).nullable) {
            // It matches the empty text, which is everywhere.
            return all;
        }
        Expr atBegin = compile(regex, all, true);
        if (!regex.looksAround()) {
            return texts(expressions.concat(all, atBegin));
        }
        Expr later = compile(regex, all, false);
        return texts(expressions.or(atBegin, expressions.concat(all, later)));
    }

    /** A complement holds what is no text at all. */
    private Expr texts(Expr e) {
        return holdsComplement(e) ? expressions.and(all, e) : e;
    }

    private static boolean holdsComplement(Expr e) {
        Expr at = e;
        while (at.is(Expr.Kind.CONCAT)) {
            if (holdsComplement(at.left())) {
                return true;
            }
            at = at.right();
        }
        return switch (at.kind) {
            case EMPTY, EPSILON, BYTES, CONCAT, MULTIPLE, TAG -> false;
            case NOT, AND -> true;
            case OR -> java.util.Arrays.stream(at.parts).anyMatch(RegexCompiler::holdsComplement);
            case REPEAT -> holdsComplement(at.left());
        };
    }

    /**
     * @param rest what follows, to the end of the text: what looks ahead needs it
     * @param atBegin whether nothing was read before
     */
    private Expr compile(Regex regex, Expr rest, boolean atBegin) {
        if (!regex.looksAround()) {
            return expressions.concat(plain(regex), rest);
        }
        return switch (regex) {
            case Regex.Begin b -> atBegin ? rest : expressions.empty;
            case Regex.End e -> rest.nullable ? expressions.epsilon : expressions.empty;
            case Regex.Ahead a -> {
                Expr ahead = compile(a.what(), all, atBegin);
                yield expressions.and(rest, a.negated() ? expressions.not(ahead) : ahead);
            }
            case Regex.Choice c ->
                expressions.or(c.alternatives().stream()
                        .map(alternative -> compile(alternative, rest, atBegin))
                        .toList());
            case Regex.Sequence s -> sequence(s.parts(), rest, atBegin);
            case Regex.Repeat r -> repeat(r, rest, atBegin);
            case Regex.WordBorder w -> throw new UnsupportedOperationException("word borders, \\b, at this place");
            case Regex.Chars c -> throw new IllegalStateException("characters don't look around");
        };
    }

    private Expr sequence(List<Regex> parts, Expr rest, boolean atBegin) {
        boolean[] begins = new boolean[parts.size()];
        boolean begin = atBegin;
        for (int i = 0; i < begins.length; i++) {
            begins[i] = begin;
            begin = begin && hasNoWidth(parts.get(i));
        }
        Expr result = rest;
        for (int i = begins.length - 1; i >= 0; i--) {
            if (parts.get(i) instanceof Regex.WordBorder border) {
                result = border(border, before(parts, i), result, begins[i]);
            } else {
                result = compile(parts.get(i), result, begins[i]);
            }
        }
        return result;
    }

    private static Regex before(List<Regex> parts, int at) {
        return at == 0 ? new Regex.Sequence(List.of()) : parts.get(at - 1);
    }

    /** A border behind something that is known to end in a word character, or in none. */
    private Expr border(Regex.WordBorder border, Regex before, Expr rest, boolean atBegin) {
        boolean word;
        if (atBegin) {
            word = false;
        } else if (before instanceof Regex.Chars c
                && c.set().and(RegexClasses.WORD.not()).isEmpty()) {
            word = true;
        } else if (before instanceof Regex.Repeat r
                && r.min() > 0
                && r.of() instanceof Regex.Chars c
                && c.set().and(RegexClasses.WORD.not()).isEmpty()) {
            word = true;
        } else if (before instanceof Regex.Chars c
                && c.set().and(RegexClasses.WORD).isEmpty()) {
            word = false;
        } else {
            throw new UnsupportedOperationException("word borders, \\b, at this place");
        }
        Expr nextIsWord = expressions.concat(coding.of(RegexClasses.WORD), all);
        return expressions.and(rest, word == border.negated() ? nextIsWord : expressions.not(nextIsWord));
    }

    private static boolean hasNoWidth(Regex regex) {
        return switch (regex) {
            case Regex.Chars c -> false;
            case Regex.Sequence s -> s.parts().stream().allMatch(RegexCompiler::hasNoWidth);
            case Regex.Choice c -> c.alternatives().stream().allMatch(RegexCompiler::hasNoWidth);
            case Regex.Repeat r -> r.max() == 0 || hasNoWidth(r.of());
            case Regex.Begin b -> true;
            case Regex.End e -> true;
            case Regex.Ahead a -> true;
            case Regex.WordBorder w -> true;
        };
    }

    private Expr repeat(Regex.Repeat repeat, Expr rest, boolean atBegin) {
        if (repeat.max() == Expr.UNBOUNDED || repeat.max() > 4) {
            throw new UnsupportedOperationException("repeating what looks around");
        }
        // Written out: each round sees what follows it.
        List<Expr> ways = new ArrayList<>();
        for (int n = repeat.min(); n <= repeat.max(); n++) {
            ways.add(sequence(java.util.Collections.nCopies(n, repeat.of()), rest, atBegin));
        }
        return expressions.or(ways);
    }

    private Expr plain(Regex regex) {
        return switch (regex) {
            case Regex.Chars c -> coding.of(c.set());
            case Regex.Sequence s -> {
                Expr result = expressions.epsilon;
                for (Regex part : s.parts().reversed()) {
                    result = expressions.concat(plain(part), result);
                }
                yield result;
            }
            case Regex.Choice c ->
                expressions.or(c.alternatives().stream().map(this::plain).toList());
            case Regex.Repeat r -> expressions.repeat(plain(r.of()), r.min(), r.max());
            case Regex.Begin b -> throw new IllegalStateException("^ looks around");
            case Regex.End e -> throw new IllegalStateException("$ looks around");
            case Regex.Ahead a -> throw new IllegalStateException("(?= looks around");
            case Regex.WordBorder w -> throw new IllegalStateException("\\b looks around");
        };
    }
}
