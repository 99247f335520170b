package io.alltools.runtime.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.alltools.agent.Sampling;
import io.alltools.runtime.Reference;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How likely a prompt's own tokens were. */
class PromptLogprobsTest {

    @TempDir
    static Path cache;

    @Test
    void aPromptsTokensAreAsLikelyAsTransformersSays() throws Exception {
        Reference reference = Reference.of(Harness.MODEL);
        try (Harness harness = new Harness(cache, 2, 512, Harness.OPTIONS)) {
            for (int p = 0; p < reference.prompts().size(); p++) {
                int[] prompt = reference.prompts().get(p);
                double[] nll = nll(harness.submit(reported(prompt, 0)));
                assertThat(nll).containsExactly(reference.nll().get(p), within(1e-3));
            }
        }
    }

    @Test
    void theyAreTheSameInCompanyAndAfterTheCacheWasFilled() throws Exception {
        Reference reference = Reference.of(Harness.MODEL);
        int[] prompt = reference.prompts().get(3);
        try (Harness harness = new Harness(cache, 4, 512, Harness.OPTIONS)) {
            Harness.collect(harness.submit(Harness.greedy(prompt, 5)));
            List<Generation> together = harness.submitTogether(
                    reported(prompt, 0),
                    Harness.greedy(Harness.prompt(1, 90), 30),
                    reported(prompt, 0),
                    Harness.greedy(prompt, 20));
            assertThat(nll(together.get(0))).containsExactly(reference.nll().get(3), within(1e-3));
            assertThat(nll(together.get(2))).containsExactly(reference.nll().get(3), within(1e-3));
            assertThat(Harness.collect(together.get(1)))
                    .isEqualTo(harness.alone(Harness.prompt(1, 90), 30).tokens());
        }
    }

    @Test
    void theContinuationFollowsThemAndIsTheSameAsWithout() throws Exception {
        int[] prompt = Reference.of(Harness.MODEL).prompts().get(1);
        try (Harness harness = new Harness(cache, 1, 512, Harness.OPTIONS)) {
            int[] all = Harness.collect(harness.submit(reported(prompt, 8)));
            int[] without = Harness.collect(harness.submit(Harness.greedy(prompt, 8)));
            assertThat(all).hasSize(prompt.length - 1 + 8).startsWith(java.util.Arrays.copyOfRange(prompt, 1, 5));
            assertThat(java.util.Arrays.copyOfRange(all, prompt.length - 1, all.length))
                    .isEqualTo(without);
        }
    }

    @Test
    void aPromptOfOneTokenHasNothingToTell() throws Exception {
        try (Harness harness = new Harness(cache, 1, 64, Harness.OPTIONS)) {
            assertThat(Harness.collect(harness.submit(reported(new int[] {12}, 0))))
                    .isEmpty();
            assertThat(Harness.collect(harness.submit(reported(new int[] {12}, 3))))
                    .hasSize(3);
            assertThat(Harness.collect(harness.submit(reported(new int[] {12, 13}, 0))))
                    .containsExactly(13);
        }
    }

    @Test
    void nothingToGenerateTakesAPromptThatIsReported() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Harness.greedy(new int[] {12}, 0))
                .withMessageContaining("max tokens 0");
    }

    private static GenerationRequest reported(int[] prompt, int maxTokens) {
        return new GenerationRequest(prompt, Sampling.GREEDY, 1, Set.of()).withPromptLogprobs(1, maxTokens);
    }

    private static double[] nll(Generation generation) throws InterruptedException {
        return Harness.tokens(generation).stream()
                .mapToDouble(token -> -Objects.requireNonNull(token.logprob()).logprob())
                .toArray();
    }
}
