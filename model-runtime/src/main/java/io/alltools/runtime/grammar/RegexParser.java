package io.alltools.runtime.grammar;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads regular expressions of ECMA-262, as JSON Schema uses them, and what other dialects commonly add: {@code \A},
 * {@code \z}, {@code (?i)} and named groups. Back references, looking behind, atomic groups and possessive quantifiers
 * are refused.
 */
final class RegexParser extends RegexCharacters {

    private static final int MAX_DEPTH = 200;
    private static final int MAX_REPEAT = 100_000;
    private static final int MAX_LENGTH = 50_000;

    private static final CharSet ANY_OF_A_LINE =
            CharSet.of('\n', '\r', 0x2028, 0x2029).not();

    private int depth;

    private RegexParser(String pattern) {
        super(pattern);
    }

    /**
     * @throws IllegalArgumentException when it is no regular expression
     * @throws UnsupportedOperationException when it is one that can't be turned into an automaton
     */
    static Regex parse(String pattern) {
        if (pattern.length() > MAX_LENGTH) {
            throw new UnsupportedOperationException("more than " + MAX_LENGTH + " characters");
        }
        RegexParser parser = new RegexParser(pattern);
        Regex regex = parser.choice();
        if (parser.at < pattern.length()) {
            throw parser.wrong("unmatched \")\"");
        }
        return regex;
    }

    private Regex choice() {
        if (++depth > MAX_DEPTH) {
            throw wrong("more than " + MAX_DEPTH + " groups inside each other");
        }
        List<Regex> alternatives = new ArrayList<>();
        alternatives.add(sequence());
        while (take('|')) {
            alternatives.add(sequence());
        }
        depth--;
        return alternatives.size() == 1 ? alternatives.getFirst() : new Regex.Choice(alternatives);
    }

    private Regex sequence() {
        List<Regex> parts = new ArrayList<>();
        while (at < pattern.length() && peek() != '|' && peek() != ')') {
            parts.add(quantified(atom()));
        }
        return parts.size() == 1 ? parts.getFirst() : new Regex.Sequence(parts);
    }

    private Regex quantified(Regex of) {
        Quantifier quantifier = quantifier();
        if (quantifier == null) {
            return of;
        }
        if (quantifier.max != Expr.UNBOUNDED && quantifier.min > quantifier.max) {
            throw wrong("the quantifier {" + quantifier.min + "," + quantifier.max
                    + "} has its numbers in the wrong order");
        }
        if (Math.max(quantifier.min, quantifier.max) > MAX_REPEAT) {
            throw new UnsupportedOperationException("more than " + MAX_REPEAT + " repetitions");
        }
        // A lazy quantifier matches the same texts.
        if (!take('?') && peekIs('+')) {
            throw new UnsupportedOperationException("possessive quantifiers");
        }
        if (quantifier() != null) {
            throw wrong("a quantifier has nothing to repeat");
        }
        return new Regex.Repeat(of, quantifier.min, quantifier.max);
    }

    private record Quantifier(int min, int max) {}

    private @Nullable Quantifier quantifier() {
        if (take('*')) {
            return new Quantifier(0, Expr.UNBOUNDED);
        }
        if (take('+')) {
            return new Quantifier(1, Expr.UNBOUNDED);
        }
        if (take('?')) {
            return new Quantifier(0, 1);
        }
        int begin = at;
        if (take('{')) {
            int min = number();
            int max = min;
            if (min >= 0 && take(',')) {
                max = peekIs('}') ? Expr.UNBOUNDED : number();
            }
            if (min >= 0 && take('}')) {
                return new Quantifier(min, max);
            }
            // A brace that begins no quantifier is a character.
            at = begin;
        }
        return null;
    }

    private int number() {
        int begin = at;
        while (at < pattern.length() && peek() >= '0' && peek() <= '9') {
            at++;
        }
        // More digits than these exceed every limit.
        return begin == at ? -1 : Integer.parseInt(pattern.substring(begin, Math.min(at, begin + 9)));
    }

    private Regex atom() {
        int point = pattern.codePointAt(at);
        at += Character.charCount(point);
        return switch (point) {
            case '(' -> group();
            case '[' -> new Regex.Chars(charClass());
            case '.' -> new Regex.Chars(ANY_OF_A_LINE);
            case '^' -> new Regex.Begin();
            case '$' -> new Regex.End();
            case '\\' -> escape();
            case '*', '+', '?' -> throw wrong("nothing to repeat before \"" + (char) point + "\"");
            default -> new Regex.Chars(cased(CharSet.of(point)));
        };
    }

    private Regex group() {
        boolean outer = ignoreCase;
        Regex result;
        if (take("?:")) {
            result = choice();
        } else if (take("?=")) {
            result = new Regex.Ahead(choice(), false);
        } else if (take("?!")) {
            result = new Regex.Ahead(choice(), true);
        } else if (peekIs("?<=") || peekIs("?<!")) {
            throw new UnsupportedOperationException("looking behind, (?<");
        } else if (take("?<") || take("?P<")) {
            int end = pattern.indexOf('>', at);
            if (end < 0) {
                throw wrong("a group's name has no end");
            }
            at = end + 1;
            result = choice();
        } else if (take("?>")) {
            throw new UnsupportedOperationException("atomic groups, (?>");
        } else if (take("?")) {
            Regex flagged = flags();
            if (flagged == null) {
                return new Regex.Sequence(List.of());
            }
            result = flagged;
        } else {
            result = choice();
        }
        ignoreCase = outer;
        if (!take(')')) {
            throw wrong("a group has no end");
        }
        return result;
    }

    /** {@code (?i)}, which counts to the end of the group around it and is null here, or {@code (?i:…)}. */
    private @Nullable Regex flags() {
        boolean on = true;
        while (at < pattern.length() && peek() != ')' && peek() != ':') {
            switch (peek()) {
                case '-' -> on = false;
                case 'i' -> ignoreCase = on;
                case 'u' -> {}
                default -> throw new UnsupportedOperationException("the flag \"" + peek() + "\"");
            }
            at++;
        }
        if (take(')')) {
            return null;
        }
        if (!take(':')) {
            throw wrong("flags have no end");
        }
        return choice();
    }

    private Regex escape() {
        if (at == pattern.length()) {
            throw wrong("a backslash at the end");
        }
        char c = peek();
        switch (c) {
            case 'b', 'B' -> {
                at++;
                return new Regex.WordBorder(c == 'B');
            }
            case 'A' -> {
                at++;
                return new Regex.Begin();
            }
            case 'Z', 'z' -> {
                at++;
                return new Regex.End();
            }
            case 'k' -> throw new UnsupportedOperationException("back references");
            case '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
                throw new UnsupportedOperationException("back references");
            default -> {
                return new Regex.Chars(escapedSet());
            }
        }
    }
}
