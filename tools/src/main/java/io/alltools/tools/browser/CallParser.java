package io.alltools.tools.browser;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one call as a model writes it, such as {@code search("GLM-4", recency_days=30)}: strings in single or double
 * quotes with Python's escapes, integers, lists, {@code None}, positional and keyword arguments, trailing commas.
 */
final class CallParser {

    /** A call that was read. */
    record Call(String name, List<Literal> positional, Map<String, Literal> named) {}

    /** Quotes that open a string, with those that close it; models that think in Chinese write curly ones at times. */
    private static final Map<Character, Character> CLOSING = Map.of('"', '"', '\'', '\'', '“', '”', '‘', '’', '「', '」');

    private static final Set<String> NOTHING = Set.of("None", "null", "nil", "undefined");

    private static final Pattern FENCE = Pattern.compile("\\s*```\\w*\\s*\\n(.*?)\\n?\\s*```\\s*", Pattern.DOTALL);

    private static final Pattern SECOND_CALL =
            Pattern.compile("\\b(?:search|msearch|mclick|click|open_url|open)\\s*\\(", Pattern.CASE_INSENSITIVE);

    private final String text;
    private int at;

    private CallParser(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException that says what was expected at which character */
    static Call parse(String text) {
        CallParser parser = new CallParser(unfenced(text));
        Call call = parser.call();
        parser.rest();
        return call;
    }

    /** Some models put code into a fence. */
    private static String unfenced(String text) {
        Matcher fence = FENCE.matcher(text);
        return fence.matches() ? fence.group(1) : text;
    }

    /**
     * What follows the call: a comment, a semicolon or a remark is passed over; a second call would be lost, so it is
     * an error.
     */
    private void rest() {
        skipSpace();
        if (SECOND_CALL.matcher(text).region(at, text.length()).find()) {
            throw expected("the end after one call");
        }
    }

    private Call call() {
        skipSpace();
        String name = name();
        while (accept('.')) {
            name = name();
        }
        skipSpace();
        require('(');
        List<Literal> positional = new ArrayList<>();
        Map<String, Literal> named = new LinkedHashMap<>();
        skipSpace();
        while (!accept(')')) {
            argument(positional, named);
            skipSpace();
            if (!accept(',') && peek() != ')') {
                throw expected("\",\" or \")\"");
            }
            skipSpace();
        }
        return new Call(name, positional, named);
    }

    private void argument(List<Literal> positional, Map<String, Literal> named) {
        int start = at;
        if (Character.isLetter(peek())) {
            String name = name();
            skipSpace();
            if (accept('=') || accept(':')) {
                skipSpace();
                if (named.put(name, value()) != null) {
                    throw new IllegalArgumentException("the argument " + name + " is given twice");
                }
                return;
            }
            at = start;
        }
        if (!named.isEmpty()) {
            throw expected("a named argument, since one came before");
        }
        positional.add(value());
    }

    private Literal value() {
        char c = peek();
        if (CLOSING.containsKey(c)) {
            return new Literal.Text(string());
        }
        if (accept('[')) {
            return new Literal.Items(items(']'));
        }
        if (accept('(')) {
            return new Literal.Items(items(')'));
        }
        if (c == '-' || isDigit(c)) {
            return number();
        }
        int start = at;
        if (Character.isLetter(c) && NOTHING.contains(name())) {
            return new Literal.None();
        }
        at = start;
        throw expected("a string in quotes, an integer or a list");
    }

    private List<Literal> items(char end) {
        List<Literal> items = new ArrayList<>();
        skipSpace();
        while (!accept(end)) {
            // One level is all that any call takes; deeper nesting could only exhaust the stack.
            if (peek() == '[' || peek() == '(') {
                throw expected("a list without lists in it");
            }
            items.add(value());
            skipSpace();
            if (!accept(',') && peek() != end) {
                throw expected("\",\" or \"" + end + "\"");
            }
            skipSpace();
        }
        return items;
    }

    private Literal number() {
        int start = at;
        accept('-');
        while (isDigit(peek())) {
            at++;
        }
        try {
            return new Literal.Int(Long.parseLong(text, start, at, 10));
        } catch (NumberFormatException e) {
            at = start;
            throw expected("an integer");
        }
    }

    private String string() {
        char quote = Objects.requireNonNull(CLOSING.get(text.charAt(at)));
        String triple = String.valueOf(quote).repeat(3);
        String end = text.startsWith(triple, at) ? triple : String.valueOf(quote);
        int start = at;
        at += end.length();
        StringBuilder value = new StringBuilder();
        while (!text.startsWith(end, at)) {
            if (at >= text.length()) {
                at = start;
                throw expected("a closing " + quote + " for the string that begins here");
            }
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length()) {
                escape(value);
            } else {
                value.append(c);
            }
        }
        at += end.length();
        return value.toString();
    }

    private void escape(StringBuilder value) {
        char c = text.charAt(at++);
        switch (c) {
            case 'n' -> value.append('\n');
            case 't' -> value.append('\t');
            case 'r' -> value.append('\r');
            case 'x' -> value.append((char) hex(2));
            case 'u' -> value.append((char) hex(4));
            case 'U' -> value.append(Character.toString(Math.min(hex(8), Character.MAX_CODE_POINT)));
            case '\n' -> {
                // A backslash at the end of a line joins it with the next.
            }
            case '\\', '"', '\'', '/' -> value.append(c);
            // Python keeps the backslash of an escape that it does not know.
            default -> value.append('\\').append(c);
        }
    }

    private int hex(int digits) {
        try {
            int code = Integer.parseInt(text, at, Math.min(text.length(), at + digits), 16);
            at += digits;
            return code;
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw expected(digits + " hexadecimal digits");
        }
    }

    private String name() {
        int start = at;
        while (Character.isLetterOrDigit(peek()) || peek() == '_') {
            at++;
        }
        if (at == start) {
            throw expected("a name");
        }
        return text.substring(start, at);
    }

    private void skipSpace() {
        while (Character.isWhitespace(peek())) {
            at++;
        }
    }

    private boolean accept(char c) {
        if (peek() == c) {
            at++;
            return true;
        }
        return false;
    }

    private void require(char c) {
        if (!accept(c)) {
            throw expected("\"" + c + "\"");
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The next character, or 0 at the end: no form holds that one outside a string. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private IllegalArgumentException expected(String what) {
        String found =
                at >= text.length() ? "the end" : "\"" + text.substring(at, Math.min(text.length(), at + 12)) + "\"";
        return new IllegalArgumentException("expected " + what + " at character " + (at + 1) + ", found " + found);
    }
}
