package io.alltools.runtime.sampling;

import io.alltools.agent.Sampling;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Prints microseconds a token by settings and vocabulary: after a warm-up the median of several rounds. Not a test.
 *
 * <pre>{@code java -cp ... io.alltools.runtime.sampling.SamplerSpeed}</pre>
 */
final class SamplerSpeed {

    private static final int ROUNDS = 9;
    private static final int TOKENS = 60;
    private static final int LOGITS = 6;

    private SamplerSpeed() {}

    private record Case(Sampling sampling, RandomLogits logits, long @Nullable [] mask) {}

    public static void main(String[] args) {
        for (int vocab : new int[] {151_552, 59_264}) {
            for (Map.Entry<String, Case> entry : cases(vocab).entrySet()) {
                System.out.printf(
                        Locale.ROOT, "%7d  %-32s %8.1f us%n", vocab, entry.getKey(), micros(vocab, entry.getValue()));
            }
        }
    }

    private static Map<String, Case> cases(int vocab) {
        Sampling one = new Sampling(1, 0, 1, 1L);
        Sampling nucleus = new Sampling(1, 0, 0.95, 1L);
        Sampling.Penalties penalties = new Sampling.Penalties(1.1, 0.5, 0.5);
        Map<String, Case> cases = new LinkedHashMap<>();
        cases.put("greedy", new Case(Sampling.GREEDY, RandomLogits.USUAL, null));
        cases.put("T=1", new Case(one, RandomLogits.USUAL, null));
        cases.put("T=1 min-p 0.05", new Case(one.withMinP(0.05), RandomLogits.USUAL, null));
        cases.put("T=1 top-p 0.95", new Case(nucleus, RandomLogits.USUAL, null));
        cases.put("T=1 top-p 0.95, one sure token", new Case(nucleus, RandomLogits.PEAKED, null));
        cases.put("T=0.8 top-k 40", new Case(new Sampling(0.8, 40, 1, 1L), RandomLogits.USUAL, null));
        cases.put("T=0.8 top-k 40 top-p 0.9", new Case(new Sampling(0.8, 40, 0.9, 1L), RandomLogits.USUAL, null));
        cases.put("T=1 top-k 50000", new Case(new Sampling(1, 50_000, 1, 1L), RandomLogits.USUAL, null));
        cases.put("T=1 penalties, 4096 tokens", new Case(one.withPenalties(penalties), RandomLogits.USUAL, null));
        cases.put("T=10", new Case(new Sampling(10, 0, 1, 1L), RandomLogits.USUAL, null));
        cases.put("T=10 top-p 0.95", new Case(new Sampling(10, 0, 0.95, 1L), RandomLogits.USUAL, null));
        cases.put("T=10 top-p 0.95, flat", new Case(new Sampling(10, 0, 0.95, 1L), RandomLogits.FLAT, null));
        cases.put("T=10 top-p 0.95, equal", new Case(new Sampling(10, 0, 0.95, 1L), RandomLogits.EQUAL, null));
        cases.put(
                "T=1 top-k 50000 top-p 0.95, flat",
                new Case(new Sampling(1, 50_000, 0.95, 1L).withMinP(0.5), RandomLogits.FLAT, null));
        cases.put("greedy, mask 1 in 1000", new Case(Sampling.GREEDY, RandomLogits.USUAL, mask(vocab, 0.001)));
        cases.put("T=1 top-p 0.95, mask 1 in 1000", new Case(nucleus, RandomLogits.USUAL, mask(vocab, 0.001)));
        cases.put("greedy, mask half", new Case(Sampling.GREEDY, RandomLogits.USUAL, mask(vocab, 0.5)));
        cases.put("T=1 top-p 0.95, mask half", new Case(nucleus, RandomLogits.USUAL, mask(vocab, 0.5)));
        cases.put("greedy, mask 99 %", new Case(Sampling.GREEDY, RandomLogits.USUAL, mask(vocab, 0.99)));
        cases.put("T=1 top-p 0.95, mask 99 %", new Case(nucleus, RandomLogits.USUAL, mask(vocab, 0.99)));
        return cases;
    }

    private static double micros(int vocab, Case c) {
        SplittableRandom random = new SplittableRandom(vocab);
        float[][] logits = new float[LOGITS][];
        Arrays.setAll(logits, i -> c.logits().make(vocab, random));
        float[] row = new float[vocab];
        Sampler sampler = Sampler.of(c.sampling(), random.ints(4096, 0, vocab).toArray(), vocab);
        double[] medians = new double[ROUNDS];
        for (int round = -3; round < ROUNDS; round++) {
            long nanos = 0;
            for (int i = 0; i < TOKENS; i++) {
                // The copy stands for the model, which writes the row anew at each step.
                System.arraycopy(logits[i % LOGITS], 0, row, 0, vocab);
                long start = System.nanoTime();
                sampler.sample(row, c.mask());
                nanos += System.nanoTime() - start;
            }
            if (round >= 0) {
                medians[round] = nanos / 1e3 / TOKENS;
            }
        }
        Arrays.sort(medians);
        return medians[ROUNDS / 2];
    }

    private static long[] mask(int vocab, double density) {
        SplittableRandom random = new SplittableRandom(5);
        long[] mask = new long[Math.ceilDiv(vocab, Long.SIZE)];
        for (int id = 0; id < vocab; id++) {
            if (random.nextDouble() < density) {
                mask[id >> 6] |= 1L << id;
            }
        }
        return mask;
    }
}
