package io.alltools.runtime.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

    private static final Map<String, CharSet> PROPERTIES = new ConcurrentHashMap<>();

    private RegexClasses() {}

    /** @throws UnsupportedOperationException when Java knows no such property */
    static CharSet property(String name) {
        return PROPERTIES.computeIfAbsent(name, RegexClasses::readProperty);
    }

    private static CharSet readProperty(String name) {
        Pattern one;
        try {
            one = Pattern.compile("\\p{" + name.replaceFirst("^(General_Category|gc)=", "") + "}");
        } catch (PatternSyntaxException e) {
            throw new UnsupportedOperationException("the Unicode property \"" + name + "\"", e);
        }
        var test = one.asMatchPredicate();
        List<int[]> ranges = new ArrayList<>();
        for (int point = 0; point <= CharSet.LAST; point++) {
            if (test.test(Character.toString(point))) {
                if (!ranges.isEmpty() && ranges.getLast()[1] == point - 1) {
                    ranges.getLast()[1] = point;
                } else {
                    ranges.add(new int[] {point, point});
                }
            }
        }
        return CharSet.ranges(ranges);
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
