package io.alltools.trajectories.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FinalNumberTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    Natalia sold 72 clips. #### 72   | 72
                    #### 1,234,567                   | 1234567
                    #### $18                         | 18
                    #### -$5                         | -5
                    #### $-5                         | -5
                    #### € 12.50                     | 12.5
                    ####42                           | 42
                    #### 18.                         | 18
                    #### .5                          | 0.5
                    #### 0.0                         | 0
                    #### +7 apples                   | 7
                    #### 60%                         | 60
                    #### 1 then #### 2               | 2
                    ##### 3                          | 3
                    #### 072                         | 72
                    """)
    void isRead(String answer, String number) {
        assertThat(FinalNumber.of(answer))
                .hasValueSatisfying(found -> assertThat(found).isEqualByComparingTo(new BigDecimal(number)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    The answer is 72
                    ### 72
                    #### seventy-two
                    #### 1 #### none
                    ####
                    #### -
                    #### 41.25.00
                    #### ,5
                    """)
    void isMissing(String answer) {
        assertThat(FinalNumber.of(answer)).isEmpty();
    }

    @Test
    void hostileNumbersAreNone() {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(2), () -> {
            assertThat(FinalNumber.of("#### " + "9".repeat(2_000_000))).isEmpty();
            assertThat(FinalNumber.of("#### 1" + ",".repeat(2_000_000))).hasValue(BigDecimal.ONE);
            assertThat(FinalNumber.of("####".repeat(500_000) + " ".repeat(500_000)))
                    .isEmpty();
        });
    }

    @Test
    void isWrittenAsPeopleDo() {
        assertThat(FinalNumber.plain(new BigDecimal("1200.00"))).isEqualTo("1200");
        assertThat(FinalNumber.plain(new BigDecimal("0.00"))).isEqualTo("0");
        assertThat(FinalNumber.plain(new BigDecimal("-41.250"))).isEqualTo("-41.25");
    }
}
