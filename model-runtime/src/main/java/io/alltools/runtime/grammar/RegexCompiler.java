package io.alltools.runtime.grammar;

import java.util.Arrays;

/** Turns regular expressions over characters into expressions over the bytes in which the characters are written. */
final class RegexCompiler {

    private static final int MAX_STEPS = 100_000;
    private static final int MAX_ROUNDS = 4;

    private final Expressions expressions;
    private final CharCoding coding;
    private final Expr all;
    private final Expr notEmpty;
    private final Expr endsInWord;
    private final Expr endsInOther;
    private final Expr beginsWithWord;
    private int steps;

    RegexCompiler(Expressions expressions, CharCoding coding) {
        this.expressions = expressions;
        this.coding = coding;
        this.all = expressions.star(coding.any());
        this.notEmpty = expressions.repeat(coding.any(), 1, Expr.UNBOUNDED);
        this.endsInWord = expressions.concat(all, coding.of(RegexClasses.WORD));
        this.endsInOther = expressions.concat(all, coding.of(RegexClasses.WORD.not()));
        this.beginsWithWord = expressions.concat(coding.of(RegexClasses.WORD), all);
    }

    /**
     * What may follow a place, to the end of the text. What looks around must know that, and it must know what stands
     * before: so there is one for the begin of the text, one behind a word character and one behind another.
     */
    private record Rest(Expr atBegin, Expr behindWord, Expr behindOther) {

        static Rest always(Expr rest) {
            return new Rest(rest, rest, rest);
        }

        boolean isOneBehindAll() {
            return behindWord == behindOther;
        }
    }

    /** Texts that it matches from begin to end. */
    Expr whole(String pattern) {
        return texts(compile(parsed(pattern), Rest.always(expressions.epsilon)).atBegin);
    }

    /** Texts in which it matches somewhere, as JSON Schema's {@code pattern} means it. */
    Expr search(String pattern) {
        Regex regex = parsed(pattern);
        if (!regex.looksAround() && plain(regex).nullable) {
            // It matches the empty text, which is everywhere.
            return all;
        }
        Rest rest = compile(regex, Rest.always(all));
        if (rest.isOneBehindAll()) {
            return texts(
                    rest.atBegin == rest.behindWord
                            ? expressions.concat(all, rest.atBegin)
                            : expressions.or(rest.atBegin, expressions.concat(notEmpty, rest.behindWord)));
        }
        return texts(expressions.or(
                rest.atBegin,
                expressions.concat(endsInWord, rest.behindWord),
                expressions.concat(endsInOther, rest.behindOther)));
    }

    private Regex parsed(String pattern) {
        expressions.checkTime();
        steps = 0;
        return RegexParser.parse(pattern);
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
            case NOT -> true;
            case AND -> Arrays.stream(at.parts).allMatch(RegexCompiler::holdsComplement);
            case OR -> Arrays.stream(at.parts).anyMatch(RegexCompiler::holdsComplement);
            case REPEAT -> holdsComplement(at.left());
        };
    }

    private Rest compile(Regex regex, Rest rest) {
        if (++steps > MAX_STEPS) {
            throw new UnsupportedOperationException("too many repetitions of what looks around");
        }
        if (!regex.looksAround()) {
            return before(regex, rest);
        }
        return switch (regex) {
            case Regex.Begin b -> new Rest(rest.atBegin, expressions.empty, expressions.empty);
            case Regex.End e -> new Rest(end(rest.atBegin), end(rest.behindWord), end(rest.behindOther));
            case Regex.Ahead a -> and(rest, compile(a.what(), Rest.always(all)), a.negated());
            case Regex.WordBorder w -> {
                Expr noWord = expressions.not(beginsWithWord);
                Expr border = w.negated() ? beginsWithWord : noWord;
                Expr other = w.negated() ? noWord : beginsWithWord;
                yield and(rest, new Rest(other, border, other), false);
            }
            case Regex.Choice c -> {
                Rest result = Rest.always(expressions.empty);
                for (Regex alternative : c.alternatives()) {
                    result = or(result, compile(alternative, rest));
                }
                yield result;
            }
            case Regex.Sequence s -> {
                Rest result = rest;
                for (Regex part : s.parts().reversed()) {
                    result = compile(part, result);
                }
                yield result;
            }
            case Regex.Repeat r -> repeat(r, rest);
            case Regex.Chars c -> throw new IllegalStateException("characters don't look around");
        };
    }

    private Expr end(Expr rest) {
        return rest.nullable ? expressions.epsilon : expressions.empty;
    }

    private Rest or(Rest a, Rest b) {
        return new Rest(
                expressions.or(a.atBegin, b.atBegin),
                expressions.or(a.behindWord, b.behindWord),
                expressions.or(a.behindOther, b.behindOther));
    }

    private Rest and(Rest a, Rest b, boolean negated) {
        return new Rest(
                and(a.atBegin, b.atBegin, negated),
                and(a.behindWord, b.behindWord, negated),
                and(a.behindOther, b.behindOther, negated));
    }

    private Expr and(Expr a, Expr b, boolean negated) {
        return expressions.and(a, negated ? expressions.not(b) : b);
    }

    /** Written out: each round sees what follows it. */
    private Rest repeat(Regex.Repeat repeat, Rest rest) {
        if (repeat.max() == Expr.UNBOUNDED || repeat.max() > MAX_ROUNDS) {
            throw new UnsupportedOperationException("repeating what looks around");
        }
        Rest result = rest;
        for (int round = repeat.max() - 1; round >= 0; round--) {
            Rest once = compile(repeat.of(), result);
            result = round >= repeat.min() ? or(rest, once) : once;
        }
        return result;
    }

    /** What does not look around, and then the rest that its last character calls for. */
    private Rest before(Regex regex, Rest rest) {
        if (rest.isOneBehindAll() && rest.atBegin == rest.behindWord) {
            return Rest.always(expressions.concat(plain(regex), rest.atBegin));
        }
        if (regex instanceof Regex.Chars chars) {
            return Rest.always(expressions.or(
                    expressions.concat(coding.of(chars.set().and(RegexClasses.WORD)), rest.behindWord),
                    expressions.concat(coding.of(chars.set().and(RegexClasses.WORD.not())), rest.behindOther)));
        }
        Expr plain = plain(regex);
        Expr some = rest.isOneBehindAll()
                ? expressions.concat(plain.nullable ? expressions.and(plain, notEmpty) : plain, rest.behindWord)
                : expressions.or(
                        expressions.concat(expressions.and(plain, endsInWord), rest.behindWord),
                        expressions.concat(expressions.and(plain, endsInOther), rest.behindOther));
        return plain.nullable ? or(rest, Rest.always(some)) : Rest.always(some);
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
