package io.alltools.runtime.grammar;

import java.nio.charset.StandardCharsets;

/** How JSON is written: the expressions that every grammar needs, made once and shared. */
final class JsonText {

    /** The longest run of spaces behind a line break, so that a model can't go on with them for ever. */
    private static final int MAX_INDENT = 64;

    /**
     * Digits before and behind the point: a model that repeats itself must come to an end, and no reader keeps more.
     */
    static final int MAX_DIGITS = 40;

    private static final int MAX_EXPONENT_DIGITS = 4;

    private static final Expressions BASE = new Expressions(100_000);

    /** The common expressions as such; grammars share them. */
    static final JsonText COMMON = new JsonText(BASE);

    static {
        BASE.complete();
    }

    final Expressions expressions;

    /** Characters between quotes, each in its one usual spelling. */
    final CharCoding chars;

    final Expr quote;

    /** What is between the quotes of a string whose content nobody restricts: all spellings that JSON has. */
    final Expr anyBody;

    /** Any text between quotes in its usual spelling. */
    final Expr textBody;

    /** {@link #anyBody} or {@link #textBody}, and the quote that ends it. */
    final Expr anyBodyEnd;

    final Expr textBodyEnd;

    final Expr integer;
    final Expr number;
    final Expr nullLiteral;
    final Expr trueLiteral;
    final Expr falseLiteral;

    /** A space, or a line break with indentation; or nothing. */
    final Expr space;

    final Expr openObject;
    final Expr closeObject;
    final Expr closeEmptyObject;
    final Expr openArray;
    final Expr closeArray;
    final Expr closeEmptyArray;
    final Expr comma;
    final Expr colon;

    private JsonText(Expressions e) {
        this.expressions = e;
        this.chars = CharCoding.json(e);
        this.quote = e.bytes(ByteSet.of('"'));
        this.textBody = e.star(chars.any());
        this.anyBody = e.star(e.or(chars.any(), escapes()));
        this.anyBodyEnd = e.concat(anyBody, quote);
        this.textBodyEnd = e.concat(textBody, quote);
        Expr digit = e.bytes(ByteSet.range('0', '9'));
        Expr whole = e.or(literal("0"), e.concat(e.bytes(ByteSet.range('1', '9')), e.repeat(digit, 0, MAX_DIGITS - 1)));
        Expr sign = e.optional(literal("-"));
        this.integer = e.concat(sign, whole);
        Expr fraction = e.concat(literal("."), e.repeat(digit, 1, MAX_DIGITS));
        ByteSet signs = ByteSet.of('+').or(ByteSet.of('-'));
        Expr exponent = e.optional(e.concat(
                e.bytes(ByteSet.of('e').or(ByteSet.of('E'))),
                e.concat(e.optional(e.bytes(signs)), e.repeat(digit, 1, MAX_EXPONENT_DIGITS))));
        this.number = e.concat(integer, e.concat(e.optional(fraction), exponent));
        this.nullLiteral = literal("null");
        this.trueLiteral = literal("true");
        this.falseLiteral = literal("false");
        Expr blank = e.bytes(ByteSet.of(' ').or(ByteSet.of('\t')));
        Expr line = e.concat(e.optional(literal("\r")), e.concat(literal("\n"), e.repeat(blank, 0, MAX_INDENT)));
        this.space = e.optional(e.or(blank, line));
        this.openObject = e.concat(literal("{"), space);
        this.closeObject = e.concat(space, literal("}"));
        this.closeEmptyObject = literal("}");
        this.openArray = e.concat(literal("["), space);
        this.closeArray = e.concat(space, literal("]"));
        this.closeEmptyArray = literal("]");
        this.comma = e.concat(space, e.concat(literal(","), space));
        this.colon = e.concat(space, e.concat(literal(":"), space));
        // Started with: what a quote opens is reached through the string as a whole.
        string(anyBody);
        string(textBody);
    }

    /** A string with this between its quotes. */
    Expr string(Expr body) {
        return expressions.concat(quote, expressions.concat(body, quote));
    }

    private Expr literal(String text) {
        return expressions.literal(text.getBytes(StandardCharsets.UTF_8));
    }

    /** All escapes that JSON has (RFC 8259, section 7); surrogates in pairs only. */
    private Expr escapes() {
        ByteSet letters = ByteSet.NONE;
        for (char c : "\"\\/bfnrt".toCharArray()) {
            letters = letters.or(ByteSet.of(c));
        }
        Expr hex = expressions.bytes(
                ByteSet.range('0', '9').or(ByteSet.range('a', 'f')).or(ByteSet.range('A', 'F')));
        Expr d = bytesOf("dD");
        Expr notD = expressions.bytes(ByteSet.range('0', '9').or(setOf("abcefABCEF")));
        Expr three = expressions.repeat(hex, 3, 3);
        Expr two = expressions.repeat(hex, 2, 2);
        Expr plain = expressions.or(
                expressions.concat(notD, three),
                expressions.concat(d, expressions.concat(expressions.bytes(ByteSet.range('0', '7')), two)));
        Expr high = expressions.concat(d, expressions.concat(bytesOf("89abAB"), two));
        Expr low = expressions.concat(d, expressions.concat(bytesOf("cdefCDEF"), two));
        Expr pair = expressions.concat(high, expressions.concat(literal("\\u"), low));
        return expressions.concat(
                literal("\\"),
                expressions.or(
                        expressions.bytes(letters), expressions.concat(literal("u"), expressions.or(plain, pair))));
    }

    private Expr bytesOf(String text) {
        return expressions.bytes(setOf(text));
    }

    private static ByteSet setOf(String text) {
        ByteSet set = ByteSet.NONE;
        for (char c : text.toCharArray()) {
            set = set.or(ByteSet.of(c));
        }
        return set;
    }
}
