package io.alltools.trajectories.shell.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;

/**
 * The machine's locale is C: a character is a byte. Inside, text is a string of one character per byte, which loses
 * nothing, sorts as in that locale and is as small as the bytes. Only what comes in and goes out is UTF-8.
 */
public final class Bytes {

    private Bytes() {}

    public static byte[] of(String text) {
        return text.getBytes(ISO_8859_1);
    }

    public static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    /** What somebody wrote outside of the machine. */
    public static String in(String unicode) {
        return new String(unicode.getBytes(UTF_8), ISO_8859_1);
    }

    /** For somebody outside of the machine. */
    public static String out(String text) {
        return new String(text.getBytes(ISO_8859_1), UTF_8);
    }

    /** Upper case of ASCII letters only. */
    public static String upper(String text) {
        return isAscii(text) ? text.toUpperCase(Locale.ROOT) : mapped(text, 'a', 'z', -32);
    }

    /** Lower case of ASCII letters only. */
    public static String lower(String text) {
        return isAscii(text) ? text.toLowerCase(Locale.ROOT) : mapped(text, 'A', 'Z', 32);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    private static String mapped(String text, char from, char to, int by) {
        StringBuilder result = new StringBuilder(text);
        for (int i = 0; i < result.length(); i++) {
            char c = result.charAt(i);
            if (c >= from && c <= to) {
                result.setCharAt(i, (char) (c + by));
            }
        }
        return result.toString();
    }
}
