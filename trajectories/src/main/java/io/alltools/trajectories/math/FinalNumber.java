package io.alltools.trajectories.math;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number behind the last {@code ####} of an answer, as GSM8K marks it ({@code grade_school_math/dataset.py}):
 * commas and currency signs don't count, and numbers are compared as numbers, exactly.
 */
final class FinalNumber {

    private static final Pattern MARKED = Pattern.compile(
            "####\\s*+(?<sign>[-+]?)\\s?[$€£¥]?\\s?(?<late>[-+]?)(?<digits>[0-9][0-9,]*+(?:\\.[0-9]++)?|\\.[0-9]++)(?!\\.[0-9])");

    /** More than any problem needs; longer ones take long to read. */
    private static final int MOST_DIGITS = 60;

    private FinalNumber() {}

    static Optional<BigDecimal> of(String answer) {
        int last = answer.lastIndexOf("####");
        if (last < 0) {
            return Optional.empty();
        }
        Matcher number = MARKED.matcher(answer).region(last, answer.length());
        if (!number.lookingAt()) {
            return Optional.empty();
        }
        String digits = number.group("digits").replace(",", "");
        if (digits.length() > MOST_DIGITS) {
            return Optional.empty();
        }
        BigDecimal value = new BigDecimal(digits);
        boolean minus = number.group("sign").equals("-") != number.group("late").equals("-");
        return Optional.of(minus ? value.negate() : value);
    }

    /** As people write it: no exponent, no zeros at the end. */
    static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
