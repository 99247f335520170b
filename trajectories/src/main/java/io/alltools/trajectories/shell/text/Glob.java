package io.alltools.trajectories.shell.text;

import io.alltools.trajectories.shell.process.Meter;

/** Patterns with {@code *}, {@code ?} and {@code [...]}; a backslash takes the meaning from what follows. */
public final class Glob {

    private Glob() {}

    /** Whether a text has characters that stand for others. */
    public static boolean isPattern(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '*' || c == '?' || c == '[' && text.indexOf(']', i + 1) > 0) {
                return true;
            }
        }
        return false;
    }

    /** The pattern that a text matches and nothing else. */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ("*?[]\\-!^".indexOf(c) >= 0) {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.toString();
    }

    /** The text that {@link #quote} was given. */
    public static String unquote(String pattern) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\' && i + 1 < pattern.length()) {
                c = pattern.charAt(++i);
            }
            text.append(c);
        }
        return text.toString();
    }

    /**
     * Whether the whole text fits. The last {@code *} alone is ever tried again, so the time is pattern × text at most.
     */
    public static boolean matches(String pattern, String text, Meter meter) {
        int p = 0;
        int t = 0;
        int star = -1;
        int starText = 0;
        while (true) {
            meter.step();
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                starText = t;
                continue;
            }
            if (t == text.length()) {
                if (p == pattern.length()) {
                    return true;
                }
            } else if (p < pattern.length()) {
                int next = one(pattern, p, text.charAt(t));
                if (next > 0) {
                    p = next;
                    t++;
                    continue;
                }
            }
            if (star < 0 || starText >= text.length()) {
                return false;
            }
            p = star + 1;
            t = ++starText;
        }
    }

    /** Matches one character. @return where the pattern goes on; -1 where it does not fit */
    private static int one(String pattern, int p, char c) {
        char first = pattern.charAt(p);
        switch (first) {
            case '?':
                return p + 1;
            case '\\':
                if (p + 1 < pattern.length()) {
                    return pattern.charAt(p + 1) == c ? p + 2 : -1;
                }
                return c == '\\' ? p + 1 : -1;
            case '[':
                int end = closing(pattern, p);
                if (end < 0) {
                    return c == '[' ? p + 1 : -1;
                }
                return inSet(pattern, p + 1, end, c) ? end + 1 : -1;
            default:
                return first == c ? p + 1 : -1;
        }
    }

    private static int closing(String pattern, int open) {
        int i = open + 1;
        if (i < pattern.length() && (pattern.charAt(i) == '!' || pattern.charAt(i) == '^')) {
            i++;
        }
        if (i < pattern.length() && pattern.charAt(i) == ']') {
            i++;
        }
        for (; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '[' && i + 1 < pattern.length() && pattern.charAt(i + 1) == ':') {
                int end = pattern.indexOf(":]", i + 2);
                if (end > 0) {
                    i = end + 1;
                }
            } else if (c == ']') {
                return i;
            }
        }
        return -1;
    }

    private static boolean inSet(String pattern, int from, int to, char c) {
        int i = from;
        boolean negated = pattern.charAt(i) == '!' || pattern.charAt(i) == '^';
        if (negated) {
            i++;
        }
        boolean found = false;
        while (i < to) {
            if (pattern.startsWith("[:", i)) {
                int end = pattern.indexOf(":]", i + 2);
                if (end > 0 && end < to) {
                    found |= CharClass.named(pattern.substring(i + 2, end)).test(c);
                    i = end + 2;
                    continue;
                }
            }
            boolean escaped = pattern.charAt(i) == '\\' && i + 1 < to;
            char low = pattern.charAt(escaped ? i + 1 : i);
            i += escaped ? 2 : 1;
            if (i + 1 < to && pattern.charAt(i) == '-') {
                boolean escapedHigh = pattern.charAt(i + 1) == '\\' && i + 2 < to;
                char high = pattern.charAt(escapedHigh ? i + 2 : i + 1);
                i += escapedHigh ? 3 : 2;
                found |= c >= low && c <= high;
            } else {
                found |= c == low;
            }
        }
        return found != negated;
    }
}
