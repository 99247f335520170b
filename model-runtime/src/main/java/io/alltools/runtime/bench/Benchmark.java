package io.alltools.runtime.bench;

import io.alltools.agent.Sampling;
import io.alltools.runtime.decode.DecoderSession;
import io.alltools.runtime.sampling.Sampler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * Prefill and decode speed of one sequence, and decode speed of several at once: a warm-up, then several runs, of which
 * the medians count.
 */
public final class Benchmark {

    private static final int PREFILL_CHUNK = 512;
    private static final int SAMPLES = 25;

    /** GLM-4's own settings, which ask more of the sampler than greedy decoding does. */
    private static final Sampling USUAL = new Sampling(0.8, 0, 0.8, 1L);

    private Benchmark() {}

    /**
     * What was asked of the model.
     *
     * @param promptTokens tokens of the prompt
     * @param decodeTokens tokens generated after it, greedily
     * @param runs measured runs after one that warms up
     * @param batch sequences that are decoded together in a second measurement; 1 for none
     */
    public record Plan(int promptTokens, int decodeTokens, int runs, int batch) {

        public Plan {
            if (promptTokens < 1 || decodeTokens < 1 || runs < 1 || batch < 1) {
                throw new IllegalArgumentException(
                        "a benchmark needs at least one prompt token, one decode token, one run and one sequence: "
                                + promptTokens + ", " + decodeTokens + ", " + runs + ", " + batch);
            }
        }
    }

    /**
     * Medians over the runs.
     *
     * @param prefillTokensPerSecond prompt tokens by the time until the first logits
     * @param decodeTokensPerSecond generated tokens by the time after the first
     * @param firstTokenMillis time until the first token is chosen
     * @param outsidePercent share of a decode step that is not spent inside ONNX Runtime
     * @param samplerPercent time to draw one token at temperature 0.8 and top-p 0.8, as a share of a decode step
     * @param batchTokensPerSecond generated tokens of all sequences together by the time of their steps
     * @param batchRatio the same by the tokens/s of one sequence in the same run
     */
    public record Result(
            double prefillTokensPerSecond,
            double decodeTokensPerSecond,
            double firstTokenMillis,
            double outsidePercent,
            double samplerPercent,
            double batchTokensPerSecond,
            double batchRatio) {}

    /**
     * Needs a slot for each sequence of the batch.
     *
     * @param progress hears of each finished run
     */
    public static Result measure(DecoderSession decoder, Plan plan, Consumer<Result> progress) {
        int[] prompt = new int[plan.promptTokens()];
        RandomGenerator random = new SplittableRandom(1);
        Arrays.setAll(prompt, i -> random.nextInt(decoder.config().vocab()));
        run(decoder, prompt, Math.min(plan.decodeTokens(), 8), plan.batch());
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < plan.runs(); i++) {
            Result result = run(decoder, prompt, plan.decodeTokens(), plan.batch());
            progress.accept(result);
            results.add(result);
        }
        return new Result(
                median(results, Result::prefillTokensPerSecond),
                median(results, Result::decodeTokensPerSecond),
                median(results, Result::firstTokenMillis),
                median(results, Result::outsidePercent),
                median(results, Result::samplerPercent),
                median(results, Result::batchTokensPerSecond),
                median(results, Result::batchRatio));
    }

    private static Result run(DecoderSession decoder, int[] prompt, int decodeTokens, int batch) {
        float[] logits = new float[decoder.config().vocab()];
        long start = System.nanoTime();
        for (int from = 0; from < prompt.length; from += PREFILL_CHUNK) {
            decoder.run(0, from, prompt, from, Math.min(from + PREFILL_CHUNK, prompt.length), logits);
        }
        int[] token = {Sampler.argmax(logits)};
        long first = System.nanoTime();
        long insideBefore = decoder.nanosInside();
        for (int i = 0; i < decodeTokens; i++) {
            decoder.run(0, prompt.length + i, token, 0, 1, logits);
            token[0] = Sampler.argmax(logits);
        }
        long nanos = System.nanoTime() - first;
        long inside = decoder.nanosInside() - insideBefore;
        double alone = decodeTokens / seconds(nanos);
        double together = batch == 1 ? alone : batch(decoder, prompt, decodeTokens, batch);
        return new Result(
                prompt.length / seconds(first - start),
                alone,
                (first - start) / 1e6,
                100.0 * (nanos - inside) / nanos,
                100 * sampleSeconds(logits, prompt) * alone,
                together,
                together / alone);
    }

    /** Tokens/s of all sequences; they share the prompt that slot 0 holds and go their own ways from its end. */
    private static double batch(DecoderSession decoder, int[] prompt, int decodeTokens, int batch) {
        int[] tokens = new int[batch];
        int[] positions = new int[batch];
        float[][] logits = new float[batch][decoder.config().vocab()];
        for (int i = 0; i < batch; i++) {
            if (i > 0) {
                decoder.copy(0, i, prompt.length);
            }
            tokens[i] = prompt[i % prompt.length];
            positions[i] = prompt.length;
        }
        long start = System.nanoTime();
        for (int step = 0; step < decodeTokens; step++) {
            decoder.step(0, positions, tokens, logits);
            for (int i = 0; i < batch; i++) {
                tokens[i] = Sampler.argmax(logits[i]);
                positions[i]++;
            }
        }
        return (double) batch * decodeTokens / seconds(System.nanoTime() - start);
    }

    private static double sampleSeconds(float[] logits, int[] prompt) {
        Sampler sampler = Sampler.of(USUAL, prompt, logits.length);
        double[] seconds = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            float[] row = logits.clone();
            long start = System.nanoTime();
            sampler.sample(row, null);
            seconds[i] = seconds(System.nanoTime() - start);
        }
        return median(seconds);
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    private static double median(List<Result> results, ToDoubleFunction<Result> value) {
        return median(results.stream().mapToDouble(value).toArray());
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
