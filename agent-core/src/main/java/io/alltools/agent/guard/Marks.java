package io.alltools.agent.guard;

import java.util.List;

/**
 * What characters a text has. Taken in one pass, it tells of most texts that most forms are not in them, which is many
 * times as fast as to look for each form.
 */
final class Marks {

    private static final String IN_KEYS = "_.+/=~-";

    private long low;
    private long high;
    private boolean beyondAscii;
    private int digits;
    private int longestRun;

    private Marks() {}

    static Marks of(CharSequence text) {
        Marks marks = new Marks();
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean inKeys = false;
            if (c < 64) {
                marks.low |= 1L << c;
                boolean digit = c >= '0' && c <= '9';
                marks.digits += digit ? 1 : 0;
                inKeys = digit || IN_KEYS.indexOf(c) >= 0;
            } else if (c < 128) {
                marks.high |= 1L << c;
                inKeys = Character.isLetter(c) || IN_KEYS.indexOf(c) >= 0;
            } else {
                marks.beyondAscii = true;
            }
            run = inKeys ? run + 1 : 0;
            marks.longestRun = Math.max(marks.longestRun, run);
        }
        return marks;
    }

    private boolean has(char c) {
        return c < 64 ? (low & 1L << c) != 0 : c < 128 ? (high & 1L << c) != 0 : beyondAscii;
    }

    private boolean hasOneOf(String characters) {
        for (int i = 0; i < characters.length(); i++) {
            if (has(characters.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /**
     * What a text must have for a form to be in it.
     *
     * @param digits so many from 0 to 9, anywhere
     * @param run so many letters, digits and characters of {@code _.+/=~-} in a row
     * @param oneOf of each string one character; all beyond ASCII are the same here
     */
    record Needs(int digits, int run, List<String> oneOf) {

        static Needs digits(int digits, String... oneOf) {
            return new Needs(digits, 0, List.of(oneOf));
        }

        static Needs run(int run, String... oneOf) {
            return new Needs(0, run, List.of(oneOf));
        }

        static Needs oneOf(String... oneOf) {
            return new Needs(0, 0, List.of(oneOf));
        }

        boolean areIn(Marks marks) {
            if (marks.digits < digits || marks.longestRun < run) {
                return false;
            }
            for (String characters : oneOf) {
                if (!marks.hasOneOf(characters)) {
                    return false;
                }
            }
            return true;
        }
    }
}
