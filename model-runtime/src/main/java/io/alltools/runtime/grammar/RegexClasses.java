package io.alltools.runtime.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The named sets of regular expressions. */
final class RegexClasses {

    static final CharSet DIGITS = CharSet.range('0', '9');
    static final CharSet WORD =
            DIGITS.or(CharSet.range('a', 'z')).or(CharSet.range('A', 'Z')).or(CharSet.of('_'));
    /** WhiteSpace and LineTerminator of ECMA-262. */
    static final CharSet SPACE = CharSet.range(9, 13)
            .or(CharSet.of(' ', 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF))
            .or(CharSet.range(0x2000, 0x200A));

    private static final int MAX_PROPERTIES = 256;
    private static final Map<String, CharSet> PROPERTIES = new ConcurrentHashMap<>();

    private RegexClasses() {}

    /** @throws UnsupportedOperationException when Java knows no such property */
    static CharSet property(String name) {
        CharSet known = PROPERTIES.get(name);
        if (known == null) {
            known = readProperty(name);
            // Java takes many spellings of one name; strangers must not fill the memory with them.
            if (PROPERTIES.size() < MAX_PROPERTIES) {
                PROPERTIES.put(name, known);
            }
        }
        return known;
    }

    private static CharSet readProperty(String name) {
        Pattern some;
        try {
            some = Pattern.compile("\\p{" + name.replaceFirst("^(General_Category|gc)=", "") + "}++");
        } catch (PatternSyntaxException e) {
            throw new UnsupportedOperationException("the Unicode property \"" + name + "\"", e);
        }
        StringBuilder all = new StringBuilder(2 * CharSet.LAST);
        for (int point = 0; point <= CharSet.LAST; point++) {
            // Surrogates would pair up; they are in no text anyway.
            all.appendCodePoint(point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0 : point);
        }
        List<int[]> ranges = new ArrayList<>();
        Matcher matcher = some.matcher(all);
        while (matcher.find()) {
            ranges.add(new int[] {pointAt(matcher.start()), pointAt(matcher.end()) - 1});
        }
        return CharSet.ranges(ranges);
    }

    private static int pointAt(int index) {
        return index <= 0x10000 ? index : 0x10000 + (index - 0x10000) / 2;
    }

    static CharSet posix(String name) {
        return switch (name) {
            case "alpha" -> CharSet.range('a', 'z').or(CharSet.range('A', 'Z'));
            case "digit" -> DIGITS;
            case "alnum" -> DIGITS.or(posix("alpha"));
            case "upper" -> CharSet.range('A', 'Z');
            case "lower" -> CharSet.range('a', 'z');
            case "space" -> SPACE;
            case "punct" ->
                CharSet.range('!', '/')
                        .or(CharSet.range(':', '@'))
                        .or(CharSet.range('[', '`'))
                        .or(CharSet.range('{', '~'));
            case "xdigit" -> DIGITS.or(CharSet.range('a', 'f')).or(CharSet.range('A', 'F'));
            case "word" -> WORD;
            default -> throw new UnsupportedOperationException("the class [:" + name + ":]");
        };
    }
}
