package io.alltools.trajectories.shell.awk;

import io.alltools.trajectories.shell.text.Printf;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of awk: {@link Double}, {@link String}, and {@link Input} for what was read, which is a number where it
 * looks like one.
 */
final class Values {

    /** A value that has not been set: 0 and empty. */
    static final Input UNSET = new Input("");

    private static final Pattern NUMBER =
            Pattern.compile("[ \\t\\n]*([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?)[ \\t\\n]*");

    record Input(String text) {}

    private Values() {}

    static double number(Object value) {
        if (value instanceof Double number) {
            return number;
        }
        String text = value instanceof Input input ? input.text : (String) value;
        if (text.isEmpty()) {
            return 0;
        }
        Matcher matcher = NUMBER.matcher(text);
        return matcher.lookingAt() ? Double.parseDouble(matcher.group(1)) : 0;
    }

    static boolean looksNumeric(Object value) {
        return value instanceof Double
                || value instanceof Input input
                        && (input.text.isEmpty() && input.equals(UNSET)
                                || NUMBER.matcher(input.text).matches());
    }

    static String text(Object value, String format) {
        if (value instanceof Double number) {
            if (number == Math.rint(number) && Math.abs(number) < 1e16) {
                return Long.toString(number.longValue());
            }
            return Printf.format(format, new Arguments(value));
        }
        return value instanceof Input input ? input.text : (String) value;
    }

    static boolean truth(Object value) {
        if (value instanceof Double number) {
            return number != 0;
        }
        return looksNumeric(value) ? number(value) != 0 : !text(value, "").isEmpty();
    }

    /** One value as the argument of a format. */
    private record Arguments(Object value) implements Printf.Arguments {
        @Override
        public String text() {
            return Double.toString(number());
        }

        @Override
        public double number() {
            return Values.number(value);
        }

        @Override
        public long integer() {
            return (long) number();
        }
    }
}
