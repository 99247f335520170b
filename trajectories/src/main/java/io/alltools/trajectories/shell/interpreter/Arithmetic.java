package io.alltools.trajectories.shell.interpreter;

import io.alltools.trajectories.shell.process.Meter;

/** Evaluates the whole-number expressions of {@code $(( ))}, with the operators and precedence of C. */
final class Arithmetic {

    private static final String[][] LEVELS = {
        {"||"},
        {"&&"},
        {"|"},
        {"^"},
        {"&"},
        {"==", "!="},
        {"<=", ">=", "<", ">"},
        {"<<", ">>"},
        {"+", "-"},
        {"*", "/", "%"}
    };
    private static final String[] ASSIGNING = {"=", "+=", "-=", "*=", "/=", "%=", "<<=", ">>=", "&=", "^=", "|="};
    private static final int MAX_DEPTH = 100;

    /** Where names get their values from. */
    interface Names {

        /** @param index of an array, or empty */
        String get(String name, String index);

        void set(String name, String index, String value);
    }

    private final String text;
    private final Names names;
    private final Meter meter;
    private final int depth;
    private int nesting;
    private int at;
    /** False in the branch that is not taken: it is read, but changes nothing. */
    private boolean live = true;

    private Arithmetic(String text, Names names, Meter meter, int depth) {
        this.text = text;
        this.names = names;
        this.meter = meter;
        this.depth = depth;
    }

    static long evaluate(String text, Names names, Meter meter) {
        return evaluate(text, names, meter, 0);
    }

    private static long evaluate(String text, Names names, Meter meter, int depth) {
        if (depth > MAX_DEPTH) {
            throw new ExpansionException(text + ": expression recursion level exceeded");
        }
        Arithmetic arithmetic = new Arithmetic(text, names, meter, depth);
        arithmetic.blanks();
        if (arithmetic.at == text.length()) {
            return 0;
        }
        long value = arithmetic.comma();
        if (arithmetic.at < text.length()) {
            throw arithmetic.error("syntax error in expression");
        }
        return value;
    }

    private ExpansionException error(String what) {
        return new ExpansionException(text.strip() + ": " + what + " (error token is \"" + text.substring(at) + "\")");
    }

    private void blanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean accept(String token) {
        blanks();
        if (text.startsWith(token, at)) {
            at += token.length();
            return true;
        }
        return false;
    }

    private long comma() {
        long value = assignment();
        while (accept(",")) {
            value = assignment();
        }
        return value;
    }

    private long assignment() {
        if (++nesting > MAX_DEPTH) {
            throw new ExpansionException(text.strip() + ": expression recursion level exceeded");
        }
        meter.step();
        blanks();
        int start = at;
        String name = name();
        if (!name.isEmpty()) {
            String index = index();
            blanks();
            for (String operator : ASSIGNING) {
                if (text.startsWith(operator, at) && !text.startsWith("==", at)) {
                    at += operator.length();
                    long right = assignment();
                    if (live) {
                        right = operator.equals("=")
                                ? right
                                : apply(operator.substring(0, operator.length() - 1), number(name, index), right);
                        names.set(name, index, Long.toString(right));
                    }
                    nesting--;
                    return right;
                }
            }
        }
        at = start;
        long value = conditional();
        nesting--;
        return value;
    }

    private String name() {
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')
                && !(at == start && Character.isDigit(text.charAt(at)))) {
            at++;
        }
        return text.substring(start, at);
    }

    private String index() {
        if (at >= text.length() || text.charAt(at) != '[') {
            return "";
        }
        int end = text.indexOf(']', at);
        if (end < 0) {
            throw error("bad array subscript");
        }
        String index = text.substring(at + 1, end);
        at = end + 1;
        return index;
    }

    private long number(String name, String index) {
        String value = names.get(name, index);
        return value.matches("-?[1-9][0-9]{0,17}|0") ? Long.parseLong(value) : evaluate(value, names, meter, depth + 1);
    }

    private long conditional() {
        long condition = binary(0);
        if (!accept("?")) {
            return condition;
        }
        boolean outer = live;
        live = outer && condition != 0;
        long yes = assignment();
        if (!accept(":")) {
            throw error("`:' expected for conditional expression");
        }
        live = outer && condition == 0;
        long no = assignment();
        live = outer;
        return condition != 0 ? yes : no;
    }

    private long binary(int level) {
        if (level == LEVELS.length) {
            return power();
        }
        long left = binary(level + 1);
        while (true) {
            String operator = operator(level);
            if (operator.isEmpty()) {
                return left;
            }
            boolean outer = live;
            if (operator.equals("&&")) {
                live = outer && left != 0;
            } else if (operator.equals("||")) {
                live = outer && left == 0;
            }
            long right = binary(level + 1);
            left = live || !outer ? apply(operator, left, right) : operator.equals("||") ? 1 : 0;
            live = outer;
        }
    }

    private String operator(int level) {
        blanks();
        for (String operator : LEVELS[level]) {
            if (text.startsWith(operator, at)) {
                char next = at + operator.length() < text.length() ? text.charAt(at + operator.length()) : ' ';
                boolean longer =
                        next == '=' && !operator.endsWith("=") && !operator.equals("<") && !operator.equals(">")
                                || operator.length() == 1 && "&|<>*".contains(operator) && next == operator.charAt(0);
                if (!longer) {
                    at += operator.length();
                    return operator;
                }
            }
        }
        return "";
    }

    private long apply(String operator, long a, long b) {
        return switch (operator) {
            case "||" -> a != 0 || b != 0 ? 1 : 0;
            case "&&" -> a != 0 && b != 0 ? 1 : 0;
            case "|" -> a | b;
            case "^" -> a ^ b;
            case "&" -> a & b;
            case "==" -> a == b ? 1 : 0;
            case "!=" -> a != b ? 1 : 0;
            case "<=" -> a <= b ? 1 : 0;
            case ">=" -> a >= b ? 1 : 0;
            case "<" -> a < b ? 1 : 0;
            case ">" -> a > b ? 1 : 0;
            case "<<" -> a << b;
            case ">>" -> a >> b;
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/", "%" -> {
                if (b == 0) {
                    if (!live) {
                        yield 0;
                    }
                    throw new ExpansionException(text.strip() + ": division by 0 (error token is \"0\")");
                }
                yield operator.equals("/") ? a / b : a % b;
            }
            default -> throw error("syntax error in expression");
        };
    }

    private long power() {
        long base = unary();
        if (!accept("**")) {
            return base;
        }
        long exponent = power();
        if (exponent < 0) {
            throw new ExpansionException(text.strip() + ": exponent less than 0");
        }
        long result = 1;
        for (long square = base; exponent > 0; exponent >>= 1, square *= square) {
            if ((exponent & 1) != 0) {
                result *= square;
            }
        }
        return result;
    }

    private long unary() {
        blanks();
        if (++nesting > MAX_DEPTH) {
            throw new ExpansionException(text.strip() + ": expression recursion level exceeded");
        }
        try {
            if (accept("++") || accept("--")) {
                int by = text.charAt(at - 1) == '+' ? 1 : -1;
                blanks();
                String name = name();
                String index = index();
                long value = number(name, index) + by;
                if (live) {
                    names.set(name, index, Long.toString(value));
                }
                return value;
            }
            if (accept("!")) {
                return unary() == 0 ? 1 : 0;
            }
            if (accept("~")) {
                return ~unary();
            }
            if (accept("-")) {
                return -unary();
            }
            if (accept("+")) {
                return unary();
            }
            return primary();
        } finally {
            nesting--;
        }
    }

    private long primary() {
        if (accept("(")) {
            long value = comma();
            if (!accept(")")) {
                throw error("missing `)'");
            }
            return value;
        }
        blanks();
        if (at < text.length() && Character.isDigit(text.charAt(at))) {
            return literal();
        }
        String name = name();
        if (name.isEmpty()) {
            throw error("syntax error: operand expected");
        }
        String index = index();
        long value = number(name, index);
        if (accept("++") || accept("--")) {
            if (live) {
                names.set(name, index, Long.toString(value + (text.charAt(at - 1) == '+' ? 1 : -1)));
            }
        }
        return value;
    }

    private long literal() {
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '#' || text.charAt(at) == '_')) {
            at++;
        }
        String digits = text.substring(start, at);
        int hash = digits.indexOf('#');
        int base = 10;
        if (hash > 0) {
            base = digits.substring(0, hash).matches("[0-9]{1,2}") ? Integer.parseInt(digits.substring(0, hash)) : 0;
            digits = digits.substring(hash + 1);
        } else if (digits.startsWith("0x") || digits.startsWith("0X")) {
            base = 16;
            digits = digits.substring(2);
        } else if (digits.length() > 1 && digits.startsWith("0")) {
            base = 8;
        }
        try {
            return base < 2 || base > 36 ? Long.parseLong("?") : Long.parseUnsignedLong(digits, base);
        } catch (NumberFormatException e) {
            at = start;
            throw error(base == 8 || base == 10 ? "value too great for base" : "invalid number");
        }
    }
}
