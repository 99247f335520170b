package io.alltools.trajectories.shell.text;

import io.alltools.trajectories.shell.process.LimitException;
import io.alltools.trajectories.shell.process.Meter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Regular expressions of POSIX, basic and extended, with the additions of GNU ({@code \w \s \b \< \> \+ \?}). Runs on
 * {@link Pattern}; each character that it looks at counts as a step, so that none runs on for ever.
 *
 * <p>Of alternatives the first one that fits is taken, where POSIX takes the longest.
 */
public final class Regex {

    /** A pattern that can't be used; the message is as programs of GNU word it. */
    public static final class SyntaxException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        SyntaxException(String message) {
            super(message, null, false, false);
        }
    }

    private final Pattern pattern;
    private final Meter meter;

    private Regex(Pattern pattern, Meter meter) {
        this.pattern = pattern;
        this.meter = meter;
    }

    public static Regex basic(String text, boolean ignoreCase, Meter meter) {
        return compile(new Translation(text, false).result(), ignoreCase, meter);
    }

    public static Regex extended(String text, boolean ignoreCase, Meter meter) {
        return compile(new Translation(text, true).result(), ignoreCase, meter);
    }

    /** The text itself. */
    public static Regex fixed(String text, boolean ignoreCase, Meter meter) {
        return compile(Pattern.quote(text), ignoreCase, meter);
    }

    /** Perl's, which are Java's but for details. */
    public static Regex perl(String text, boolean ignoreCase, Meter meter) {
        return compile(text, ignoreCase, meter);
    }

    /** This one where it fits between characters that are not of words. */
    public Regex asWord() {
        return compile("(?<!\\w)(?:" + pattern.pattern() + ")(?!\\w)", ignoresCase(), meter);
    }

    /** This one where it fits the whole text. */
    public Regex asLine() {
        return compile("\\A(?:" + pattern.pattern() + ")\\z", ignoresCase(), meter);
    }

    private boolean ignoresCase() {
        return (pattern.flags() & Pattern.CASE_INSENSITIVE) != 0;
    }

    private static Regex compile(String java, boolean ignoreCase, Meter meter) {
        try {
            return new Regex(
                    Pattern.compile(java, Pattern.DOTALL | (ignoreCase ? Pattern.CASE_INSENSITIVE : 0)), meter);
        } catch (PatternSyntaxException e) {
            throw new SyntaxException("Invalid regular expression");
        } catch (StackOverflowError e) {
            throw new LimitException(LimitException.Kind.DEPTH, "a regular expression is too deep");
        }
    }

    public Matcher on(String text) {
        return pattern.matcher(new Counted(text, 0, text.length()));
    }

    public boolean find(String text) {
        return find(on(text));
    }

    /** The next place where it fits. */
    public static boolean find(Matcher matcher) {
        try {
            return matcher.find();
        } catch (StackOverflowError e) {
            throw tooLong();
        }
    }

    /** The next place where it fits, from a position on. */
    public static boolean find(Matcher matcher, int from) {
        try {
            return matcher.find(from);
        } catch (StackOverflowError e) {
            throw tooLong();
        }
    }

    private static LimitException tooLong() {
        return new LimitException(
                LimitException.Kind.DEPTH, "a regular expression needs too much memory for a line as long as this");
    }

    /** Counts the characters that are looked at. */
    private final class Counted implements CharSequence {

        private final String text;
        private final int from;
        private final int to;

        Counted(String text, int from, int to) {
            this.text = text;
            this.from = from;
            this.to = to;
        }

        @Override
        public char charAt(int index) {
            meter.step();
            return text.charAt(from + index);
        }

        @Override
        public int length() {
            return to - from;
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(from + start, from + end);
        }

        @Override
        public String toString() {
            return text.substring(from, to);
        }
    }

    /** From POSIX to Java. */
    private static final class Translation {

        private final String in;
        private final boolean extended;
        private final StringBuilder out = new StringBuilder();
        private int at;
        /** Where the last atom begins in the result; -1 where there is none to repeat. */
        private int atom = -1;

        private boolean repeated;
        private final java.util.ArrayDeque<Integer> open = new java.util.ArrayDeque<>();

        Translation(String in, boolean extended) {
            this.in = in;
            this.extended = extended;
        }

        String result() {
            while (at < in.length()) {
                char c = in.charAt(at++);
                if (c == '\\') {
                    escape();
                } else if (c == '[') {
                    begin();
                    bracket();
                } else if (c == '*') {
                    repeat("*");
                } else if (c == '^' && (extended || anchorStart())) {
                    out.append("^");
                    atom = -1;
                } else if (c == '$' && (extended || anchorEnd())) {
                    out.append("\\z");
                    atom = -1;
                } else if (c == '.') {
                    begin();
                    out.append('.');
                } else if (extended && "+?".indexOf(c) >= 0) {
                    repeat(String.valueOf(c));
                } else if (extended && c == '(') {
                    group();
                } else if (extended && c == ')' && !open.isEmpty()) {
                    endGroup();
                } else if (extended && c == '|') {
                    alternative();
                } else if (extended && c == '{' && at < in.length() && Character.isDigit(in.charAt(at))) {
                    interval("}");
                } else {
                    begin();
                    literal(c);
                }
            }
            if (!open.isEmpty()) {
                throw new SyntaxException(extended ? "Unmatched ( or \\(" : "Unmatched ( or \\(");
            }
            return out.toString();
        }

        private boolean anchorStart() {
            return at == 1 || in.startsWith("\\(", at - 3) || in.startsWith("\\|", at - 3);
        }

        private boolean anchorEnd() {
            return at == in.length() || in.startsWith("\\)", at) || in.startsWith("\\|", at);
        }

        private void begin() {
            atom = out.length();
            repeated = false;
        }

        private void literal(char c) {
            if (c < 128 && !Character.isLetterOrDigit(c) && c != '_') {
                out.append('\\');
            }
            out.append(c);
        }

        private void repeat(String how) {
            if (atom < 0) {
                begin();
                literal(how.charAt(0));
                return;
            }
            if (repeated) {
                // Two in a row would be lazy or possessive in Java.
                out.insert(atom, "(?:").append(')');
            }
            out.append(how);
            repeated = true;
        }

        private void group() {
            open.push(out.length());
            out.append('(');
            atom = -1;
        }

        private void endGroup() {
            out.append(')');
            atom = open.pop();
            repeated = false;
        }

        private void alternative() {
            out.append('|');
            atom = -1;
        }

        private void interval(String end) {
            int stop = in.indexOf(end, at);
            if (stop < 0) {
                throw new SyntaxException("Unmatched { or \\{");
            }
            String range = in.substring(at, stop);
            if (!range.matches("[0-9]{0,4}(,[0-9]{0,4})?") || range.isEmpty()) {
                throw new SyntaxException("Invalid content of \\{\\}");
            }
            at = stop + end.length();
            repeat("{" + (range.startsWith(",") ? "0" : "") + range + "}");
        }

        private void escape() {
            if (at == in.length()) {
                throw new SyntaxException("Trailing backslash");
            }
            char c = in.charAt(at++);
            if (!extended) {
                switch (c) {
                    case '(' -> {
                        group();
                        return;
                    }
                    case ')' -> {
                        if (open.isEmpty()) {
                            throw new SyntaxException("Unmatched ) or \\)");
                        }
                        endGroup();
                        return;
                    }
                    case '{' -> {
                        interval("\\}");
                        return;
                    }
                    case '|' -> {
                        alternative();
                        return;
                    }
                    case '+', '?' -> {
                        repeat(String.valueOf(c));
                        return;
                    }
                    default -> {}
                }
            }
            begin();
            switch (c) {
                case 'w', 'W', 'b', 'B' -> out.append('\\').append(c);
                case 's' -> out.append("[ \\t\\n\\x0B\\f\\r]");
                case 'S' -> out.append("[^ \\t\\n\\x0B\\f\\r]");
                case '<' -> out.append("\\b(?=\\w)");
                case '>' -> out.append("\\b(?<=\\w)");
                case '`' -> out.append("\\A");
                case '\'' -> out.append("\\z");
                case 'n' -> out.append("\\n");
                case 't' -> out.append("\\t");
                case '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
                    out.append("(?:\\").append(c).append(')');
                default -> literal(c);
            }
        }

        private void bracket() {
            out.append('[');
            if (at < in.length() && in.charAt(at) == '^') {
                out.append('^');
                at++;
            }
            boolean first = true;
            while (true) {
                if (at >= in.length()) {
                    throw new SyntaxException("Unmatched [, [^, [:, [., or [=");
                }
                char c = in.charAt(at++);
                if (c == ']' && !first) {
                    break;
                }
                first = false;
                if (c == '[' && at < in.length() && in.charAt(at) == ':') {
                    int end = in.indexOf(":]", at);
                    if (end < 0) {
                        throw new SyntaxException("Unmatched [, [^, [:, [., or [=");
                    }
                    named(in.substring(at + 1, end));
                    at = end + 2;
                } else if (c == '-'
                        && at < in.length()
                        && in.charAt(at) != ']'
                        && out.charAt(out.length() - 1) != '[') {
                    out.append('-');
                } else if (c == '\\' && at < in.length() && "nt".indexOf(in.charAt(at)) >= 0) {
                    // As GNU sed and awk read it; in grep such a bracket is rare.
                    out.append('\\').append(in.charAt(at++));
                } else {
                    if (c < 128 && !Character.isLetterOrDigit(c)) {
                        out.append('\\');
                    }
                    out.append(c);
                }
            }
            out.append(']');
        }

        private void named(String name) {
            StringBuilder set = new StringBuilder();
            var test = CharClass.named(name);
            for (int c = 0; c < 128; c++) {
                if (test.test(c)) {
                    set.append(String.format(java.util.Locale.ROOT, "\\x%02x", c));
                }
            }
            if (set.isEmpty()) {
                throw new SyntaxException("Invalid character class name");
            }
            out.append(set);
        }
    }
}
