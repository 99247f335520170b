package io.alltools.trajectories.shell.syntax;

/** A place in a script. */
abstract class Cursor {

    final String source;
    int at;

    Cursor(String source) {
        this.source = source;
    }

    final boolean atEnd() {
        return at >= source.length();
    }

    /** The character here; 0 at the end. */
    final char peek() {
        return peek(0);
    }

    final char peek(int ahead) {
        return at + ahead < source.length() ? source.charAt(at + ahead) : '\0';
    }

    final boolean looksAt(String text) {
        return source.startsWith(text, at);
    }

    /** Goes past a text where it stands here. */
    final boolean accept(String text) {
        if (looksAt(text)) {
            at += text.length();
            return true;
        }
        return false;
    }

    final void expect(String text) {
        if (!accept(text)) {
            throw unexpected();
        }
    }

    final int line() {
        return line(at);
    }

    private int line(int position) {
        return 1
                + (int) source.substring(0, Math.min(position, source.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    final SyntaxException error(String message) {
        return new SyntaxException(line(), message);
    }

    final SyntaxException unexpected() {
        if (atEnd()) {
            return error("syntax error: unexpected end of file");
        }
        return error("syntax error near unexpected token `" + token() + "'");
    }

    private String token() {
        char c = peek();
        if (c == '\n') {
            return "newline";
        }
        if (";&|<>()".indexOf(c) >= 0) {
            return c == peek(1) && c != '(' && c != ')' ? "" + c + c : String.valueOf(c);
        }
        int end = at;
        while (end < source.length() && " \t\n;&|<>()".indexOf(source.charAt(end)) < 0) {
            end++;
        }
        return source.substring(at, end);
    }

    static boolean isNameStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    static boolean isNamePart(char c) {
        return isNameStart(c) || c >= '0' && c <= '9';
    }

    /** The length of the name that begins at an offset; 0 where there is none. */
    final int nameLength(int offset) {
        if (!isNameStart(peek(offset))) {
            return 0;
        }
        int n = 1;
        while (isNamePart(peek(offset + n))) {
            n++;
        }
        return n;
    }
}
