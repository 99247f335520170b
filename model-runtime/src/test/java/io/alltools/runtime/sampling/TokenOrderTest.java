package io.alltools.runtime.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Both orders at the exact borders between tokens, which random numbers hardly ever meet. */
class TokenOrderTest {

    private static final double SCALE = Weights.scale(1);

    @Test
    void everyBorderIsWhereASortedListHasIt() {
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 70; round++) {
            RandomLogits kind = RandomLogits.values()[round % RandomLogits.values().length];
            float[] logits = kind.make(random.nextInt(1, 400), random);
            BlockMaxima blocks = new BlockMaxima(logits.length);
            blocks.scan(logits);
            TokenKeys keys = new TokenKeys();
            keys.clear(blocks.max(), SCALE);
            for (int i = 0; i < logits.length; i++) {
                keys.add(i, logits[i]);
            }
            check(keys, logits, blocks.max(), kind);
            Histogram histogram = new Histogram(new TokenKeys());
            histogram.fill(logits, blocks, SCALE, true);
            check(histogram, logits, blocks.max(), kind);
        }
    }

    private static void check(TokenOrder order, float[] logits, float max, RandomLogits kind) {
        int[] tokens = IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(id -> logits[id] == 0 ? 0 : -logits[id])
                        .thenComparingInt(id -> id))
                .mapToInt(id -> id)
                .toArray();
        long[] weights = Arrays.stream(tokens)
                .mapToLong(id -> Weights.at(((double) max - logits[id]) * SCALE))
                .toArray();
        long total = Arrays.stream(weights).sum();
        assertThat(order.total()).isEqualTo(total);
        long before = 0;
        for (int i = 0; i < tokens.length; i++) {
            long after = before + weights[i];
            assertThat(order.massOfFirst(i + 1)).as("%s, first %d", kind, i + 1).isEqualTo(after);
            if (weights[i] > 0) {
                assertThat(order.tokenAt(before)).as("%s, begin of %d", kind, i).isEqualTo(tokens[i]);
                assertThat(order.tokenAt(after - 1))
                        .as("%s, end of %d", kind, i)
                        .isEqualTo(tokens[i]);
                assertThat(order.massReaching(before + 1)).isEqualTo(after);
                assertThat(order.massReaching(after)).isEqualTo(after);
                for (long least : new long[] {weights[i], weights[i] + 1}) {
                    assertThat(order.massOfAtLeast(least))
                            .isEqualTo(Arrays.stream(weights)
                                    .filter(weight -> weight >= least)
                                    .sum());
                }
            }
            before = after;
        }
        assertThat(order.massOfFirst(tokens.length + 5)).isEqualTo(total);
    }
}
