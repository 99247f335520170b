package io.alltools.trajectories.database;

import java.util.Locale;
import java.util.Set;

/**
 * One statement as an agent wrote it for MySQL, said for H2, if it is of a kind that tasks need.
 *
 * <p>The database user's rights are the wall; what is refused here as well is what rights don't cover: commands that
 * change the session, and functions that take memory or time without bound inside one row, where the statement's time
 * limit does not reach.
 */
record MySqlStatement(String sql) {

    static final int MAX_LENGTH = 10_000;

    private static final Set<String> COMMANDS =
            Set.of("SELECT", "WITH", "SHOW", "EXPLAIN", "VALUES", "TABLE", "INSERT", "UPDATE", "DELETE", "REPLACE");

    private static final Set<String> REFUSED_FUNCTIONS = Set.of(
            "CSVREAD",
            "CSVWRITE",
            "FILE_READ",
            "FILE_WRITE",
            "LINK_SCHEMA",
            "REPEAT",
            "SPACE",
            "LPAD",
            "RPAD",
            "HASH",
            "COMPRESS",
            "EXPAND",
            "SYSTEM_RANGE",
            "REGEXP_REPLACE",
            "REGEXP_LIKE",
            "REGEXP_SUBSTR",
            "ABORT_SESSION",
            "CANCEL_SESSION",
            "ENCRYPT",
            "DECRYPT",
            "XMLATTR",
            "XMLNODE");
    private static final Set<String> REFUSED_WORDS = Set.of("REGEXP", "RLIKE");

    /** @throws IllegalArgumentException tells the agent what is wrong with its statement */
    static MySqlStatement of(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "the statement has " + text.length() + " characters: expected at most " + MAX_LENGTH);
        }
        return new Lexer(text).statement();
    }

    /** Goes through the text once. */
    private static final class Lexer {

        private final String text;
        private final StringBuilder sql = new StringBuilder();
        private int at;
        private String first = "";
        private String word = "";
        private String wordBefore = "";
        private boolean ended;

        Lexer(String text) {
            this.text = text;
        }

        MySqlStatement statement() {
            while (at < text.length()) {
                char c = text.charAt(at);
                if (Character.isWhitespace(c)) {
                    sql.append(' ');
                    at++;
                } else if (c == '#' || text.startsWith("-- ", at) || text.startsWith("--\n", at)) {
                    skipTo("\n");
                } else if (text.startsWith("/*", at)) {
                    skipTo("*/");
                } else if (c == ';') {
                    ended = true;
                    at++;
                } else if (ended) {
                    throw new IllegalArgumentException("there is more than one statement: expected one at a time");
                } else {
                    token(c);
                }
            }
            String translated = sql.toString().strip();
            if (first.equals("DESCRIBE") || first.equals("DESC")) {
                return new MySqlStatement("SHOW COLUMNS FROM" + translated.substring(first.length()));
            }
            if (!COMMANDS.contains(first)) {
                throw new IllegalArgumentException(
                        (first.isEmpty() ? "there is no statement" : first + " is not available")
                                + ": expected SELECT, WITH, SHOW, DESCRIBE, EXPLAIN, INSERT, UPDATE, DELETE or REPLACE");
            }
            return new MySqlStatement(translated);
        }

        private void token(char c) {
            if (c == '\0') {
                throw new IllegalArgumentException("there is a NUL outside of a text: expected SQL");
            }
            if (c == '\'' || c == '"') {
                // MySQL takes both for text and knows the backslash; standard SQL has one kind and doubles the quote.
                sql.append('\'').append(quoted(c, true).replace("'", "''")).append('\'');
                wordIs("");
            } else if (c == '`') {
                String name = quoted(c, false);
                sql.append(Table.quoted(name));
                wordIs(name.toUpperCase(Locale.ROOT));
            } else if (Character.isJavaIdentifierStart(c)) {
                int start = at;
                while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
                    at++;
                }
                String name = text.substring(start, at);
                sql.append(name);
                wordIs(name.toUpperCase(Locale.ROOT));
                if (REFUSED_WORDS.contains(word)) {
                    throw new IllegalArgumentException(word + " is not available: use LIKE");
                }
            } else {
                if (c == '(' && REFUSED_FUNCTIONS.contains(word) && !wordBefore.equals("INTO")) {
                    throw new IllegalArgumentException("the function " + word + " is not available");
                }
                sql.append(c);
                at++;
                wordIs("");
            }
        }

        private void wordIs(String next) {
            if (first.isEmpty()) {
                first = next.isEmpty() && text.charAt(at - 1) == '(' ? "" : next;
            }
            wordBefore = word;
            word = next;
        }

        /** What stands between quotes; goes on behind them. */
        private String quoted(char quote, boolean backslash) {
            StringBuilder content = new StringBuilder();
            at++;
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == quote) {
                    if (at < text.length() && text.charAt(at) == quote) {
                        at++;
                    } else {
                        return content.toString();
                    }
                } else if (c == '\\' && backslash && at < text.length()) {
                    c = unescaped(text.charAt(at++), content);
                }
                content.append(c);
            }
            throw new IllegalArgumentException("a quote " + quote + " is not closed");
        }

        /** MySQL's escapes; before a wildcard the backslash stays for LIKE. */
        private static char unescaped(char escaped, StringBuilder content) {
            return switch (escaped) {
                case 'n' -> '\n';
                case 't' -> '\t';
                case 'r' -> '\r';
                case '0' -> '\0';
                case '%', '_' -> {
                    content.append('\\');
                    yield escaped;
                }
                default -> escaped;
            };
        }

        private void skipTo(String end) {
            int found = text.indexOf(end, at);
            at = found < 0 ? text.length() : found + end.length();
            sql.append(' ');
        }
    }
}
