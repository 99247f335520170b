package io.alltools.web.store;

/**
 * Text as every database takes it. PostgreSQL refuses the character NUL, and half of a surrogate pair is no text to its
 * driver; models and tools may produce both.
 */
final class StorableText {

    private StorableText() {}

    /** For a column that is only looked at; the events hold the truth. */
    static String column(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(c == 0 ? '\u2400' : isHalf(text, i) ? '\uFFFD' : c);
        }
        return out.toString();
    }

    /** JSON that means the same: what is not plain text can only stand in a string, where an escape can, too. */
    static String json(String json) {
        StringBuilder out = null;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == 0 || isHalf(json, i)) {
                if (out == null) {
                    out = new StringBuilder(json.length() + 16).append(json, 0, i);
                }
                out.append(String.format("\\u%04x", (int) c));
            } else if (out != null) {
                out.append(c);
            }
        }
        return out == null ? json : out.toString();
    }

    private static boolean isHalf(String text, int i) {
        char c = text.charAt(i);
        return Character.isHighSurrogate(c)
                ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                : Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
