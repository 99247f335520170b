package io.alltools.runtime.grammar;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads regular expressions of ECMA-262, as JSON Schema uses them, and what other dialects commonly add: {@code \A},
 * {@code \z}, {@code (?i)} and named groups. Back references, looking behind, atomic groups and possessive quantifiers
 * are refused.
 */
final class RegexParser {

    private static final int MAX_DEPTH = 200;
    private static final int MAX_REPEAT = 100_000;
    private static final int MAX_LENGTH = 50_000;
    private static final int MAX_PROPERTIES = 32;

    private static final CharSet ANY_OF_A_LINE =
            CharSet.of('\n', '\r', 0x2028, 0x2029).not();

    private final String pattern;
    private int at;
    private int depth;
    private int properties;
    private boolean ignoreCase;

    private RegexParser(String pattern) {
        this.pattern = pattern;
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

    /** Before a class is negated: what is excluded is excluded in both cases. */
    private CharSet cased(CharSet set) {
        return ignoreCase ? set.ignoringCase() : set;
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

    /** What stands behind a backslash, in a class or outside. */
    private CharSet escapedSet() {
        int point = pattern.codePointAt(at);
        at += Character.charCount(point);
        return switch (point) {
            case 'd' -> RegexClasses.DIGITS;
            case 'D' -> RegexClasses.DIGITS.not();
            case 'w' -> RegexClasses.WORD;
            case 'W' -> RegexClasses.WORD.not();
            case 's' -> RegexClasses.SPACE;
            case 'S' -> RegexClasses.SPACE.not();
            case 'h' -> CharSet.of(' ', '\t');
            case 'n' -> CharSet.of('\n');
            case 'r' -> CharSet.of('\r');
            case 't' -> CharSet.of('\t');
            case 'f' -> CharSet.of('\f');
            case 'v' -> CharSet.of(0x0B);
            case 'a' -> CharSet.of(7);
            case 'e' -> CharSet.of(27);
            case '0' -> CharSet.of(0);
            case 'c' -> CharSet.of(control());
            case 'x' -> cased(CharSet.of(peekIs('{') ? braced() : hex(2)));
            case 'u' -> cased(CharSet.of(peekIs('{') ? braced() : utf16()));
            case 'p' -> cased(property());
            case 'P' -> cased(property()).not();
            default -> cased(CharSet.of(point));
        };
    }

    private int control() {
        if (at == pattern.length()) {
            throw wrong("\\c without a letter");
        }
        return pattern.charAt(at++) & 0x1F;
    }

    /** A character beyond U+FFFF may be written as two surrogates. */
    private int utf16() {
        int first = hex(4);
        if (Character.isHighSurrogate((char) first) && peekIs("\\u")) {
            int begin = at;
            at += 2;
            int second = hex(4);
            if (Character.isLowSurrogate((char) second)) {
                return Character.toCodePoint((char) first, (char) second);
            }
            at = begin;
        }
        return first;
    }

    private int hex(int digits) {
        if (at + digits > pattern.length()) {
            throw wrong("a hexadecimal escape is cut off");
        }
        String text = pattern.substring(at, at + digits);
        at += digits;
        return parseHex(text);
    }

    private int braced() {
        int end = pattern.indexOf('}', at);
        if (end < 0) {
            throw wrong("a hexadecimal escape has no end");
        }
        String text = pattern.substring(at + 1, end);
        at = end + 1;
        return parseHex(text);
    }

    private int parseHex(String text) {
        try {
            int point = Integer.parseInt(text, 16);
            if (point >= 0 && point <= CharSet.LAST) {
                return point;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number that is too large.
        }
        throw wrong("\"" + text + "\" is no code point in hexadecimal");
    }

    private CharSet property() {
        if (++properties > MAX_PROPERTIES) {
            throw new UnsupportedOperationException("more than " + MAX_PROPERTIES + " Unicode properties");
        }
        return RegexClasses.property(propertyName());
    }

    private String propertyName() {
        if (!take('{')) {
            if (at == pattern.length()) {
                throw wrong("a Unicode property has no name");
            }
            return String.valueOf(pattern.charAt(at++));
        }
        int end = pattern.indexOf('}', at);
        if (end < 0) {
            throw wrong("a Unicode property has no end");
        }
        String name = pattern.substring(at, end);
        at = end + 1;
        return name;
    }

    private CharSet charClass() {
        boolean negated = take('^');
        List<CharSet> sets = new ArrayList<>();
        boolean first = true;
        while (true) {
            if (at == pattern.length()) {
                throw wrong("a character class has no end");
            }
            if (peek() == ']' && !(first && peekIs("]]"))) {
                at++;
                CharSet set = CharSet.union(sets);
                return negated ? set.not() : set;
            }
            first = false;
            sets.add(peekIs("[:") ? posix() : classRange());
        }
    }

    /** A character, a class, or a range of characters. */
    private CharSet classRange() {
        int begin = at;
        CharSet low = classAtom();
        if (peekIs('-') && at + 1 < pattern.length() && pattern.charAt(at + 1) != ']') {
            int dash = at++;
            // The ends of a range are as they are written.
            boolean outer = ignoreCase;
            ignoreCase = false;
            CharSet high = classAtom();
            int end = at;
            at = begin;
            CharSet exactLow = classAtom();
            ignoreCase = outer;
            if (single(exactLow) && single(high)) {
                at = end;
                if (exactLow.low(0) > high.low(0)) {
                    throw wrong("a range in a character class is the wrong way round");
                }
                return cased(CharSet.range(exactLow.low(0), high.low(0)));
            }
            // With a class on either side the dash is a character.
            at = dash + 1;
            return low.or(CharSet.of('-'));
        }
        return low;
    }

    private static boolean single(CharSet set) {
        return set.size() == 1 && set.low(0) == set.high(0);
    }

    private CharSet classAtom() {
        if (take('\\')) {
            if (at == pattern.length()) {
                throw wrong("a backslash at the end");
            }
            if (take('b')) {
                return CharSet.of('\b');
            }
            return escapedSet();
        }
        int point = pattern.codePointAt(at);
        at += Character.charCount(point);
        return cased(CharSet.of(point));
    }

    private CharSet posix() {
        int end = pattern.indexOf(":]", at);
        if (end < 0) {
            at++;
            return CharSet.of('[');
        }
        String name = pattern.substring(at + 2, end);
        at = end + 2;
        return cased(RegexClasses.posix(name));
    }

    private char peek() {
        return pattern.charAt(at);
    }

    private boolean peekIs(char c) {
        return at < pattern.length() && pattern.charAt(at) == c;
    }

    private boolean peekIs(String text) {
        return pattern.startsWith(text, at);
    }

    private boolean take(char c) {
        if (peekIs(c)) {
            at++;
            return true;
        }
        return false;
    }

    private boolean take(String text) {
        if (peekIs(text)) {
            at += text.length();
            return true;
        }
        return false;
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(what + " at position " + at);
    }
}
