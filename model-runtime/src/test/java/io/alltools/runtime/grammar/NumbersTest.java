package io.alltools.runtime.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.runtime.grammar.Numbers.Limit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits and multiples of numbers hold digit by digit as arithmetic says. */
class NumbersTest {

    private static final List<String> MALFORMED = List.of(
            "", "-", "+1", "01", "-01", "00", "1.", ".5", "-.5", "1..2", "1.2.3", "1e1", "1E2", "0x1", " 1", "1 ");

    private Expressions expressions = new Expressions(JsonText.COMMON.expressions, 200_000);
    private Numbers numbers = new Numbers(expressions, JsonText.COMMON);

    @Test
    void rangesHoldWhatArithmeticSays() {
        Random random = new Random(3);
        for (int i = 0; i < 1500; i++) {
            if (i % 100 == 0) {
                expressions = new Expressions(JsonText.COMMON.expressions, 200_000);
                numbers = new Numbers(expressions, JsonText.COMMON);
            }
            boolean integer = random.nextBoolean();
            Limit low = random.nextInt(4) == 0 ? null : new Limit(number(random), random.nextBoolean());
            Limit high = random.nextInt(4) == 0 ? null : new Limit(number(random), random.nextBoolean());
            if (low == null && high == null) {
                continue;
            }
            Expr within = numbers.within(low, high, integer);
            for (int j = 0; j < 60; j++) {
                String text = nearby(random, low, high);
                assertThat(matches(within, text))
                        .as(() -> text + " within " + low + " and " + high + (integer ? ", integer" : ""))
                        .isEqualTo(isWithin(text, low, high, integer));
            }
            for (String malformed : MALFORMED) {
                assertThat(matches(within, malformed)).as(malformed).isFalse();
            }
        }
    }

    /** A minus before zero is left out where zero is the lower limit; everything else is decided by value. */
    private static boolean isWithin(String text, @Nullable Limit low, @Nullable Limit high, boolean integer) {
        BigDecimal value = new BigDecimal(text);
        if (integer && text.contains(".")) {
            return false;
        }
        if (low != null && value.compareTo(low.value()) < (low.inclusive() ? 0 : 1)) {
            return false;
        }
        if (high != null && value.compareTo(high.value()) > (high.inclusive() ? 0 : -1)) {
            return false;
        }
        boolean minusZero = text.startsWith("-") && value.signum() == 0;
        BigDecimal lowest = low == null
                ? BigDecimal.valueOf(-1)
                : integer && low.inclusive()
                        ? low.value().setScale(0, RoundingMode.CEILING)
                        : integer ? low.value().setScale(0, RoundingMode.FLOOR).add(BigDecimal.ONE) : low.value();
        return !minusZero || lowest.signum() < 0;
    }

    private static BigDecimal number(Random random) {
        BigDecimal value = BigDecimal.valueOf(random.nextLong(), random.nextInt(25) - 2);
        return switch (random.nextInt(6)) {
            case 0 -> BigDecimal.valueOf(random.nextInt(21) - 10);
            case 1 -> BigDecimal.valueOf(random.nextInt(2001) - 1000, random.nextInt(4));
            case 2 ->
                new BigDecimal(List.of("0", "0.0", "1e2", "-1e3", "100", "-100", "0.05", "-0.001", "99.99", "9")
                        .get(random.nextInt(10)));
            case 3 -> value.setScale(random.nextInt(3), RoundingMode.DOWN);
            case 4 -> value;
            default -> BigDecimal.valueOf(random.nextInt(200) - 100, 1);
        };
    }

    /** A number without exponent, at or near a limit, or anywhere. */
    private static String nearby(Random random, @Nullable Limit low, @Nullable Limit high) {
        Limit limit = random.nextBoolean() ? low : high;
        BigDecimal value = limit == null || random.nextInt(5) == 0 ? number(random) : limit.value();
        if (random.nextInt(3) > 0) {
            value = value.add(
                    BigDecimal.valueOf(random.nextInt(3) - 1, random.nextInt(Math.max(1, value.scale() + 2))));
        }
        if (random.nextInt(4) == 0) {
            value = value.setScale(random.nextInt(4), RoundingMode.HALF_UP);
        }
        if (random.nextInt(5) == 0) {
            value = value.negate();
        }
        String text = value.toPlainString();
        if (random.nextInt(5) == 0) {
            text += text.contains(".") ? "00" : ".0";
        }
        return random.nextInt(20) == 0
                ? List.of("0", "-0", "0.0", "-0.0", "-0.5").get(random.nextInt(5))
                : text;
    }

    @Test
    void multiplesAreWhatDivisionSays() {
        Random random = new Random(4);
        for (String of : List.of(
                "1", "2", "3", "7", "10", "16", "97", "1000", "0.1", "0.01", "0.5", "0.25", "1.5", "2.5", "0.003",
                "1e2", "12.34", "9999")) {
            BigDecimal divisor = new BigDecimal(of);
            Expr multiple = numbers.multipleOf(divisor, false);
            Expr whole = numbers.multipleOf(divisor, true);
            for (int i = 0; i < 300; i++) {
                BigDecimal value = random.nextBoolean()
                        ? divisor.multiply(BigDecimal.valueOf(random.nextInt(100_000) - 50_000))
                        : BigDecimal.valueOf(random.nextInt(100_000) - 50_000, random.nextInt(5));
                String text = value.toPlainString() + (random.nextInt(4) == 0 && value.scale() > 0 ? "000" : "");
                boolean is = value.remainder(divisor).signum() == 0;
                assertThat(matches(multiple, text))
                        .as(text + " a multiple of " + of)
                        .isEqualTo(is);
                assertThat(matches(whole, text))
                        .as(text + " a whole multiple of " + of)
                        .isEqualTo(is && !text.contains("."));
            }
            for (String malformed : MALFORMED) {
                assertThat(matches(multiple, malformed)).as(malformed).isFalse();
            }
        }
    }

    @Test
    void aMultipleWithinLimitsIsBoth() {
        Expr both = expressions.and(
                numbers.within(
                        new Limit(new BigDecimal("-0.75"), true), new Limit(new BigDecimal("12.5"), false), false),
                numbers.multipleOf(new BigDecimal("0.25"), false));
        for (int i = -200; i < 2000; i++) {
            BigDecimal value = BigDecimal.valueOf(i, 2);
            boolean expected = i % 25 == 0 && i >= -75 && i < 1250;
            assertThat(matches(both, value.toPlainString()))
                    .as(value.toString())
                    .isEqualTo(expected);
        }
    }

    @Test
    void whatNoNumberSatisfiesIsKnownToBeEmpty() {
        Limit half = new Limit(new BigDecimal("0.5"), true);
        Limit most = new Limit(new BigDecimal("0.9"), true);
        assertThat(expressions.inhabited(numbers.within(half, most, true))).isFalse();
        assertThat(expressions.inhabited(numbers.within(most, half, false))).isFalse();
        assertThat(expressions.inhabited(numbers.within(half, most, false))).isTrue();
        assertThat(expressions.inhabited(
                        numbers.within(new Limit(BigDecimal.ONE, false), new Limit(BigDecimal.TWO, false), true)))
                .isFalse();
        assertThat(expressions.inhabited(expressions.and(
                        numbers.within(new Limit(BigDecimal.ONE, true), new Limit(BigDecimal.valueOf(6), true), true),
                        numbers.multipleOf(BigDecimal.valueOf(7), true))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e401", "-1e999999999", "1e-401", "1e2147483647", "1e-2147483647"})
    void aLimitOfTooManyDigitsIsRefusedAtOnce(String limit) {
        for (boolean integer : new boolean[] {true, false}) {
            assertThatThrownBy(() -> numbers.within(new Limit(new BigDecimal(limit), true), null, integer))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("digits");
        }
    }

    @ParameterizedTest
    @CsvSource({"10001", "1e-13", "1e-300", "1e300", "1e999999999", "0.1000001"})
    void aDivisorThatNeedsTooManyStatesIsRefusedAtOnce(String divisor) {
        assertThatThrownBy(() -> numbers.multipleOf(new BigDecimal(divisor), false))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("multiples of");
    }

    @Test
    void aLimitOf400DigitsCostsAStateForEach() {
        BigDecimal limit = new BigDecimal("7".repeat(400));
        Expr within = numbers.within(new Limit(limit, false), new Limit(limit.add(BigDecimal.TEN), true), true);
        assertThat(matches(within, limit.toPlainString())).isFalse();
        assertThat(matches(within, limit.add(BigDecimal.ONE).toPlainString())).isTrue();
        assertThat(expressions.size()).isLessThan(10_000);
    }

    private boolean matches(Expr number, String text) {
        return expressions.matches(number, text.getBytes(StandardCharsets.UTF_8));
    }
}
