package io.alltools.trajectories.shell.syntax;

import io.alltools.trajectories.shell.text.Escapes;
import java.util.ArrayList;
import java.util.List;

/** Reads words: quotes, parameters, substitutions. */
abstract class WordParser extends Cursor {

    private static final String ENDS_WORD = " \t\n;&|<>()";
    private static final String SPECIAL = "@*#?-$!_";

    WordParser(String source) {
        super(source);
    }

    /** Reads the commands of a substitution up to and with its closing parenthesis. */
    abstract Script inParentheses();

    /** Reads another text as a script. */
    abstract Script script(String text);

    /** Collects the parts of a word, joining neighbouring literals. */
    static final class Parts {

        final List<Word.Part> list = new ArrayList<>();
        private final StringBuilder pending = new StringBuilder();

        void text(char c) {
            pending.append(c);
        }

        void add(Word.Part part) {
            flush();
            list.add(part);
        }

        void flush() {
            if (!pending.isEmpty()) {
                list.add(new Word.Literal(pending.toString(), false));
                pending.setLength(0);
            }
        }

        /** @param quoted what the pending literal is */
        void flush(boolean quoted) {
            if (!pending.isEmpty()) {
                list.add(new Word.Literal(pending.toString(), quoted));
                pending.setLength(0);
            }
        }

        Word word() {
            flush();
            return new Word(List.copyOf(list));
        }
    }

    final boolean atWord() {
        return !atEnd() && (ENDS_WORD.indexOf(peek()) < 0 || looksAt("<("));
    }

    final Word word() {
        Parts parts = new Parts();
        while (atWord()) {
            piece(parts);
        }
        return parts.word();
    }

    /** The right side of {@code =~}: ends at a blank outside of parentheses. */
    final Word regexWord() {
        Parts parts = new Parts();
        int depth = 0;
        while (!atEnd() && peek() != '\n' && (depth > 0 || peek() != ' ' && peek() != '\t')) {
            char c = peek();
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if ("()|<>&;".indexOf(c) >= 0 || c == ' ') {
                parts.text(c);
                at++;
            } else {
                piece(parts);
            }
        }
        return parts.word();
    }

    private void piece(Parts parts) {
        char c = peek();
        switch (c) {
            case '\'' -> parts.add(new Word.Literal(singleQuoted(), true));
            case '"' -> {
                at++;
                parts.add(new Word.Literal("", true));
                doubleQuoted(parts, '"');
                expect("\"");
            }
            case '\\' -> {
                at++;
                if (peek() == '\n') {
                    at++;
                } else if (!atEnd()) {
                    parts.add(new Word.Literal(String.valueOf(source.charAt(at++)), true));
                } else {
                    parts.text('\\');
                }
            }
            case '$' -> dollar(parts, false);
            case '`' -> parts.add(new Word.Substitution(backtick(false), false));
            case '<' -> {
                at += 2;
                parts.add(new Word.ProcessFile(inParentheses()));
            }
            default -> {
                parts.text(c);
                at++;
            }
        }
    }

    private String singleQuoted() {
        int end = source.indexOf('\'', at + 1);
        if (end < 0) {
            throw error("unexpected EOF while looking for matching `''");
        }
        String text = source.substring(at + 1, end);
        at = end + 1;
        return text;
    }

    /** Up to a closing character, or the end of the source for 0. */
    final void doubleQuoted(Parts parts, char end) {
        parts.flush();
        while (true) {
            if (atEnd()) {
                if (end == '\0') {
                    break;
                }
                throw error("unexpected EOF while looking for matching `\"'");
            }
            char c = peek();
            if (c == end && end != '\0') {
                break;
            }
            if (c == '\\') {
                char next = peek(1);
                if (next == '\n') {
                    at += 2;
                } else if (next == '$' || next == '`' || next == '\\' || next == '"' && end == '"') {
                    parts.text(next);
                    at += 2;
                } else {
                    parts.text(c);
                    at++;
                }
            } else if (c == '$') {
                parts.flush(true);
                dollar(parts, true);
                parts.flush(true);
            } else if (c == '`') {
                parts.flush(true);
                parts.add(new Word.Substitution(backtick(true), true));
            } else {
                parts.text(c);
                at++;
            }
        }
        parts.flush(true);
    }

    private Script backtick(boolean quoted) {
        StringBuilder text = new StringBuilder();
        at++;
        while (peek() != '`') {
            if (atEnd()) {
                throw error("unexpected EOF while looking for matching ``'");
            }
            if (peek() == '\\' && ("$`\\".indexOf(peek(1)) >= 0 || quoted && peek(1) == '"')) {
                at++;
            }
            text.append(source.charAt(at++));
        }
        at++;
        return script(text.toString());
    }

    private void dollar(Parts parts, boolean quoted) {
        char next = peek(1);
        if (looksAt("$((") && arithmeticEnd(at + 3) >= 0) {
            at += 3;
            Word expression = expression("))");
            at += 2;
            parts.add(new Word.Arithmetic(expression, quoted));
        } else if (next == '(') {
            at += 2;
            parts.add(new Word.Substitution(inParentheses(), quoted));
        } else if (next == '{') {
            at += 2;
            parts.add(braced(quoted));
        } else if (next == '\'' && !quoted) {
            at += 2;
            int start = at;
            while (!atEnd() && peek() != '\'') {
                at += peek() == '\\' ? 2 : 1;
            }
            if (atEnd()) {
                throw error("unexpected EOF while looking for matching `''");
            }
            parts.add(new Word.Literal(Escapes.format(source.substring(start, at)), true));
            at++;
        } else if (next == '"' && !quoted) {
            at++;
        } else if (isNameStart(next)) {
            int n = nameLength(1);
            parts.add(parameter(source.substring(at + 1, at + 1 + n), quoted));
            at += 1 + n;
        } else if (next != '\0' && (SPECIAL.indexOf(next) >= 0 || Character.isDigit(next))) {
            parts.add(parameter(String.valueOf(next), quoted));
            at += 2;
        } else {
            if (quoted) {
                parts.text('$');
                parts.flush(true);
            } else {
                parts.text('$');
            }
            at++;
        }
    }

    private static Word.Parameter parameter(String name, boolean quoted) {
        return new Word.Parameter("", name, null, "", Word.EMPTY, null, quoted);
    }

    /** Where the {@code ))} of an arithmetic expression stands; -1 where what looks like one is not. */
    private int arithmeticEnd(int from) {
        int depth = 0;
        for (int i = from; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '(') {
                depth++;
            } else if (c == ')') {
                if (depth == 0) {
                    return i + 1 < source.length() && source.charAt(i + 1) == ')' ? i : -1;
                }
                depth--;
            }
        }
        return -1;
    }

    final boolean atArithmetic() {
        return looksAt("((") && arithmeticEnd(at + 2) >= 0;
    }

    /** Arithmetic up to a text that is not in parentheses. */
    final Word expression(String end) {
        Parts parts = new Parts();
        int depth = 0;
        while (depth > 0 || !looksAt(end)) {
            if (atEnd()) {
                throw error("unexpected EOF while looking for matching `)'");
            }
            char c = peek();
            if (c == '$') {
                dollar(parts, true);
            } else if (c == '`') {
                parts.add(new Word.Substitution(backtick(false), true));
            } else if (c == '"') {
                at++;
            } else {
                depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
                parts.text(c);
                at++;
            }
        }
        return parts.word();
    }

    private Word.Parameter braced(boolean quoted) {
        int start = at;
        String prefix = "";
        if (peek() == '#'
                && peek(1) != '}'
                && (isNameStart(peek(1))
                        || Character.isDigit(peek(1))
                        || "@*#?$!-".indexOf(peek(1)) >= 0 && peek(2) == '}')) {
            prefix = "#";
            at++;
        } else if (peek() == '!' && isNameStart(peek(1))) {
            prefix = "!";
            at++;
        }
        String name;
        int n = nameLength(0);
        if (n > 0) {
            name = source.substring(at, at + n);
        } else if (Character.isDigit(peek())) {
            n = 1;
            while (Character.isDigit(peek(n))) {
                n++;
            }
            name = source.substring(at, at + n);
        } else if (!atEnd() && SPECIAL.indexOf(peek()) >= 0) {
            n = 1;
            name = String.valueOf(peek());
        } else {
            throw badSubstitution(start);
        }
        at += n;
        Word index = null;
        if (peek() == '[') {
            at++;
            index = argument("]", false, false);
            expect("]");
        }
        String operator = operator();
        Word argument = Word.EMPTY;
        Word second = null;
        switch (operator) {
            case "" -> {}
            case "/", "//" -> {
                argument = argument("/}", false, true);
                if (accept("/")) {
                    second = argument("}", quoted, true);
                }
            }
            case ":" -> {
                argument = argument(":}", true, false);
                if (accept(":")) {
                    second = argument("}", true, false);
                }
            }
            case "#", "##", "%", "%%", "^", "^^", ",", ",," -> argument = argument("}", false, true);
            case "@", "*" -> {
                if (!prefix.equals("!") || !operator.equals("@") && !operator.equals("*")) {
                    throw badSubstitution(start);
                }
            }
            default -> argument = argument("}", quoted, false);
        }
        if (!accept("}")) {
            throw atEnd() ? error("unexpected EOF while looking for matching `}'") : badSubstitution(start);
        }
        return new Word.Parameter(prefix, name, index, operator, argument, second, quoted);
    }

    private SyntaxException badSubstitution(int start) {
        int end = source.indexOf('}', start);
        return error("${" + source.substring(start, end < 0 ? source.length() : end) + "}: bad substitution");
    }

    private String operator() {
        for (String operator : List.of(
                ":-", ":=", ":?", ":+", "##", "%%", "//", "^^", ",,", "-", "=", "?", "+", "#", "%", "/", "^", ",", ":",
                "@", "*")) {
            if (accept(operator)) {
                return operator;
            }
        }
        return "";
    }

    /**
     * A word within braces.
     *
     * @param ends characters that end it
     * @param quoted whether its literals are quoted
     * @param quotes whether single quotes quote even so
     */
    private Word argument(String ends, boolean quoted, boolean quotes) {
        Parts parts = new Parts();
        int braces = 0;
        while (!atEnd() && (ends.indexOf(peek()) < 0 || braces > 0 && peek() == '}')) {
            char c = peek();
            if (c == '\'' && (!quoted || quotes)) {
                parts.flush(quoted);
                parts.add(new Word.Literal(singleQuoted(), true));
            } else if (c == '"') {
                at++;
                parts.flush(quoted);
                parts.add(new Word.Literal("", true));
                doubleQuoted(parts, '"');
                expect("\"");
            } else if (c == '\\') {
                parts.flush(quoted);
                at++;
                if (atEnd()) {
                    break;
                }
                char escaped = source.charAt(at++);
                boolean keeps = quoted && "$`\\\"}/".indexOf(escaped) < 0;
                parts.add(new Word.Literal((keeps ? "\\" : "") + escaped, true));
            } else if (c == '$') {
                parts.flush(quoted);
                dollar(parts, quoted);
                parts.flush(quoted);
            } else if (c == '`') {
                parts.flush(quoted);
                parts.add(new Word.Substitution(backtick(quoted), quoted));
            } else {
                braces += c == '{' ? 1 : c == '}' ? -1 : 0;
                parts.text(c);
                at++;
            }
        }
        parts.flush(quoted);
        return parts.word();
    }
}
