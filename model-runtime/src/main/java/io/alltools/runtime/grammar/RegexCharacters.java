package io.alltools.runtime.grammar;

import java.util.ArrayList;
import java.util.List;

/** A place in a regular expression, and the characters that are read there: escapes and character classes. */
class RegexCharacters {

    private static final int MAX_PROPERTIES = 32;

    final String pattern;
    int at;
    boolean ignoreCase;
    private int properties;

    RegexCharacters(String pattern) {
        this.pattern = pattern;
    }

    /** Before a class is negated: what is excluded is excluded in both cases. */
    CharSet cased(CharSet set) {
        return ignoreCase ? set.ignoringCase() : set;
    }

    /** What stands behind a backslash, in a class or outside. */
    CharSet escapedSet() {
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

    CharSet charClass() {
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

    char peek() {
        return pattern.charAt(at);
    }

    boolean peekIs(char c) {
        return at < pattern.length() && pattern.charAt(at) == c;
    }

    boolean peekIs(String text) {
        return pattern.startsWith(text, at);
    }

    boolean take(char c) {
        if (peekIs(c)) {
            at++;
            return true;
        }
        return false;
    }

    boolean take(String text) {
        if (peekIs(text)) {
            at += text.length();
            return true;
        }
        return false;
    }

    IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(what + " at position " + at);
    }
}
