package io.alltools.trajectories.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DedupBenchmarkTest {

    @Test
    void measuresWhatItSays() {
        DedupBenchmark.Result result = DedupBenchmark.run(2000, 1, 64 << 20);

        assertThat(result.documents()).isEqualTo(2000);
        assertThat(result.bytes()).isBetween(2_000_000L, 2_200_000L);
        assertThat(result.removed()).isEqualTo(200);
        assertThat(result.spilled()).isFalse();
        assertThat(result.ratio()).isGreaterThan(1);
    }
}
