package io.alltools.tools.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostPaceTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void aBurstGoesAtOnceAndTheRestWaitsForItsTurn() {
        HostPace pace = new HostPace(60, 3);
        for (int i = 0; i < 3; i++) {
            assertThat(pace.reserve("a.example", 0, SECOND * 10)).hasValue(0);
        }
        assertThat(pace.reserve("a.example", 0, SECOND * 10)).hasValue(SECOND);
        assertThat(pace.reserve("a.example", 0, SECOND * 10)).hasValue(2 * SECOND);
        assertThat(pace.reserve("b.example", 0, SECOND * 10)).hasValue(0);
        assertThat(pace.reserve("a.example", 10 * SECOND, 0)).hasValue(0);
    }

    @Test
    void aTurnThatIsTooFarAwayIsNotTaken() {
        HostPace pace = new HostPace(1, 1);
        assertThat(pace.reserve("a.example", 0, SECOND)).hasValue(0);
        assertThat(pace.reserve("a.example", 0, SECOND)).isEmpty();
        assertThat(pace.reserve("a.example", 60 * SECOND, SECOND)).hasValue(0);
    }
}
