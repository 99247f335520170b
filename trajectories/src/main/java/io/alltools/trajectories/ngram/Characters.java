package io.alltools.trajectories.ngram;

import java.util.EnumSet;
import java.util.Set;

/** How texts are made alike before they are compared; both hashers ask here about what is not ASCII. */
final class Characters {

    private static final Set<Character.UnicodeScript> WITHOUT_SPACES = EnumSet.of(
            Character.UnicodeScript.HIRAGANA,
            Character.UnicodeScript.KATAKANA,
            Character.UnicodeScript.THAI,
            Character.UnicodeScript.LAO,
            Character.UnicodeScript.KHMER,
            Character.UnicodeScript.MYANMAR);

    private Characters() {}

    /** Without case, by simple folding: final and other sigmas are one letter. */
    static int folded(int codePoint) {
        return Character.toLowerCase(Character.toUpperCase(codePoint));
    }

    static boolean isInWord(int codePoint) {
        if (Character.isLetterOrDigit(codePoint)) {
            return true;
        }
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /** Such as a soft hyphen or a zero-width space: nobody sees whether it is there. */
    static boolean isInvisible(int codePoint) {
        return Character.getType(codePoint) == Character.FORMAT;
    }

    /** Whether it is a word by itself. */
    static boolean isWord(int codePoint) {
        // No script below Thai is written without spaces.
        if (codePoint < 0x0E00) {
            return false;
        }
        if (Character.isIdeographic(codePoint)) {
            return true;
        }
        return WITHOUT_SPACES.contains(Character.UnicodeScript.of(codePoint));
    }
}
