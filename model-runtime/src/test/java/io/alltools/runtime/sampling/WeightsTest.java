package io.alltools.runtime.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WeightsTest {

    @Test
    void weightsAreExponentials() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            double nats = random.nextDouble(35);
            double expected = Math.exp(-nats) * 0x1p44;
            assertThat((double) Weights.at(nats * Weights.scale(1)))
                    .isCloseTo(expected, Offset.offset(1 + expected * 1e-11));
        }
    }

    @Test
    void weightsNeverRiseWithTheDistance() {
        long last = Weights.MAX;
        for (int level = 0; level < Weights.LEVELS + 2; level++) {
            for (double at : new double[] {
                Math.nextDown((double) level),
                level,
                Math.nextUp((double) level),
                level + 1e-9,
                level + 0.5,
                level + 1 - 1e-9
            }) {
                long weight = Weights.at(Math.max(0, at));
                assertThat(weight).as("distance %s", at).isLessThanOrEqualTo(last);
                last = weight;
            }
        }
        assertThat(last).isZero();
    }

    @Test
    void theUnlikeliestStillWeighs() {
        assertThat(Weights.at(Math.nextDown((double) Weights.LEVELS))).isEqualTo(1);
        assertThat(Weights.at(Weights.LEVELS)).isZero();
        assertThat(Weights.at(Double.POSITIVE_INFINITY)).isZero();
    }
}
