package io.alltools.trajectories.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinHashTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 6, 8, 13, 16, 25, 207, 1024})
    void theFastSignatureIsTheDefinition(int size) {
        for (int permutations : new int[] {1, 7, 16, 100, 128, 256}) {
            MinHash minHash = new MinHash(permutations, size);
            long[] ngrams = new SplittableRandom(size).longs(size).toArray();
            if (size > 4) {
                ngrams[3] = ngrams[1];
            }
            assertThat(minHash.signature(ngrams)).isEqualTo(new ScalarMinHash(minHash).signature(ngrams));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 0.8, 0.95})
    void theEstimateIsAsGoodAsTheoryPromises(double jaccard) {
        int union = 200;
        int common = (int) Math.round(jaccard * union);
        double exact = (double) common / union;
        MinHash minHash = new MinHash(128, 1);
        SplittableRandom random = new SplittableRandom(2);
        int trials = 1000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < trials; i++) {
            long[] all = random.longs(union).toArray();
            int half = (union - common) / 2;
            long[] first = Arrays.copyOf(all, common + half);
            long[] second = Arrays.copyOf(all, common + (union - common - half));
            System.arraycopy(all, common + half, second, common, union - common - half);
            double error = MinHash.similarity(minHash.signature(first), minHash.signature(second)) - exact;
            sum += error;
            squares += error * error;
        }
        double theory = Math.sqrt(exact * (1 - exact) / 128);
        assertThat(sum / trials).as("bias").isEqualTo(0, within(4 * theory / Math.sqrt(trials)));
        assertThat(Math.sqrt(squares / trials)).as("deviation").isBetween(0.85 * theory, 1.15 * theory);
    }

    @Test
    void signaturesOfDifferentLengthsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MinHash.similarity(new int[3], new int[4]))
                .withMessage("signatures differ in length: 3 != 4");
    }

    @Test
    void bandsFindAPairAtTheThresholdWithThePromisedProbability() {
        for (double threshold : new double[] {0.2, 0.5, 0.7, 0.8, 0.9, 1}) {
            Bands bands = Bands.forThreshold(threshold, 128);
            assertThat(bands.bands() * bands.rows()).isLessThanOrEqualTo(128);
            assertThat(bands.probability(threshold))
                    .as("%s at %s", bands, threshold)
                    .isGreaterThanOrEqualTo(0.95);
        }
        assertThat(Bands.forThreshold(0.8, 128)).isEqualTo(new Bands(18, 7));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bands.forThreshold(0, 128))
                .withMessageContaining("threshold 0.0");
    }
}
