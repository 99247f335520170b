package io.alltools.trajectories.shell.awk;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Splits a program of awk into tokens. */
final class Lexer {

    /** What a token is. */
    enum Kind {
        NUMBER,
        STRING,
        REGEX,
        NAME,
        /** A name directly before an opening parenthesis. */
        CALL,
        KEYWORD,
        OPERATOR,
        NEWLINE,
        END
    }

    record Token(Kind kind, String text) {}

    private static final Set<String> KEYWORDS = Set.of(
            "BEGIN",
            "END",
            "function",
            "func",
            "if",
            "else",
            "while",
            "for",
            "do",
            "in",
            "break",
            "continue",
            "next",
            "exit",
            "return",
            "delete",
            "print",
            "printf",
            "getline");
    private static final List<String> OPERATORS = List.of(
            "**=", "&&", "||", "==", "<=", ">=", "!=", "++", "--", "+=", "-=", "*=", "/=", "%=", "^=", "!~", ">>", "**",
            "{", "}", "(", ")", "[", "]", ";", ",", "+", "-", "*", "/", "%", "^", "!", ">", "<", "|", "?", ":", "~",
            "$", "=");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String source) {
        Lexer lexer = new Lexer(source);
        while (lexer.next()) {}
        lexer.tokens.add(new Token(Kind.END, "end of program"));
        return lexer.tokens;
    }

    private boolean next() {
        while (at < source.length() && " \t\r".indexOf(source.charAt(at)) >= 0 || source.startsWith("\\\n", at)) {
            at += source.startsWith("\\\n", at) ? 2 : 1;
        }
        if (at >= source.length()) {
            return false;
        }
        char c = source.charAt(at);
        if (c == '#') {
            while (at < source.length() && source.charAt(at) != '\n') {
                at++;
            }
        } else if (c == '\n') {
            tokens.add(new Token(Kind.NEWLINE, "newline"));
            at++;
        } else if (Character.isDigit(c)
                || c == '.' && at + 1 < source.length() && Character.isDigit(source.charAt(at + 1))) {
            number();
        } else if (c == '"') {
            tokens.add(new Token(Kind.STRING, string()));
        } else if (Character.isLetter(c) || c == '_') {
            word();
        } else if (c == '/' && !afterOperand()) {
            regex();
        } else {
            operator();
        }
        return true;
    }

    private boolean afterOperand() {
        if (tokens.isEmpty()) {
            return false;
        }
        Token last = tokens.get(tokens.size() - 1);
        return last.kind == Kind.NUMBER
                || last.kind == Kind.STRING
                || last.kind == Kind.NAME
                || last.kind == Kind.OPERATOR
                        && (last.text.equals(")")
                                || last.text.equals("]")
                                || last.text.equals("$")
                                || last.text.equals("++")
                                || last.text.equals("--"));
    }

    private void number() {
        int start = at;
        while (at < source.length() && (Character.isDigit(source.charAt(at)) || source.charAt(at) == '.')) {
            at++;
        }
        if (source.substring(at).matches("(?s)[eE][+-]?[0-9].*")) {
            at += 2;
            while (at < source.length() && Character.isDigit(source.charAt(at))) {
                at++;
            }
        }
        tokens.add(new Token(Kind.NUMBER, source.substring(start, at)));
    }

    private String string() {
        StringBuilder text = new StringBuilder();
        at++;
        while (true) {
            if (at >= source.length() || source.charAt(at) == '\n') {
                throw new AwkException("runaway string constant \"" + text);
            }
            char c = source.charAt(at++);
            if (c == '"') {
                return text.toString();
            }
            if (c != '\\' || at >= source.length()) {
                text.append(c);
                continue;
            }
            char e = source.charAt(at++);
            switch (e) {
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                case 'r' -> text.append('\r');
                case 'a' -> text.append('\007');
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'v' -> text.append('\013');
                case '\\', '"', '/' -> text.append(e);
                case '\n' -> {}
                default -> {
                    if (e >= '0' && e <= '7') {
                        int end = at;
                        while (end < source.length() && end < at + 2 && Character.digit(source.charAt(end), 8) >= 0) {
                            end++;
                        }
                        text.append((char) (Integer.parseInt(source.substring(at - 1, end), 8) & 0xff));
                        at = end;
                    } else {
                        text.append('\\').append(e);
                    }
                }
            }
        }
    }

    private void word() {
        int start = at;
        while (at < source.length() && (Character.isLetterOrDigit(source.charAt(at)) || source.charAt(at) == '_')) {
            at++;
        }
        String word = source.substring(start, at);
        boolean call = at < source.length() && source.charAt(at) == '(';
        tokens.add(new Token(KEYWORDS.contains(word) ? Kind.KEYWORD : call ? Kind.CALL : Kind.NAME, word));
    }

    private void regex() {
        StringBuilder text = new StringBuilder();
        at++;
        boolean bracket = false;
        while (true) {
            if (at >= source.length() || source.charAt(at) == '\n') {
                throw new AwkException("runaway regular expression /" + text);
            }
            char c = source.charAt(at++);
            if (c == '/' && !bracket) {
                break;
            }
            bracket = c == '[' || bracket && (c != ']' || text.charAt(text.length() - 1) == '[');
            text.append(c);
            if (c == '\\' && at < source.length()) {
                char e = source.charAt(at++);
                if (e == '/') {
                    text.setLength(text.length() - 1);
                }
                text.append(e);
            }
        }
        tokens.add(new Token(Kind.REGEX, text.toString()));
    }

    private void operator() {
        for (String operator : OPERATORS) {
            if (source.startsWith(operator, at)) {
                at += operator.length();
                tokens.add(new Token(
                        Kind.OPERATOR, operator.equals("**") ? "^" : operator.equals("**=") ? "^=" : operator));
                return;
            }
        }
        throw new AwkException("syntax error at or near " + source.charAt(at));
    }
}
