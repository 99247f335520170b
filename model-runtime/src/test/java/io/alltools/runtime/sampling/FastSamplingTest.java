package io.alltools.runtime.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Sampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sampler against the plain reference: the same token for the same random number. */
class FastSamplingTest {

    private static final double[] TEMPERATURES = {0, 1e-3, 0.1, 0.7, 1, 1, 1.3, 3, 10};
    private static final double[] TOP_P = {1, 1, 1, 1e-9, 0.1, 0.5, 0.9, 0.95, 0.999999};
    private static final double[] MIN_P = {0, 0, 0, 1e-12, 0.001, 0.05, 0.5, 0.999};

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 6, 8, 13, 16, 25, 63, 64, 65, 127, 128, 129, 207, 1024, 2500})
    void choosesWhatTheReferenceChooses(int vocab) {
        compare(vocab, vocab < 300 ? 3000 : 700);
    }

    @ParameterizedTest
    @ValueSource(ints = {59_264, 151_552})
    void choosesWhatTheReferenceChoosesOverARealVocabulary(int vocab) {
        compare(vocab, 70);
    }

    private static void compare(int vocab, int rounds) {
        SplittableRandom random = new SplittableRandom(vocab);
        for (int round = 0; round < rounds; round++) {
            RandomLogits kind = RandomLogits.values()[round % RandomLogits.values().length];
            Sampling sampling = sampling(vocab, random).withSeed(round);
            int[] prompt = random.ints(random.nextInt(40), 0, vocab).toArray();
            Sampler sampler = Sampler.of(sampling, prompt, vocab);
            ReferenceSampler reference = new ReferenceSampler(sampling, prompt, new ArrayList<>());
            SplittableRandom draws = new SplittableRandom(round);
            for (int step = 0; step < 3; step++) {
                float[] logits = kind.make(vocab, random);
                long @Nullable [] mask = mask(logits, random);
                double u = sampling.temperature() == 0 ? 0 : draws.nextDouble();
                int expected = reference.sample(logits, mask, u);
                int token = sampler.sample(logits.clone(), mask);
                assertThat(token)
                        .as("round %d, step %d, %s, %s, mask %s", round, step, kind, sampling, bits(mask))
                        .isEqualTo(expected);
                sampler.accept(token);
                reference.output().add(token);
            }
        }
    }

    private static Sampling sampling(int vocab, RandomGenerator random) {
        int topK = switch (random.nextInt(4)) {
            case 0 -> random.nextInt(1, 60);
            case 1 -> random.nextInt(1, vocab + 3);
            default -> 0;
        };
        double temperature = TEMPERATURES[random.nextInt(TEMPERATURES.length)];
        Sampling sampling = new Sampling(temperature, topK, TOP_P[random.nextInt(TOP_P.length)], null)
                .withMinP(MIN_P[random.nextInt(MIN_P.length)]);
        if (random.nextInt(3) == 0) {
            sampling = sampling.withPenalties(new Sampling.Penalties(
                    random.nextBoolean() ? 1 : random.nextDouble(0.2, 5),
                    random.nextDouble(-2, 2),
                    random.nextDouble(-2, 2)));
        }
        if (random.nextInt(3) == 0) {
            Map<Integer, Double> bias = new HashMap<>();
            for (int i = 0; i < 5; i++) {
                bias.put(random.nextInt(vocab), random.nextDouble(-100, 100));
            }
            sampling = sampling.withLogitBias(bias);
        }
        return sampling;
    }

    /** None, or one of any density, in length and in what lies behind the vocabulary; it leaves something to choose. */
    private static long @Nullable [] mask(float[] logits, RandomGenerator random) {
        if (random.nextInt(3) == 0) {
            return null;
        }
        int words = Math.ceilDiv(logits.length, 64) + random.nextInt(-1, 3);
        long[] mask = new long[Math.max(1, words)];
        int density = random.nextInt(6);
        for (int i = 0; i < mask.length; i++) {
            mask[i] = switch (density) {
                case 0 -> 0;
                case 1 -> random.nextInt(100) == 0 ? 1L << random.nextInt(64) : 0;
                case 2 -> random.nextLong() & -1L >>> random.nextInt(64);
                case 3 -> random.nextLong();
                case 4 -> random.nextInt(3) == 0 ? ~(1L << random.nextInt(64)) : -1;
                default -> -1;
            };
        }
        int sure = random.nextInt(Math.min(logits.length, mask.length * 64));
        mask[sure / 64] |= 1L << sure;
        logits[sure] = Math.max(logits[sure], -1e30f);
        return mask;
    }

    private static List<Long> bits(long @Nullable [] mask) {
        return mask == null ? List.of() : Arrays.stream(mask).limit(8).boxed().toList();
    }
}
