package io.alltools.runtime.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Sampling;
import io.alltools.runtime.sampling.TokenConstraint;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proposals from the context: the same output in fewer runs, and none where they don't pay. */
class SpeculationTest {

    /** A run costs as much as {@code fixed} rows, for ever. */
    private static StepCosts costs(double fixed) {
        return new StepCosts(null) {
            @Override
            void measured(int rows, long nanos) {}

            @Override
            double of(int rows) {
                return fixed + rows;
            }
        };
    }

    @TempDir
    static Path cache;

    @Test
    void theLongestAndLatestMatchIsContinued() {
        int[] tokens = {1, 2, 3, 4, 9, 2, 3, 4, 8, 3, 4, 7, 2, 3, 4};
        assertThat(PromptLookup.propose(tokens, tokens.length, 3)).containsExactly(8, 3, 4);
        assertThat(PromptLookup.propose(tokens, 11, 2)).containsExactly(8, 3);
        assertThat(PromptLookup.propose(tokens, 9, 3)).isEmpty();
        assertThat(PromptLookup.propose(new int[] {5, 5, 5, 5}, 4, 4)).containsExactly(5);
        assertThat(PromptLookup.propose(new int[] {5}, 1, 4)).isEmpty();
        assertThat(PromptLookup.propose(new int[0], 0, 4)).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}, temperature {1}, logprobs {2}")
    @CsvSource({"1, 0, -1", "2, 0, -1", "3, 0, 2", "4, 0.3, -1", "5, 1.0, -1", "6, 0.3, 1"})
    void outputsAreThoseOfPlainDecoding(int seed, double temperature, int logprobs) throws Exception {
        int[] phrase = Harness.prompt(seed, 12);
        int[] prompt = Harness.concat(Harness.concat(phrase, phrase), Harness.concat(phrase, phrase));
        GenerationRequest request = new GenerationRequest(
                        prompt, new Sampling(temperature, 0, 1, (long) seed), 100, Set.of())
                .withLogprobs(logprobs);
        int[] plain;
        try (Harness harness = new Harness(cache, 2, 192, Harness.OPTIONS.withSpeculation(false))) {
            plain = Harness.collect(harness.submit(request));
            assertThat(harness.scheduler.metrics().tokens().proposed()).isZero();
        }
        try (Harness harness = new Harness(cache, 2, 192, Harness.OPTIONS, costs(20))) {
            Generation generation = harness.submit(request);
            List<GeneratedToken> output = Harness.tokens(generation);
            int[] ids = output.stream().mapToInt(GeneratedToken::id).toArray();
            if (temperature == 0) {
                assertThat(harness.alone(prompt, 100).difference(ids)).isEmpty();
            } else {
                assertThat(ids).containsExactly(plain);
            }
            assertThat(output).allMatch(token -> (token.logprob() != null) == (logprobs >= 0));
            BatchMetrics.Tokens tokens = harness.scheduler.metrics().tokens();
            assertThat(tokens.generated()).isEqualTo(100);
            if (temperature == 0) {
                assertThat(tokens.accepted()).isPositive().isLessThan(tokens.proposed());
            }
        }
    }

    /** The mask leaves one token at each place, so that the output repeats a phrase. */
    @ParameterizedTest
    @CsvSource({"0, -1", "1.5, -1", "0, 1"})
    void anOutputThatRepeatsItselfTakesFewRuns(double temperature, int logprobs) throws Exception {
        int[] phrase = Harness.prompt(8, 10);
        GenerationRequest request = new GenerationRequest(
                        Harness.prompt(9, 10), new Sampling(temperature, 0, 1, 1L), 100, Set.of())
                .withLogprobs(logprobs)
                .withConstraint(new Phrase(phrase));
        try (Harness harness = new Harness(cache, 1, 192, Harness.OPTIONS, costs(20))) {
            int[] output = Harness.collect(harness.submit(request));
            for (int i = 0; i < 100; i++) {
                assertThat(output[i]).isEqualTo(phrase[i % 10]);
            }
            // 11 plain steps until a pair of tokens comes again, then 9 tokens a run.
            assertThat(runs(harness)).isLessThanOrEqualTo(25);
            BatchMetrics.Tokens tokens = harness.scheduler.metrics().tokens();
            assertThat(tokens.accepted()).isGreaterThan(70).isEqualTo(tokens.proposed());
        }
    }

    private static final class Phrase implements TokenConstraint {

        private final int[] phrase;
        private int at;

        Phrase(int[] phrase) {
            this.phrase = phrase;
        }

        @Override
        public long[] allowed() {
            long[] mask = new long[Harness.VOCAB / 64];
            int token = phrase[at % phrase.length];
            mask[token >> 6] = 1L << (token & 63);
            return mask;
        }

        @Override
        public int[] forced() {
            return new int[0];
        }

        @Override
        public void accept(int token) {
            at++;
        }

        @Override
        public TokenConstraint copy() {
            throw new UnsupportedOperationException("the scheduler tries nothing on");
        }
    }

    @Test
    void aProposalNeverExceedsTheContextOrTheLimit() throws Exception {
        int[] prompt = new int[50];
        Arrays.fill(prompt, 33);
        for (int limit : new int[] {1, 2, 3, 4, 5, 1000}) {
            try (Harness harness = new Harness(cache, 1, 64, Harness.OPTIONS, costs(20))) {
                int[] output = Harness.collect(harness.submit(Harness.greedy(prompt, limit)));
                assertThat(output).hasSize(Math.min(limit, 15));
                assertThat(harness.alone(prompt, limit).difference(output)).isEmpty();
            }
        }
    }

    @Test
    void whereProposalsRarelyComeTrueItSwitchesItselfOffAndTriesAgainNowAndThen() throws Exception {
        int[] phrase = Harness.prompt(3, 40);
        int[] prompt = Harness.concat(phrase, phrase);
        // Hot sampling over few tokens: pairs of tokens come again, what follows them doesn't.
        GenerationRequest request = new GenerationRequest(prompt, new Sampling(10, 12, 1, 5L), 380, Set.of());
        try (Harness harness = new Harness(cache, 1, 512, Harness.OPTIONS, costs(2))) {
            assertThat(Harness.collect(harness.submit(request))).hasSize(380);
            List<StepEvent.Verified> verified = harness.events(StepEvent.Verified.class);
            assertThat(verified).isNotEmpty();
            assertThat(verified.size()).as("of 380 steps").isLessThan(60);
        }
    }

    @Test
    void itPaysByTheMeasuredCosts() {
        Speculation cheapRows = speculation(20);
        Speculation dearRows = speculation(0.1);
        assertThat(cheapRows.worth(0.9, 1, 8)).isEqualTo(8);
        assertThat(cheapRows.worth(0.1, 1, 8)).isLessThan(3);
        assertThat(cheapRows.worth(0.01, 1, 8)).isZero();
        assertThat(dearRows.worth(0.9, 1, 8)).isZero();
        assertThat(speculation(2).worth(0.9, 1, 8)).isPositive();
        // Eight together share the fixed cost already; one that leaves them pays its own.
        assertThat(speculation(2).worth(0.9, 8, 8)).isZero();
        assertThat(cheapRows.worth(0.9, 1, 2)).isEqualTo(2);
    }

    private static Speculation speculation(double fixed) {
        return new Speculation(true, 1000, costs(fixed), costs(fixed));
    }

    private static long runs(Harness harness) {
        return harness.events(StepEvent.Decoded.class).size()
                + harness.events(StepEvent.Verified.class).size();
    }
}
