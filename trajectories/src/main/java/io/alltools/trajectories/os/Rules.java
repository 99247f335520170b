package io.alltools.trajectories.os;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What AgentBench's own checks do ({@code data/os_interaction/scripts}, files {@code check/NAME.py}): they compare the
 * answer with what the example script printed.
 */
final class Rules {

    private static final Set<String> NAMES = Set.of("integer-match", "string-match", "size-match", "containing", "in");
    /** In the order in which the original looks for them. */
    private static final List<String> UNITS =
            List.of("Byte", "KB", "MB", "GB", "TB", "PB", "B", "K", "M", "G", "T", "P");

    private Rules() {}

    /** @throws IllegalArgumentException when there is no rule of that name */
    static String known(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("check \"" + name + "\" is not known: expected one of "
                    + NAMES.stream().sorted().toList());
        }
        return name;
    }

    static boolean hold(String name, String answer, String expected) {
        String said = clean(answer);
        String right = clean(expected);
        return switch (name) {
            case "integer-match" -> integer(said).isPresent() && integer(said).equals(integer(right));
            case "size-match" -> size(said).isPresent() && size(said).equals(size(right));
            case "containing" -> said.contains(right);
            case "in" -> right.contains(said);
            default -> said.equals(right);
        };
    }

    private static String clean(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n').strip();
    }

    private static Optional<BigInteger> integer(String text) {
        return text.matches("[+-]?[0-9]{1,1000}") ? Optional.of(new BigInteger(text)) : Optional.empty();
    }

    private static Optional<BigInteger> size(String text) {
        for (String unit : UNITS) {
            if (text.endsWith(unit)) {
                int power = "BKMGTP".indexOf(unit.charAt(0));
                return integer(text.substring(0, text.length() - unit.length()).strip())
                        .map(value -> value.multiply(BigInteger.valueOf(1024).pow(power)));
            }
        }
        return integer(text);
    }
}
