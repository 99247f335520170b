package io.alltools.runtime.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.ModelException;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogprobsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 13, 207, 1024, 151_552})
    void equalTheLogarithmOfTheSoftmax(int vocab) {
        SplittableRandom random = new SplittableRandom(vocab);
        for (RandomLogits kind : RandomLogits.values()) {
            float[] logits = kind.make(vocab, random);
            float max = BlockMaxima.max(logits, 0, vocab);
            double sum = 0;
            for (float logit : logits) {
                sum += Math.exp((double) logit - max);
            }
            int token = random.nextInt(vocab);
            Logprobs.Logprob found = Logprobs.of(logits, token, 20);

            double expected = (double) logits[token] - max - Math.log(sum);
            assertThat(found.token()).isEqualTo(token);
            if (expected == Double.NEGATIVE_INFINITY) {
                assertThat(found.logprob()).isEqualTo(expected);
            } else {
                assertThat(found.logprob())
                        .as("%s", kind)
                        .isCloseTo(expected, Offset.offset(1e-7 + Math.abs(expected) * 1e-12));
            }
            int[] order = IntStream.range(0, vocab)
                    .boxed()
                    .sorted(Comparator.<Integer>comparingDouble(id -> logits[id] == 0 ? 0 : -logits[id])
                            .thenComparingInt(id -> id))
                    .mapToInt(id -> id)
                    .limit(20)
                    .toArray();
            assertThat(found.topTokens()).as("%s", kind).containsExactly(order);
            assertThat(found.topLogprobs()).hasSize(order.length);
            assertThat(found.topLogprobs()[0]).isLessThanOrEqualTo(0);
        }
    }

    @Test
    void tiesGoToTheLowerId() {
        Logprobs.Logprob found = Logprobs.of(new float[] {1, 3, 1, 3, 2}, 2, 4);
        assertThat(found.topTokens()).containsExactly(1, 3, 4, 0);
    }

    @Test
    void noneAreToldWhenNoneAreAskedFor() {
        Logprobs.Logprob found = Logprobs.of(new float[] {0, 0}, 1, 0);
        assertThat(found.topTokens()).isEmpty();
        assertThat(found.logprob()).isCloseTo(Math.log(0.5), Offset.offset(1e-9));
    }

    @Test
    void logitsThatAreNotNumbersAreAnError() {
        assertThatThrownBy(() -> Logprobs.of(new float[] {0, Float.NaN}, 0, 1))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("NaN at token 1");
    }
}
