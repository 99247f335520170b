package io.alltools.trajectories.database;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * AgentBench's comparison of committed answers with the label ({@code DBResultProcessor.compare_results} in
 * src/server/tasks/dbbench/result_processor.py): numbers are equal within 0.01, percent signs and the commas of
 * thousands don't count, nothing in any spelling is 0, and several answers are in any order.
 */
final class AnswerMatch {

    private static final double TOLERANCE = 1e-2;

    private static final Set<String> ZEROS =
            Set.of("none", "null", "undefined", "nan", "inf", "infinity", "-inf", "-infinity", "");

    private static final String DIGITS = "\\d++(?:_\\d++)*+";

    /** What Python's {@code float()} takes. */
    private static final Pattern NUMBER = Pattern.compile(
            "\\s*[+-]?(?:nan|inf|infinity|(?:" + DIGITS + "\\.?(?:" + DIGITS + ")?|\\." + DIGITS + ")(?:e[+-]?" + DIGITS
                    + ")?)\\s*",
            Pattern.CASE_INSENSITIVE);

    private AnswerMatch() {}

    static boolean same(List<String> answers, List<String> label) {
        List<String> found = answers.stream().map(AnswerMatch::normal).toList();
        List<String> expected = label.stream().map(AnswerMatch::normal).toList();
        if (found.size() == 1 && expected.size() == 1) {
            String one = found.get(0);
            String other = expected.get(0);
            return isNumber(one) && isNumber(other) ? near(one, other) : one.equals(other);
        }
        if (found.stream().allMatch(AnswerMatch::isNumber) && expected.stream().allMatch(AnswerMatch::isNumber)) {
            return sameNumbers(found, expected);
        }
        return new HashSet<>(found).equals(new HashSet<>(expected));
    }

    /** Each takes the first of the other side that is near and not yet taken. */
    private static boolean sameNumbers(List<String> found, List<String> expected) {
        List<String> left = new ArrayList<>(expected);
        for (String number : found) {
            int match = 0;
            while (match < left.size() && !near(number, left.get(match))) {
                match++;
            }
            if (match == left.size()) {
                return false;
            }
            left.remove(match);
        }
        return left.isEmpty();
    }

    static String normal(String answer) {
        String text = unquoted(answer.strip()).strip();
        if (text.endsWith("%")) {
            return text.substring(0, text.length() - 1).strip();
        }
        if (!text.startsWith("[") && !text.endsWith("]")) {
            text = text.replace(",", "");
        }
        return ZEROS.contains(text.toLowerCase(Locale.ROOT)) ? "0" : text;
    }

    private static String unquoted(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && "'\"".indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        while (end > start && "'\"".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    private static boolean near(String one, String other) {
        return Math.abs(value(one) - value(other)) <= TOLERANCE;
    }

    private static double value(String number) {
        String text = number.strip().replace("_", "").toLowerCase(Locale.ROOT);
        String unsigned = text.replaceFirst("^[+-]", "");
        return switch (unsigned) {
            case "nan" -> Double.NaN;
            case "inf", "infinity" -> text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
