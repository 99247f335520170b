package io.alltools.runtime.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.alltools.agent.Sampling;
import io.alltools.runtime.bench.Alone;
import io.alltools.runtime.sampling.TokenConstraint;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Masks, forced tokens and how likely they were, and what a broken constraint does to others. */
class ConstraintTest {

    private static final int[] PROMPT = Harness.prompt(1, 60);

    @TempDir
    static Path cache;

    /** Forces a text before the output and after every third token; in between only even tokens are allowed. */
    private static final class Pattern implements TokenConstraint {

        static final int[] FORCED = {101, 103, 105, 107, 109};

        private int accepted;

        Pattern(int accepted) {
            this.accepted = accepted;
        }

        @Override
        public long[] allowed() {
            long[] mask = new long[Harness.VOCAB / 64];
            if (accepted % 8 < 5) {
                int token = FORCED[accepted % 8];
                mask[token >> 6] = 1L << (token & 63);
            } else {
                Arrays.fill(mask, 0x5555555555555555L);
            }
            return mask;
        }

        @Override
        public int[] forced() {
            return accepted % 8 == 0 ? FORCED.clone() : new int[0];
        }

        @Override
        public void accept(int token) {
            if (accepted % 8 < 5) {
                assertThat(token).isEqualTo(FORCED[accepted % 8]);
            } else {
                assertThat(token % 2).isZero();
            }
            accepted++;
        }

        @Override
        public TokenConstraint copy() {
            return new Pattern(accepted);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 13, 5, 3, 1})
    void forcedTokensAreEmittedLikeOthersAndRunTogether(int maxTokens) throws Exception {
        try (Harness harness = new Harness(cache, 2, 192, Harness.OPTIONS)) {
            int[] output = Harness.collect(
                    harness.submit(Harness.greedy(PROMPT, maxTokens).withConstraint(new Pattern(0))));
            assertThat(output).hasSize(maxTokens);
            for (int i = 0; i < maxTokens; i++) {
                if (i % 8 < 5) {
                    assertThat(output[i]).isEqualTo(Pattern.FORCED[i % 8]);
                } else {
                    assertThat(output[i] % 2).isZero();
                }
            }
            BatchMetrics.Tokens tokens = harness.scheduler.metrics().tokens();
            assertThat(tokens.generated()).isEqualTo(maxTokens);
            assertThat(tokens.forced()).isEqualTo(maxTokens / 8 * 5 + Math.min(5, maxTokens % 8));
            if (maxTokens == 16) {
                assertThat(harness.events(StepEvent.CaughtUp.class))
                        .extracting(StepEvent.CaughtUp::tokens)
                        .containsExactly(6);
            }
        }
    }

    /** Forcing spares runs; the logits are the same. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 2})
    void forcedTokensChangeNothingButTheNumberOfRuns(int logprobs) throws Exception {
        TokenConstraint masked = new Masked(new Pattern(0));
        try (Harness harness = new Harness(cache, 3, 192, Harness.OPTIONS)) {
            Generation other = harness.submit(Harness.greedy(Harness.prompt(2, 20), 60));
            Generation forced = harness.submit(
                    Harness.greedy(PROMPT, 37).withLogprobs(logprobs).withConstraint(new Pattern(0)));
            Generation plain = harness.submit(
                    Harness.greedy(PROMPT, 37).withLogprobs(logprobs).withConstraint(masked));
            List<GeneratedToken> a = Harness.tokens(forced);
            List<GeneratedToken> b = Harness.tokens(plain);
            assertThat(a)
                    .extracting(GeneratedToken::id)
                    .isEqualTo(b.stream().map(GeneratedToken::id).toList());
            for (int i = 0; i < a.size() && logprobs >= 0; i++) {
                assertThat(a.get(i).logprob().token()).isEqualTo(a.get(i).id());
                assertThat(a.get(i).logprob().logprob())
                        .isCloseTo(b.get(i).logprob().logprob(), within(1e-4));
                assertThat(a.get(i).logprob().topTokens()).hasSize(2);
            }
            assertThat(harness.alone(Harness.prompt(2, 20), 60).difference(Harness.collect(other)))
                    .isEmpty();
        }
    }

    /** As another, but nothing is said to be forced. */
    private record Masked(TokenConstraint inner) implements TokenConstraint {

        @Override
        public long[] allowed() {
            return inner.allowed();
        }

        @Override
        public int[] forced() {
            return new int[0];
        }

        @Override
        public void accept(int token) {
            inner.accept(token);
        }

        @Override
        public TokenConstraint copy() {
            return new Masked(inner.copy());
        }
    }

    @Test
    void logprobsAreTheModelsOwnWhateverTheSampling() throws Exception {
        try (Harness harness = new Harness(cache, 2, 192, Harness.OPTIONS)) {
            GenerationRequest hot =
                    new GenerationRequest(PROMPT, new Sampling(2, 0, 1, 3L), 20, Set.of()).withLogprobs(5);
            for (GeneratedToken token : Harness.tokens(harness.submit(hot))) {
                assertThat(token.logprob().logprob())
                        .isLessThanOrEqualTo(token.logprob().topLogprobs()[0]);
                assertThat(Arrays.stream(token.logprob().topLogprobs())
                                .map(Math::exp)
                                .sum())
                        .isLessThanOrEqualTo(1 + 1e-9);
            }
        }
    }

    @Test
    void anEndTokenIsTheLastOne() throws Exception {
        try (Harness harness = new Harness(cache, 2, 192, Harness.OPTIONS)) {
            Alone alone = harness.alone(PROMPT, 40);
            int end = alone.tokens()[20];
            int[] output =
                    Harness.collect(harness.submit(new GenerationRequest(PROMPT, Sampling.GREEDY, 40, Set.of(end))));
            assertThat(output).endsWith(end);
            assertThat(Arrays.stream(output).filter(token -> token == end)).hasSize(1);
            assertThat(output).isEqualTo(Arrays.copyOf(alone.tokens(), output.length));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5})
    void aBrokenConstraintFailsItsOwnRequestOnly(int goodTokens) throws Exception {
        TokenConstraint broken = new TokenConstraint() {
            private int accepted;

            @Override
            public long[] allowed() {
                if (accepted == goodTokens) {
                    throw new IllegalStateException("no way on");
                }
                long[] all = new long[Harness.VOCAB / 64];
                Arrays.fill(all, -1);
                return all;
            }

            @Override
            public int[] forced() {
                return new int[0];
            }

            @Override
            public void accept(int token) {
                accepted++;
            }

            @Override
            public TokenConstraint copy() {
                return this;
            }
        };
        try (Harness harness = new Harness(cache, 2, 192, Harness.OPTIONS)) {
            Generation other = harness.submit(Harness.greedy(Harness.prompt(2, 20), 60));
            Generation failing = harness.submit(Harness.greedy(PROMPT, 30).withConstraint(broken));
            assertThatThrownBy(() -> Harness.collect(failing))
                    .hasMessage("the generation failed: java.lang.IllegalStateException: no way on");
            assertThat(harness.alone(Harness.prompt(2, 20), 60).difference(Harness.collect(other)))
                    .isEmpty();
            assertThat(harness.scheduler.metrics().requests().failed()).isEqualTo(1);
            assertThat(Harness.collect(harness.submit(Harness.greedy(PROMPT, 5))))
                    .hasSize(5);
        }
    }
}
