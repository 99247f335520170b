package io.alltools.runtime.bench;

import io.alltools.runtime.decode.DecoderSession;
import io.alltools.runtime.sampling.Sampler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Prefill and decode speed of one sequence: a warm-up, then several runs, of which the medians count. */
public final class Benchmark {

    private static final int PREFILL_CHUNK = 512;

    private Benchmark() {}

    /**
     * What was asked of the model.
     *
     * @param promptTokens tokens of the prompt
     * @param decodeTokens tokens generated after it, greedily
     * @param runs measured runs after one that warms up
     */
    public record Plan(int promptTokens, int decodeTokens, int runs) {

        public Plan {
            if (promptTokens < 1 || decodeTokens < 1 || runs < 1) {
                throw new IllegalArgumentException(
                        "a benchmark needs at least one prompt token, one decode token and one run: " + promptTokens
                                + ", " + decodeTokens + ", " + runs);
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
     */
    public record Result(
            double prefillTokensPerSecond,
            double decodeTokensPerSecond,
            double firstTokenMillis,
            double outsidePercent) {}

    /** @param progress hears of each finished run */
    public static Result measure(DecoderSession decoder, Plan plan, Consumer<Result> progress) {
        int[] prompt = new int[plan.promptTokens()];
        RandomGenerator random = new java.util.SplittableRandom(1);
        Arrays.setAll(prompt, i -> random.nextInt(decoder.config().vocab()));
        run(decoder, prompt, Math.min(plan.decodeTokens(), 8));
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < plan.runs(); i++) {
            Result result = run(decoder, prompt, plan.decodeTokens());
            progress.accept(result);
            results.add(result);
        }
        return new Result(
                median(results.stream()
                        .mapToDouble(Result::prefillTokensPerSecond)
                        .toArray()),
                median(results.stream()
                        .mapToDouble(Result::decodeTokensPerSecond)
                        .toArray()),
                median(results.stream().mapToDouble(Result::firstTokenMillis).toArray()),
                median(results.stream().mapToDouble(Result::outsidePercent).toArray()));
    }

    private static Result run(DecoderSession decoder, int[] prompt, int decodeTokens) {
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
        long end = System.nanoTime();
        long inside = decoder.nanosInside() - insideBefore;
        return new Result(
                prompt.length / seconds(first - start),
                decodeTokens / seconds(end - first),
                (first - start) / 1e6,
                100.0 * (end - first - inside) / (end - first));
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
