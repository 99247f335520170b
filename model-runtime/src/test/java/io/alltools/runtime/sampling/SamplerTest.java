package io.alltools.runtime.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.ModelException;
import io.alltools.agent.Sampling;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplerTest {

    private static final float[] LOGITS = {0f, 2f, 1f, -1f, 2f};

    @Test
    void greedyTakesTheFirstOfTheBest() {
        assertThat(sampler(Sampling.GREEDY).sample(LOGITS.clone(), null)).isEqualTo(1);
    }

    @Test
    void greedyKeepsToTheMaskThePenaltiesAndTheBias() {
        assertThat(sampler(Sampling.GREEDY).sample(LOGITS.clone(), new long[] {0b01101}))
                .isEqualTo(2);

        Sampler penalized = sampler(Sampling.GREEDY.withPenalties(new Sampling.Penalties(1, 0.5, 0)));
        penalized.accept(1);
        assertThat(penalized.sample(LOGITS.clone(), null)).isEqualTo(4);

        assertThat(sampler(Sampling.GREEDY.withLogitBias(Map.of(3, 3.5))).sample(LOGITS.clone(), null))
                .isEqualTo(3);
    }

    @Test
    void topOneIsGreedyAtAnyTemperature() {
        assertThat(tokens(new Sampling(5, 1, 1, 3L), 100)).containsOnly(1);
    }

    @Test
    void topPKeepsTheSmallestSetThatReachesP() {
        // Probabilities: 1 and 4 have 0.39 each, so 0.5 needs both and nothing else.
        assertThat(tokens(new Sampling(1, 0, 0.5, 42L), 500)).containsOnly(1, 4);
    }

    @Test
    void topPCountsWhatTopKLeft() {
        // Of 1, 4 and 2 the first two have 0.84; without top-k 0.84 would need the third.
        assertThat(tokens(new Sampling(1, 3, 0.84, 42L), 500)).containsOnly(1, 4);
        assertThat(tokens(new Sampling(1, 0, 0.84, 42L), 500)).containsOnly(1, 2, 4);
    }

    @Test
    void topKBreaksTiesByTheLowerId() {
        assertThat(tokens(new Sampling(1, 3, 1, 42L), 1000)).containsOnly(1, 2, 4);
    }

    @Test
    void minPIsAShareOfTheLikeliestAfterTemperature() {
        // At temperature 2 the third has e^-0.5 = 0.61 of the likeliest one's probability, the next 0.37.
        assertThat(tokens(new Sampling(2, 0, 1, 42L).withMinP(0.6), 500)).containsOnly(1, 2, 4);
        assertThat(tokens(new Sampling(2, 0, 1, 42L).withMinP(0.62), 500)).containsOnly(1, 4);
    }

    @Test
    void repetitionCountsThePromptAndPresenceTheOutputOnly() {
        float[] logits = {2f, 1.5f, -1f};
        Sampler repetition =
                Sampler.of(Sampling.GREEDY.withPenalties(new Sampling.Penalties(2, 0, 0)), new int[] {0}, 3);
        assertThat(repetition.sample(logits.clone(), null)).isEqualTo(1);
        Sampler presence = Sampler.of(Sampling.GREEDY.withPenalties(new Sampling.Penalties(1, 1, 1)), new int[] {0}, 3);
        assertThat(presence.sample(logits.clone(), null)).isZero();
    }

    @Test
    void repetitionMakesANegativeLogitLessLikely() {
        Sampler sampler = Sampler.of(Sampling.GREEDY.withPenalties(new Sampling.Penalties(2, 0, 0)), new int[] {0}, 2);
        assertThat(sampler.sample(new float[] {-1f, -1.5f}, null)).isEqualTo(1);
    }

    @Test
    void frequencyCostsEachTime() {
        Sampler sampler = Sampler.of(Sampling.GREEDY.withPenalties(new Sampling.Penalties(1, 0, 0.4)), new int[0], 2);
        float[] logits = {1f, 0f};
        for (int i = 0; i < 3; i++) {
            assertThat(sampler.sample(logits.clone(), null)).isZero();
            sampler.accept(0);
        }
        assertThat(sampler.sample(logits.clone(), null)).isEqualTo(1);
    }

    @Test
    void penaltiesReachThousandsOfTokens() {
        int vocab = 5000;
        Sampler sampler = Sampler.of(
                Sampling.GREEDY.withPenalties(new Sampling.Penalties(1.5, 0, 0)),
                IntStream.range(0, vocab).filter(id -> id != 3210).toArray(),
                vocab);
        float[] logits = new float[vocab];
        Arrays.fill(logits, 3f);
        assertThat(sampler.sample(logits, null)).isEqualTo(3210);
    }

    @Test
    void theSameSeedGivesTheSameTokens() {
        Sampling sampling = new Sampling(2, 0, 1, 9L);
        assertThat(tokens(sampling, 200)).containsExactly(tokens(sampling, 200));
        assertThat(tokens(sampling, 200)).isNotEqualTo(tokens(sampling.withSeed(10), 200));
    }

    @Test
    void withoutASeedTwoSamplersDiffer() {
        Sampling sampling = new Sampling(2, 0, 1, null);
        assertThat(tokens(sampling, 200)).isNotEqualTo(tokens(sampling, 200));
    }

    @Test
    void aMaskShorterThanTheVocabularyForbidsTheRest() {
        float[] logits = new float[130];
        logits[129] = 5;
        long[] mask = {0, 1L << 7};
        assertThat(Sampler.argmax(logits, mask)).isEqualTo(71);
        assertThat(Sampler.of(new Sampling(1, 0, 1, 1L), new int[0], 130).sample(logits, mask))
                .isEqualTo(71);
    }

    @Test
    void aMaskLongerThanTheVocabularyAllowsNothingBehindIt() {
        long[] mask = {-1L << 4, -1};
        assertThat(Sampler.argmax(LOGITS, mask)).isEqualTo(4);
        assertThat(sampler(new Sampling(3, 0, 1, 1L)).sample(LOGITS.clone(), mask))
                .isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1})
    void logitsThatAreNotNumbersAreAnErrorAndNoToken(double temperature) {
        Sampler sampler = sampler(new Sampling(temperature, 0, 1, 1L));
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            for (int at = 0; at < LOGITS.length; at++) {
                float[] logits = LOGITS.clone();
                logits[at] = bad;
                assertThatThrownBy(() -> sampler.sample(logits.clone(), null))
                        .isInstanceOfSatisfying(
                                ModelException.class, e -> assertThat(e.kind()).isEqualTo(ModelException.Kind.FAILED))
                        .hasMessageContaining("not numbers: " + bad + " at token " + at);
                assertThatThrownBy(() -> sampler.sample(logits.clone(), new long[] {-1}))
                        .hasMessageContaining(bad + " at token " + at);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1})
    void whereNoTokenIsPossibleNoneIsChosen(double temperature) {
        Sampler sampler = sampler(new Sampling(temperature, 0, 1, 1L));
        float[] impossible = new float[5];
        Arrays.fill(impossible, Float.NEGATIVE_INFINITY);
        assertThatThrownBy(() -> sampler.sample(impossible, null))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("no token is possible");
        for (long[] nothing : new long[][] {{}, {0}, {1L << 5}}) {
            assertThatThrownBy(() -> sampler.sample(LOGITS.clone(), nothing)).hasMessageContaining("no token");
        }
    }

    @Test
    void aNumberThatIsMissingOutsideTheMaskIsNobodysConcern() {
        float[] logits = {Float.NaN, 1f, 2f, Float.NaN, 0f};
        assertThat(Sampler.argmax(logits, new long[] {0b00110})).isEqualTo(2);
        assertThat(sampler(new Sampling(1, 1, 1, 1L)).sample(logits, new long[] {0b00110}))
                .isEqualTo(2);
    }

    @Test
    void aBiasForATokenThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> sampler(Sampling.GREEDY.withLogitBias(Map.of(5, 1.0))))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.kind()).isEqualTo(ModelException.Kind.INVALID_REQUEST))
                .hasMessage("logit_bias names token 5: expected an id from 0 to 4");
    }

    @Test
    void logitsOfAnotherLengthAreRefusedWithBothLengths() {
        assertThatThrownBy(() -> sampler(Sampling.GREEDY).sample(new float[3], null))
                .hasMessage("logits and vocabulary differ: 3 != 5");
    }

    @Test
    void impossibleSettingsAreRefusedWithTheValue() {
        assertThatThrownBy(() -> new Sampling(-1, 0, 1, null)).hasMessageContaining("temperature -1.0");
        assertThatThrownBy(() -> new Sampling(1, 0, 0, null)).hasMessageContaining("top_p 0.0");
        assertThatThrownBy(() -> new Sampling(Double.NaN, 0, 1, null)).hasMessageContaining("NaN");
    }

    @Test
    void aTemperatureNextToZeroIsGreedy() {
        assertThat(tokens(new Sampling(1e-300, 0, 1, 1L), 50)).containsOnly(1, 4);
    }

    private static int[] tokens(Sampling sampling, int count) {
        Sampler sampler = sampler(sampling);
        return IntStream.range(0, count)
                .map(i -> sampler.sample(LOGITS.clone(), null))
                .toArray();
    }

    private static Sampler sampler(Sampling sampling) {
        return Sampler.of(sampling, new int[0], LOGITS.length);
    }
}
