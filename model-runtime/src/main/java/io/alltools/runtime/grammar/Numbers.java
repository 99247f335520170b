package io.alltools.runtime.grammar;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbers within limits as expressions over their digits. Such numbers have no exponent: within limits it could only
 * write what digits write too.
 */
final class Numbers {

    /** Beyond this many digits a limit stands for none of practical meaning and would cost a state for each. */
    private static final int MAX_DIGITS = 400;

    /** Each remainder is a state, for every length where a limit stands beside it. */
    private static final long MAX_MODULUS = 10_000;

    private static final int MAX_DECIMALS = 12;

    private final Expressions e;
    private final JsonText json;
    private final Expr digit;
    private final Expr digits;
    private final Expr point;

    Numbers(Expressions expressions, JsonText json) {
        this.e = expressions;
        this.json = json;
        this.digit = e.bytes(ByteSet.range('0', '9'));
        this.digits = e.star(digit);
        this.point = e.bytes(ByteSet.of('.'));
    }

    /** @param inclusive whether the limit itself is allowed */
    record Limit(BigDecimal value, boolean inclusive) {}

    /**
     * Numbers within limits.
     *
     * @param low null for no lower limit
     * @param high null for no upper limit
     * @throws UnsupportedOperationException when a limit has too many digits
     */
    Expr within(@Nullable Limit low, @Nullable Limit high, boolean integer) {
        if (low == null && high == null) {
            return integer ? json.integer : json.number;
        }
        // Before anything else: rounding 1e999999999 would write it out.
        requireShort(low);
        requireShort(high);
        Limit from = integer && low != null ? wholeLow(low) : low;
        Limit to = integer && high != null ? wholeHigh(high) : high;
        Expr any = written(integer, from, to);
        List<Expr> ways = new ArrayList<>();
        // Not negative.
        if (to == null || to.value().signum() > 0 || to.value().signum() == 0 && to.inclusive()) {
            Expr above = from == null || from.value().signum() < 0 ? any : atLeast(from, integer);
            Expr below = to == null ? any : atMost(to, integer);
            ways.add(e.and(any, above, below));
        }
        // Negative: the limits change places.
        if (from == null || from.value().signum() < 0) {
            Expr below = from == null ? any : atMost(negated(from), integer);
            Expr above = to == null || to.value().signum() > 0 ? any : atLeast(negated(to), integer);
            ways.add(e.concat(e.bytes(ByteSet.of('-')), e.and(any, above, below)));
        }
        return e.or(ways);
    }

    /**
     * Multiples of a number.
     *
     * @throws UnsupportedOperationException when the number has too many digits
     */
    Expr multipleOf(BigDecimal of, boolean integer) {
        BigDecimal stripped = of.stripTrailingZeros();
        int decimals = Math.max(stripped.scale(), 0);
        if (decimals > MAX_DECIMALS || stripped.precision() - (long) stripped.scale() > MAX_DECIMALS) {
            throw new UnsupportedOperationException("multiples of " + of);
        }
        BigInteger modulus = stripped.movePointRight(decimals).toBigIntegerExact();
        if (modulus.compareTo(BigInteger.valueOf(MAX_MODULUS)) > 0) {
            throw new UnsupportedOperationException("multiples of " + of);
        }
        BigInteger common = integer ? modulus.gcd(BigInteger.TEN.pow(decimals)) : BigInteger.ONE;
        Expr multiple = e.multiple(modulus.divide(common).longValueExact(), integer ? Expr.NO_POINT : decimals);
        return e.concat(e.optional(e.bytes(ByteSet.of('-'))), multiple);
    }

    private static void requireShort(@Nullable Limit limit) {
        if (limit != null
                && (limit.value().precision() - (long) limit.value().scale() > MAX_DIGITS
                        || limit.value().scale() > MAX_DIGITS)) {
            throw new UnsupportedOperationException("a limit of more than " + MAX_DIGITS + " digits");
        }
    }

    private static Limit negated(Limit limit) {
        return new Limit(limit.value().negate(), limit.inclusive());
    }

    private static Limit wholeLow(Limit limit) {
        BigDecimal up = limit.value().setScale(0, RoundingMode.CEILING);
        boolean next = !limit.inclusive() && up.compareTo(limit.value()) == 0;
        return new Limit(next ? up.add(BigDecimal.ONE) : up, true);
    }

    private static Limit wholeHigh(Limit limit) {
        BigDecimal down = limit.value().setScale(0, RoundingMode.FLOOR);
        boolean next = !limit.inclusive() && down.compareTo(limit.value()) == 0;
        return new Limit(next ? down.subtract(BigDecimal.ONE) : down, true);
    }

    /** Numbers without sign, with as many digits as any number may have, or a few more than the limits. */
    private Expr written(boolean integer, @Nullable Limit low, @Nullable Limit high) {
        int whole = JsonText.MAX_DIGITS;
        int decimals = JsonText.MAX_DIGITS;
        for (Limit limit : new @Nullable Limit[] {low, high}) {
            if (limit != null) {
                whole = Math.max(whole, wholeDigits(limit).length() + 1);
                decimals = Math.max(decimals, decimals(limit).length() + 1);
            }
        }
        Expr digitsOnly = e.or(
                e.bytes(ByteSet.of('0')), e.concat(e.bytes(ByteSet.range('1', '9')), e.repeat(digit, 0, whole - 1)));
        return integer ? digitsOnly : e.concat(digitsOnly, e.optional(e.concat(point, e.repeat(digit, 1, decimals))));
    }

    /** A point and at least one digit. */
    private Expr fraction() {
        return e.concat(point, e.repeat(digit, 1, Expr.UNBOUNDED));
    }

    private Expr maybeFraction(boolean integer) {
        return integer ? e.epsilon : e.optional(fraction());
    }

    /** Numbers without sign from a limit that is not negative. */
    private Expr atLeast(Limit limit, boolean integer) {
        String whole = wholeDigits(limit);
        List<Expr> ways = new ArrayList<>();
        // More digits.
        ways.add(e.concat(
                e.bytes(ByteSet.range('1', '9')),
                e.concat(e.repeat(digit, whole.length(), Expr.UNBOUNDED), maybeFraction(integer))));
        // As many digits, one of them larger and the ones before it equal. From the last one on, each with what
        // follows.
        Expr same = fractionAtLeast(limit, integer);
        for (int i = whole.length() - 1; i >= 0; i--) {
            same = e.or(
                    differing(ByteSet.range(whole.charAt(i) + 1, '9'), whole.length() - i - 1, integer),
                    e.concat(digit(whole, i), same));
        }
        ways.add(same);
        return e.or(ways);
    }

    private Expr fractionAtLeast(Limit limit, boolean integer) {
        String decimals = decimals(limit);
        if (integer) {
            return decimals.isEmpty() && limit.inclusive() ? e.epsilon : e.empty;
        }
        Expr more = limit.inclusive()
                ? digits
                : e.concat(e.star(e.bytes(ByteSet.of('0'))), e.concat(e.bytes(ByteSet.range('1', '9')), digits));
        if (decimals.isEmpty()) {
            Expr some = e.concat(point, e.and(more, e.repeat(digit, 1, Expr.UNBOUNDED)));
            return limit.inclusive() ? e.optional(some) : some;
        }
        Expr same = more;
        for (int i = decimals.length() - 1; i >= 0; i--) {
            Expr larger = e.bytes(ByteSet.range(decimals.charAt(i) + 1, '9'));
            same = e.or(e.concat(larger, digits), e.concat(digit(decimals, i), same));
        }
        return e.concat(point, same);
    }

    /** Numbers without sign up to a limit that is not negative. */
    private Expr atMost(Limit limit, boolean integer) {
        String whole = wholeDigits(limit);
        List<Expr> ways = new ArrayList<>();
        // Fewer digits.
        if (whole.length() > 1) {
            ways.add(e.concat(e.bytes(ByteSet.of('0')), maybeFraction(integer)));
            ways.add(e.concat(
                    e.bytes(ByteSet.range('1', '9')),
                    e.concat(e.repeat(digit, 0, whole.length() - 2), maybeFraction(integer))));
        }
        Expr same = fractionAtMost(limit, integer);
        for (int i = whole.length() - 1; i >= 0; i--) {
            int first = i == 0 && whole.length() > 1 ? '1' : '0';
            same = e.or(
                    differing(ByteSet.range(first, whole.charAt(i) - 1), whole.length() - i - 1, integer),
                    e.concat(digit(whole, i), same));
        }
        ways.add(same);
        return e.or(ways);
    }

    private Expr fractionAtMost(Limit limit, boolean integer) {
        String decimals = decimals(limit);
        if (integer) {
            return decimals.isEmpty() && !limit.inclusive() ? e.empty : e.epsilon;
        }
        Expr zeros = e.star(e.bytes(ByteSet.of('0')));
        if (decimals.isEmpty()) {
            Expr none = e.optional(e.concat(point, e.repeat(e.bytes(ByteSet.of('0')), 1, Expr.UNBOUNDED)));
            return limit.inclusive() ? none : e.empty;
        }
        Expr same = limit.inclusive() ? zeros : e.empty;
        for (int i = decimals.length() - 1; i >= 0; i--) {
            Expr smaller = e.bytes(ByteSet.range('0', decimals.charAt(i) - 1));
            same = e.or(e.concat(smaller, digits), e.concat(digit(decimals, i), same));
            if (i > 0) {
                // The text may also end before: then decimals are missing, which is less.
                same = e.optional(same);
            }
        }
        return e.optional(e.concat(point, same));
    }

    /** Another digit than the limit's, and any behind it. */
    private Expr differing(ByteSet other, int left, boolean integer) {
        return e.concat(e.bytes(other), e.concat(e.repeat(digit, left, left), maybeFraction(integer)));
    }

    private Expr digit(String digits, int at) {
        return e.bytes(ByteSet.of(digits.charAt(at)));
    }

    private static String wholeDigits(Limit limit) {
        return limit.value().setScale(0, RoundingMode.DOWN).abs().toPlainString();
    }

    private static String decimals(Limit limit) {
        String text = limit.value().abs().stripTrailingZeros().toPlainString();
        int dot = text.indexOf('.');
        return dot < 0 ? "" : text.substring(dot + 1);
    }
}
