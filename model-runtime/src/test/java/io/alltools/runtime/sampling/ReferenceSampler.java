package io.alltools.runtime.sampling;

import io.alltools.agent.Sampling;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What {@link Sampler} does, said as plainly as it can be said: everything is sorted, one token after the other. */
record ReferenceSampler(Sampling sampling, int[] prompt, List<Integer> output) {

    /** @param u a random number in [0, 1) */
    int sample(float[] logits, long @Nullable [] allowed, double u) {
        float[] changed = changed(logits);
        List<Integer> order = IntStream.range(0, logits.length)
                .filter(id -> allowed == null || id / 64 < allowed.length && (allowed[id / 64] >> id % 64 & 1) == 1)
                .filter(id -> changed[id] != Float.NEGATIVE_INFINITY)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(id -> changed[id] == 0 ? 0 : -changed[id])
                        .thenComparingInt(id -> id))
                .toList();
        if (sampling.temperature() == 0) {
            return order.getFirst();
        }
        if (sampling.topK() > 0) {
            order = order.subList(0, Math.min(sampling.topK(), order.size()));
        }
        double scale = Weights.scale(sampling.temperature());
        float max = changed[order.getFirst()];
        long[] weights = order.stream()
                .mapToLong(id -> Weights.at(((double) max - changed[id]) * scale))
                .toArray();
        int kept = weights.length;
        if (sampling.topP() < 1) {
            double all = Arrays.stream(weights).sum();
            long sum = 0;
            for (kept = 0; kept < weights.length && sum < sampling.topP() * all; kept++) {
                sum += weights[kept];
            }
        }
        while (weights[kept - 1] < sampling.minP() * Weights.MAX) {
            kept--;
        }
        double all = Arrays.stream(weights, 0, kept).sum();
        long sum = weights[0];
        int chosen = 0;
        while (sum <= (long) (u * all) && chosen < kept - 1) {
            sum += weights[++chosen];
        }
        return order.get(chosen);
    }

    private float[] changed(float[] logits) {
        float[] changed = logits.clone();
        sampling.logitBias().forEach((id, bias) -> changed[id] = (float) (changed[id] + bias));
        Map<Integer, Integer> counts = new HashMap<>();
        Arrays.stream(prompt).forEach(id -> counts.put(id, 0));
        output.forEach(id -> counts.merge(id, 1, Integer::sum));
        Sampling.Penalties p = sampling.penalties();
        counts.forEach((id, count) -> {
            double logit = changed[id];
            logit = logit > 0 ? logit / p.repetition() : logit * p.repetition();
            changed[id] = (float) (logit - (count > 0 ? p.presence() : 0) - count * p.frequency());
        });
        return changed;
    }
}
