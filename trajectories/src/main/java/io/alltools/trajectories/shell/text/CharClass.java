package io.alltools.trajectories.shell.text;

import java.util.function.IntPredicate;

/** The named sets of characters of POSIX, in the C locale. */
public final class CharClass {

    private CharClass() {}

    /** The set of a name such as {@code alpha}; of an unknown name nothing. */
    public static IntPredicate named(String name) {
        return switch (name) {
            case "alpha" -> CharClass::letter;
            case "digit" -> c -> c >= '0' && c <= '9';
            case "alnum" -> c -> letter(c) || c >= '0' && c <= '9';
            case "upper" -> c -> c >= 'A' && c <= 'Z';
            case "lower" -> c -> c >= 'a' && c <= 'z';
            case "space" -> c -> c == ' ' || c >= 9 && c <= 13;
            case "blank" -> c -> c == ' ' || c == '\t';
            case "punct" -> c -> c > 32 && c < 127 && !letter(c) && !(c >= '0' && c <= '9');
            case "print" -> c -> c >= 32 && c < 127;
            case "graph" -> c -> c > 32 && c < 127;
            case "cntrl" -> c -> c < 32 || c == 127;
            case "xdigit" -> c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
            default -> c -> false;
        };
    }

    private static boolean letter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
