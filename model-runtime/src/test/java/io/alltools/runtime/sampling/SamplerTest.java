package io.alltools.runtime.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.Sampling;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTest {

    private static final float[] LOGITS = {0f, 2f, 1f, -1f, 2f};

    @Test
    void greedyTakesTheFirstOfTheBest() {
        assertThat(Sampler.of(Sampling.GREEDY, new int[0], 5).sample(LOGITS.clone(), null))
                .isEqualTo(1);
    }

    @Test
    void topOneIsGreedyAtAnyTemperature() {
        Sampler sampler = Sampler.of(new Sampling(5, 1, 1, 3L), new int[0], 5);
        assertThat(IntStream.range(0, 100).map(i -> sampler.sample(LOGITS.clone(), null)))
                .containsOnly(1);
    }

    @Test
    void frequenciesFollowTheSoftmax() {
        Sampler sampler = Sampler.of(new Sampling(1, 0, 1, 42L), new int[0], 5);
        int[] counts = new int[LOGITS.length];
        int n = 200_000;
        for (int i = 0; i < n; i++) {
            counts[sampler.sample(LOGITS.clone(), null)]++;
        }
        double sum = IntStream.range(0, LOGITS.length)
                .mapToDouble(i -> Math.exp(LOGITS[i]))
                .sum();
        for (int i = 0; i < LOGITS.length; i++) {
            assertThat(counts[i] / (double) n)
                    .isCloseTo(Math.exp(LOGITS[i]) / sum, org.assertj.core.data.Offset.offset(0.005));
        }
    }

    @Test
    void topPKeepsTheSmallestSetThatReachesP() {
        // Probabilities: 1 and 4 have 0.39 each, so 0.5 needs both and nothing else.
        Sampler sampler = Sampler.of(new Sampling(1, 0, 0.5, 42L), new int[0], 5);
        assertThat(IntStream.range(0, 500)
                        .map(i -> sampler.sample(LOGITS.clone(), null))
                        .distinct()
                        .sorted())
                .containsExactly(1, 4);
    }

    @Test
    void topKBreaksTiesByTheLowerId() {
        Sampler sampler = Sampler.of(new Sampling(1, 3, 1, 42L), new int[0], 5);
        assertThat(IntStream.range(0, 1000)
                        .map(i -> sampler.sample(LOGITS.clone(), null))
                        .distinct()
                        .sorted())
                .containsExactly(1, 2, 4);
    }

    @Test
    void negativeLogitsKeepTheirOrder() {
        float[] logits = {-3f, -0.5f, -1f};
        Sampler sampler = Sampler.of(new Sampling(1, 2, 1, 1L), new int[0], 5);
        assertThat(IntStream.range(0, 500)
                        .map(i -> sampler.sample(logits.clone(), null))
                        .distinct()
                        .sorted())
                .containsExactly(1, 2);
    }

    @Test
    void impossibleSettingsAreRefusedWithTheValue() {
        assertThatThrownBy(() -> new Sampling(-1, 0, 1, null)).hasMessageContaining("temperature -1.0");
        assertThatThrownBy(() -> new Sampling(1, 0, 0, null)).hasMessageContaining("top_p 0.0");
        assertThatThrownBy(() -> new Sampling(Double.NaN, 0, 1, null)).hasMessageContaining("NaN");
    }
}
