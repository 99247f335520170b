package io.alltools.trajectories.shell.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Formats in the manner of C. Numbers are rounded from their exact value, half to even, as the C library does. */
public final class Printf {

    /** Wider than any page; a larger width is an attempt to fill the memory. */
    private static final int MAX_WIDTH = 4096;

    private static final int MAX_PRECISION = 300;

    /** What the directives of a format take one after another. */
    public interface Arguments {

        String text();

        double number();

        /** A whole number; may be larger than a long in text such as that of {@code %u}. */
        long integer();

        /** What {@code %c} prints. */
        default String character() {
            String text = text();
            return text.isEmpty() ? "" : text.substring(0, 1);
        }

        /** What {@code %b} prints. */
        default String escaped() {
            return Escapes.echo(text()).text();
        }

        /** What {@code %q} prints. */
        default String quoted() {
            return text();
        }
    }

    /** A directive that there is none of. */
    public static final class DirectiveException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        DirectiveException(String directive) {
            super(directive, null, false, false);
        }
    }

    private Printf() {}

    /** @param format without backslash sequences */
    public static String format(String format, Arguments arguments) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < format.length()) {
            char c = format.charAt(i++);
            if (c != '%') {
                out.append(c);
                continue;
            }
            if (i < format.length() && format.charAt(i) == '%') {
                out.append('%');
                i++;
                continue;
            }
            int start = i;
            String flags = "";
            while (i < format.length() && "-+ #0'".indexOf(format.charAt(i)) >= 0) {
                flags += format.charAt(i++);
            }
            int width = 0;
            if (i < format.length() && format.charAt(i) == '*') {
                width = (int) Math.max(-MAX_WIDTH, Math.min(MAX_WIDTH, arguments.integer()));
                i++;
                if (width < 0) {
                    flags += "-";
                    width = -width;
                }
            } else {
                while (i < format.length() && Character.isDigit(format.charAt(i))) {
                    width = Math.min(MAX_WIDTH, width * 10 + format.charAt(i++) - '0');
                }
            }
            int precision = -1;
            if (i < format.length() && format.charAt(i) == '.') {
                i++;
                precision = 0;
                if (i < format.length() && format.charAt(i) == '*') {
                    precision = (int) Math.min(MAX_WIDTH, arguments.integer());
                    i++;
                } else {
                    while (i < format.length() && Character.isDigit(format.charAt(i))) {
                        precision = Math.min(MAX_WIDTH, precision * 10 + format.charAt(i++) - '0');
                    }
                }
            }
            while (i < format.length()
                    && "hlLqjzt".indexOf(format.charAt(i)) >= 0
                    && i + 1 < format.length()
                    && Character.isLetter(format.charAt(i + 1))) {
                i++;
            }
            if (i == format.length()) {
                throw new DirectiveException("%" + format.substring(start));
            }
            char conversion = format.charAt(i++);
            out.append(directive(flags, width, precision, conversion, arguments, format.substring(start - 1, i)));
        }
        return out.toString();
    }

    private static String directive(
            String flags, int width, int precision, char conversion, Arguments arguments, String whole) {
        return switch (conversion) {
            case 's' -> padded(cut(arguments.text(), precision), flags, width);
            case 'b' -> padded(cut(arguments.escaped(), precision), flags, width);
            case 'q' -> padded(arguments.quoted(), flags, width);
            case 'c' -> padded(arguments.character(), flags, width);
            case 'd', 'i' -> integer(arguments.integer(), flags, width, precision);
            case 'u' -> unsigned(Long.toUnsignedString(arguments.integer()), "", flags, width, precision);
            case 'o' ->
                unsigned(
                        Long.toOctalString(arguments.integer()),
                        flags.contains("#") ? "0" : "",
                        flags,
                        width,
                        precision);
            case 'x' ->
                unsigned(
                        Long.toHexString(arguments.integer()),
                        flags.contains("#") ? "0x" : "",
                        flags,
                        width,
                        precision);
            case 'X' ->
                unsigned(
                        Long.toHexString(arguments.integer()).toUpperCase(Locale.ROOT),
                        flags.contains("#") ? "0X" : "",
                        flags,
                        width,
                        precision);
            case 'f', 'F', 'e', 'E', 'g', 'G' -> real(arguments.number(), flags, width, precision, conversion);
            default -> throw new DirectiveException(whole);
        };
    }

    private static String cut(String text, int precision) {
        return precision >= 0 && precision < text.length() ? text.substring(0, precision) : text;
    }

    private static String integer(long value, String flags, int width, int precision) {
        String digits = Long.toString(value);
        boolean negative = digits.startsWith("-");
        if (negative) {
            digits = digits.substring(1);
        }
        String sign = negative ? "-" : flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
        return unsigned(digits, sign, flags, width, precision);
    }

    private static String unsigned(String digits, String prefix, String flags, int width, int precision) {
        String text = "0".repeat(Math.max(0, precision - digits.length())) + digits;
        if (flags.contains("0") && !flags.contains("-") && precision < 0) {
            text = "0".repeat(Math.max(0, width - prefix.length() - text.length())) + text;
        }
        return padded(prefix + text, flags, width);
    }

    private static String real(double value, String flags, int width, int precision, char conversion) {
        boolean upper = Character.isUpperCase(conversion);
        String sign = value < 0 || value == 0 && 1 / value < 0
                ? "-"
                : flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            String name = Double.isNaN(value) ? "nan" : "inf";
            return padded(sign + (upper ? name.toUpperCase(Locale.ROOT) : name), flags, width);
        }
        int digits = Math.min(MAX_PRECISION, precision < 0 ? 6 : precision);
        BigDecimal exact = new BigDecimal(Math.abs(value));
        String text = switch (Character.toLowerCase(conversion)) {
            case 'f' -> exact.setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
            case 'e' -> scientific(exact, digits);
            default -> general(exact, Math.max(1, digits), flags.contains("#"));
        };
        return padded(sign, upper ? text.toUpperCase(Locale.ROOT) : text, flags, width);
    }

    private static String scientific(BigDecimal value, int digits) {
        if (value.signum() == 0) {
            return "0" + (digits > 0 ? "." + "0".repeat(digits) : "") + "e+00";
        }
        BigDecimal rounded = value.round(new MathContext(digits + 1, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        String all = rounded.unscaledValue().toString();
        all = all.length() > digits + 1 ? all.substring(0, digits + 1) : all + "0".repeat(digits + 1 - all.length());
        return all.charAt(0)
                + (digits > 0 ? "." + all.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }

    private static String general(BigDecimal value, int digits, boolean keepZeros) {
        if (value.signum() == 0) {
            return "0";
        }
        BigDecimal rounded = value.round(new MathContext(digits, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent < -4 || exponent >= digits) {
            String text = scientific(value, digits - 1);
            int e = text.indexOf('e');
            return (keepZeros ? text.substring(0, e) : withoutZeros(text.substring(0, e))) + text.substring(e);
        }
        String text =
                rounded.setScale(digits - 1 - exponent, RoundingMode.HALF_EVEN).toPlainString();
        return keepZeros ? text : withoutZeros(text);
    }

    private static String withoutZeros(String text) {
        if (text.indexOf('.') < 0) {
            return text;
        }
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
    }

    private static String padded(String sign, String text, String flags, int width) {
        if (flags.contains("0") && !flags.contains("-")) {
            return sign + "0".repeat(Math.max(0, width - sign.length() - text.length())) + text;
        }
        return padded(sign + text, flags, width);
    }

    private static String padded(String text, String flags, int width) {
        String fill = " ".repeat(Math.max(0, width - text.length()));
        return flags.contains("-") ? text + fill : fill + text;
    }
}
