package io.alltools.runtime.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Sampling;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Drawn frequencies against the softmax in double precision, by Pearson's chi-square. */
class SamplingDistributionTest {

    private static final int DRAWS = 100_000;

    @ParameterizedTest
    @CsvSource({"5, 1", "40, 1", "40, 0.5", "40, 10", "300, 1", "300, 2.5"})
    void frequenciesFollowTheSoftmax(int vocab, double temperature) {
        float[] logits = logits(vocab);
        check(logits, new Sampling(temperature, 0, 1, 42L), id -> true);
    }

    @Test
    void whatIsKeptKeepsItsProportions() {
        float[] logits = new float[40];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = -i / 4f;
        }
        check(logits, new Sampling(1, 12, 1, 42L), id -> id < 12);
        // 1 - e^-(n/4) reaches 0.9 with the 10th token.
        check(logits, new Sampling(1, 0, 0.9, 42L), id -> id < 10);
        // e^-(n/4) is at least 0.05 up to 11.
        check(logits, new Sampling(1, 0, 1, 42L).withMinP(0.05), id -> id < 12);
    }

    @Test
    void aWholeVocabularyIsDrawnFromByItsParts() {
        int vocab = 151_552;
        float[] logits = RandomLogits.USUAL.make(vocab, new SplittableRandom(3));
        double[] part = new double[64];
        double sum = 0;
        for (int i = 0; i < vocab; i++) {
            part[i % 64] += Math.exp(logits[i]);
            sum += Math.exp(logits[i]);
        }
        Sampler sampler = Sampler.of(new Sampling(1, 0, 1, 42L), new int[0], vocab);
        int draws = 6_000;
        int[] counts = new int[64];
        for (int i = 0; i < draws; i++) {
            counts[sampler.sample(logits, null) % 64]++;
        }
        double chiSquare = 0;
        for (int i = 0; i < 64; i++) {
            double expected = draws * part[i] / sum;
            chiSquare += (counts[i] - expected) * (counts[i] - expected) / expected;
        }
        assertThat(chiSquare).isLessThan(limit(63));
    }

    private static float[] logits(int vocab) {
        SplittableRandom random = new SplittableRandom(vocab);
        float[] logits = new float[vocab];
        for (int i = 0; i < vocab; i++) {
            logits[i] = (float) random.nextGaussian();
        }
        return logits;
    }

    private static void check(float[] logits, Sampling sampling, IntPredicate kept) {
        Sampler sampler = Sampler.of(sampling, new int[0], logits.length);
        int[] counts = new int[logits.length];
        for (int i = 0; i < DRAWS; i++) {
            counts[sampler.sample(logits.clone(), null)]++;
        }
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            sum += kept.test(i) ? Math.exp(logits[i] / sampling.temperature()) : 0;
        }
        double chiSquare = 0;
        int cells = 0;
        double rare = 0;
        double rareCount = 0;
        for (int i = 0; i < logits.length; i++) {
            if (!kept.test(i)) {
                assertThat(counts[i]).as("token %d", i).isZero();
                continue;
            }
            double expected = DRAWS * Math.exp(logits[i] / sampling.temperature()) / sum;
            // The statistic needs cells that are filled.
            if (expected < 5) {
                rare += expected;
                rareCount += counts[i];
                continue;
            }
            chiSquare += (counts[i] - expected) * (counts[i] - expected) / expected;
            cells++;
        }
        if (rare > 0) {
            chiSquare += (rareCount - rare) * (rareCount - rare) / rare;
            cells++;
        }
        assertThat(chiSquare).as("%s over %d cells", sampling, cells).isLessThan(limit(cells - 1));
    }

    /** The 99.9 % quantile, by Wilson and Hilferty. */
    private static double limit(int degrees) {
        double spread = 2.0 / (9 * degrees);
        return degrees * Math.pow(1 - spread + 3.0902 * Math.sqrt(spread), 3);
    }
}
