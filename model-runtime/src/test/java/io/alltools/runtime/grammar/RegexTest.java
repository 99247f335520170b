package io.alltools.runtime.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Regular expressions match what {@link java.util.regex} matches, as plain text and as JSON writes it. */
class RegexTest {

    private static final String SPACES =
            "\\t-\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff";
    private static final String[] CHARS = {
        "a",
        "b",
        "B",
        "c",
        "1",
        "_",
        "-",
        " ",
        "\n",
        "\t",
        "\"",
        "\\",
        "/",
        "\u0001",
        "\u007f",
        "é",
        "漢",
        "\u2028",
        "😀",
        "\ud834\udd1e",
        "\uffff",
        "\udbff\udfff"
    };

    /** A pattern of ECMA-262 and what it is called in Java. */
    private record Pair(String ecma, String java) {

        static Pair of(String both) {
            return new Pair(both, both);
        }

        Pair then(Pair next) {
            return new Pair(ecma + next.ecma, java + next.java);
        }

        Pair in(String before, String after) {
            return new Pair(before + ecma + after, before + java + after);
        }
    }

    private static final List<Pair> TRICKY = List.of(
            Pair.of(""),
            Pair.of("|"),
            Pair.of("a|"),
            Pair.of("()*"),
            Pair.of("(a*)*b"),
            Pair.of("(a|b)*?b{2}"),
            Pair.of("(?:a{2,3}){2,3}"),
            Pair.of("(?:a?){3}b{0}"),
            Pair.of("(?:a{0,3}b{0,2}){1,4}"),
            Pair.of("a{2}b{1,}c{0,1}"),
            new Pair("a{1,2}{", "a{1,2}\\{"),
            Pair.of("a?^b"),
            Pair.of("(a|)^b"),
            Pair.of("(?:^a|b)b"),
            Pair.of("(?:^|-)a"),
            Pair.of("(?:^|a)(?:^|b)1"),
            new Pair("a(?:$|b)", "a(?:\\z|b)"),
            new Pair("a$|^b", "a\\z|^b"),
            new Pair("a$b?", "a\\zb?"),
            new Pair("^(?:a|b$){1,2}$", "^(?:a|b\\z){1,2}\\z"),
            new Pair("^$", "^\\z"),
            new Pair("$^", "\\z^"),
            Pair.of("a(?!b)"),
            Pair.of("(?!ab)a"),
            Pair.of("^(?!.*--)[ab-]+"),
            Pair.of("(?=a*b)[abc]{2}"),
            Pair.of("(?=(?!aa)..)a"),
            Pair.of("(?!(?=a)b|a)."),
            new Pair("a(?!$)", "a(?!\\z)"),
            new Pair("a(?=$)", "a(?=\\z)"),
            Pair.of("(?:a(?!b)){2}"),
            Pair.of("(?:(?=a)|b){0,3}1"),
            Pair.of("\\ba"),
            Pair.of("a\\b"),
            Pair.of("\\b"),
            Pair.of("\\B"),
            Pair.of("\\Ba\\B"),
            Pair.of("[ab-]*\\b[b-]*\\B"),
            Pair.of("(?:a|-)?\\b(?:-|b)?\\b"),
            Pair.of("(?!\\b)a"),
            Pair.of("(?=\\b)."),
            Pair.of("^\\b"),
            new Pair("\\b$", "\\b\\z"),
            Pair.of("(?i)aB"),
            Pair.of("(?i)[^b]"),
            Pair.of("(?i)[a-b]c"),
            Pair.of("(?i:b)b"),
            Pair.of("(?i:)b"),
            Pair.of("((?i)b)b"),
            Pair.of("b(?i)b|b"),
            Pair.of("(?i)b(?-i)b"),
            Pair.of("(?i)[B-C]"),
            Pair.of("\\u0061\\x62"),
            Pair.of("[\\u0061-\\x62]"),
            Pair.of("\\cJ|\\cA"),
            Pair.of("[^\\n]"),
            Pair.of("[\\w-]a"),
            Pair.of("[a\\-c]"),
            Pair.of("[-a]"),
            Pair.of("[a-]"),
            Pair.of("[\\d\\-a]b"),
            Pair.of("[^\\W_]"),
            Pair.of("[\\]\\[^]"),
            Pair.of("\\p{L}+"),
            Pair.of("\\P{L}+1"),
            Pair.of("[\\p{Lu}\\d]"),
            Pair.of("[^\\p{L}\\p{N}]"),
            Pair.of("\\p{IsHan}"),
            Pair.of("\\pL\\PL"),
            Pair.of("😀|é"),
            Pair.of("[😀-😂]"),
            Pair.of("[^a-\uffff]"),
            Pair.of("[\\ud83d\\ude00]"),
            Pair.of("\\ud83d\\ude00"),
            new Pair("\\u{1f600}", "\\x{1f600}"),
            Pair.of("(?<name>a)b"),
            Pair.of("\\Aa"),
            Pair.of("a\\z"),
            Pair.of("\\/|\\-"),
            Pair.of("[\\x00-\\x1f]"),
            Pair.of("[\"\\\\]+"),
            new Pair(".", "[^\\n\\r\\u2028\\u2029]"),
            new Pair("a.b", "a[^\\n\\r\\u2028\\u2029]b"),
            new Pair("\\s", "[" + SPACES + "]"),
            new Pair("[\\S]a", "[^" + SPACES + "]a"));

    @Test
    void trickyPatternsMatchAsInJava() {
        Random random = new Random(1);
        for (Pair pattern : TRICKY) {
            compare(pattern, 300, random);
        }
    }

    @Test
    void randomPatternsMatchAsInJava() {
        Random random = new Random(2);
        for (int i = 0; i < 600; i++) {
            Pair pattern = pattern(random, 3, true);
            compare(random.nextInt(6) == 0 ? pattern.in("(?i)", "") : pattern, 40, random);
        }
    }

    private static void compare(Pair pattern, int texts, Random random) {
        // The last part never matches; it makes Java step over both halves of a surrogate pair.
        Pattern java = Pattern.compile("(?:" + pattern.java + ")|(?!)😀");
        Expressions expressions = new Expressions(JsonText.COMMON.expressions, 200_000);
        CharCoding utf8 = CharCoding.utf8(expressions);
        CharCoding json = CharCoding.json(expressions);
        Expr whole = new RegexCompiler(expressions, utf8).whole(pattern.ecma);
        Expr search = new RegexCompiler(expressions, utf8).search(pattern.ecma);
        Expr wholeJson = new RegexCompiler(expressions, json).whole(pattern.ecma);
        Expr searchJson = new RegexCompiler(expressions, json).search(pattern.ecma);
        for (int i = 0; i < texts; i++) {
            String text = text(random);
            boolean matches = java.matcher(text).matches();
            boolean found = java.matcher(text).find();
            assertThat(List.of(
                            expressions.matches(whole, text.getBytes(StandardCharsets.UTF_8)),
                            expressions.matches(search, text.getBytes(StandardCharsets.UTF_8)),
                            expressions.matches(wholeJson, json.encode(text)),
                            expressions.matches(searchJson, json.encode(text))))
                    .as(() -> "whole, search, whole and search in JSON of /" + pattern.ecma + "/ in \""
                            + new String(json.encode(text), StandardCharsets.UTF_8) + "\"")
                    .containsExactly(matches, found, matches, found);
        }
        // Nothing but well-formed texts in their usual spelling.
        Expr anyText = expressions.star(utf8.any());
        assertThat(expressions.inhabited(expressions.and(search, expressions.not(anyText))))
                .as(pattern.ecma)
                .isFalse();
        assertThat(expressions.inhabited(expressions.and(searchJson, expressions.not(JsonText.COMMON.textBody))))
                .as(pattern.ecma)
                .isFalse();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int kinds = random.nextInt(3) == 0 ? CHARS.length : 6;
        for (int length = random.nextInt(7); length > 0; length--) {
            text.append(CHARS[random.nextInt(kinds)]);
        }
        return text.toString();
    }

    /** @param looks whether it may look around, which can't be repeated without limit */
    private static Pair pattern(Random random, int depth, boolean looks) {
        if (depth == 0) {
            return atom(random);
        }
        return switch (random.nextInt(looks ? 10 : 7)) {
            case 0, 1, 2 -> pattern(random, depth - 1, looks).then(pattern(random, depth - 1, looks));
            case 3 ->
                pattern(random, depth - 1, looks)
                        .in("(?:", "|")
                        .then(pattern(random, depth - 1, looks))
                        .in("", ")");
            case 4 -> pattern(random, depth - 1, false).in("(?:", ")" + quantifier(random));
            case 5, 6 -> atom(random).in("", quantifier(random)).then(pattern(random, depth - 1, looks));
            case 7 -> pattern(random, depth - 1, true).in(random.nextBoolean() ? "(?=" : "(?!", ")");
            case 8 -> pattern(random, depth - 1, true).in("(?:", ")" + (random.nextBoolean() ? "?" : "{1,2}"));
            default ->
                switch (random.nextInt(4)) {
                    case 0 -> Pair.of("^");
                    case 1 -> new Pair("$", "\\z");
                    case 2 -> Pair.of("\\b");
                    default -> Pair.of("\\B");
                };
        };
    }

    private static String quantifier(Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> "*";
            case 1 -> "+";
            case 2 -> "?";
            case 3 -> "{2}";
            case 4 -> "{1,3}";
            case 5 -> "{2,}";
            default -> "*?";
        };
    }

    private static Pair atom(Random random) {
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> Pair.of("a");
            case 3, 4 -> Pair.of("b");
            case 5 -> Pair.of("[^a]");
            case 6 -> Pair.of("[a-c1]");
            case 7 -> Pair.of("\\w");
            case 8 -> Pair.of("\\W");
            case 9 -> new Pair(".", "[^\\n\\r\\u2028\\u2029]");
            case 10 -> Pair.of("[^\\d\\n]");
            default -> Pair.of("[é-\ud834\udd1e\"\\\\]");
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                ")",
                "(?:a",
                "[a",
                "*a",
                "+",
                "a**",
                "a{2}{3}",
                "a{3,2}",
                "[b-a]",
                "\\",
                "[\\",
                "\\x1",
                "\\u12",
                "\\u{110000}",
                "(?<a",
                "(?i",
                "\\p{L",
                "\\c"
            })
    void whatIsNoRegularExpressionIsSaidToBeNone(String pattern) {
        assertThatThrownBy(() -> RegexParser.parse(pattern)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "(a)\\1, back references",
        "(?<n>a)\\k<n>, back references",
        "(?<=a)b, looking behind",
        "(?<!a)b, looking behind",
        "(?>a)b, atomic groups",
        "a*+a, possessive",
        "a{9999999999}, repetitions",
        "(?m)a, flag",
        "\\p{Nonsense}, Unicode property",
        "(?:^a)*, looks around"
    })
    void whatNoAutomatonCanTellIsRefusedByName(String pattern, String why) {
        Expressions expressions = new Expressions(JsonText.COMMON.expressions, 200_000);
        assertThatThrownBy(() -> new RegexCompiler(expressions, CharCoding.utf8(expressions)).search(pattern))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining(why);
    }

    @Test
    void textInJsonIsSpelledInOneWayOnly() {
        Expressions expressions = new Expressions(JsonText.COMMON.expressions, 200_000);
        Expr a = new RegexCompiler(expressions, CharCoding.json(expressions)).whole("[a/\\n\\x01é😀]");
        for (String spelling : List.of("a", "/", "\\n", "\\u0001", "é", "😀")) {
            assertThat(expressions.matches(a, spelling.getBytes(StandardCharsets.UTF_8)))
                    .as(spelling)
                    .isTrue();
        }
        for (String spelling : List.of("\\u0061", "\\/", "\\u000a", "\n", "\u0001", "\\u00e9", "\\ud83d\\ude00")) {
            assertThat(expressions.matches(a, spelling.getBytes(StandardCharsets.UTF_8)))
                    .as(spelling)
                    .isFalse();
        }
    }
}
