package io.alltools.runtime.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.ModelException;
import io.alltools.agent.Service;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One request ends early, at each stage; the others don't notice. */
class CancellationTest {

    private static final int[] PROMPT = Harness.prompt(1, 100);
    private static final int[] OTHER = Harness.prompt(2, 90);

    @TempDir
    static Path cache;

    @Test
    void aWaitingRequestIsCancelled() throws Exception {
        try (Harness harness = new Harness(cache, 1, 192, Harness.OPTIONS)) {
            List<Generation> all = harness.submitTogether(
                    Harness.greedy(OTHER, 30), Harness.greedy(PROMPT, 30), Harness.greedy(OTHER, 20));
            all.get(1).cancel();
            assertThat(Harness.collect(all.get(1))).isEmpty();
            assertOthersAreWhole(harness, all.get(0), 30);
            assertOthersAreWhole(harness, all.get(2), 20);
            assertThat(harness.scheduler.metrics().requests().cancelled()).isEqualTo(1);
            assertThat(harness.events(StepEvent.Admitted.class))
                    .noneMatch(admitted -> admitted.generation() == all.get(1));
        }
    }

    @Test
    void aRequestIsCancelledWhileItsPromptIsRead() throws Exception {
        try (Harness harness = new Harness(cache, 2, 192, Harness.OPTIONS)) {
            harness.onEvent = event -> {
                if (event instanceof StepEvent.Prefilled read
                        && read.to() < PROMPT.length
                        && read.to() - read.from() == 16) {
                    read.generation().cancel();
                }
            };
            Generation other = harness.submit(Harness.greedy(OTHER, 100));
            other.next();
            Generation cancelled = harness.submit(Harness.greedy(PROMPT, 30));
            assertThat(Harness.collect(cancelled)).isEmpty();
            assertThat(harness.events(StepEvent.Prefilled.class).stream()
                            .filter(read -> read.generation() == cancelled))
                    .hasSize(1);
            int[] rest = Harness.collect(other);
            int[] expected = harness.alone(OTHER, 100).tokens();
            assertThat(harness.alone(OTHER, 100).difference(Harness.concat(new int[] {expected[0]}, rest)))
                    .isEmpty();
            // What was read stays and is used.
            harness.onEvent = event -> {};
            Generation again = harness.submit(Harness.greedy(PROMPT, 5));
            assertOutput(harness, PROMPT, again, 5);
            assertThat(again.cachedTokens()).isEqualTo(16);
        }
    }

    @Test
    void aGeneratingRequestIsCancelled() throws Exception {
        try (Harness harness = new Harness(cache, 2, 192, Harness.OPTIONS)) {
            List<Generation> both = harness.submitTogether(Harness.greedy(OTHER, 60), Harness.greedy(PROMPT, 60));
            both.get(1).next();
            both.get(1).next();
            both.get(1).cancel();
            assertThat(Harness.collect(both.get(1)).length).isLessThan(58);
            assertOthersAreWhole(harness, both.get(0), 60);
        }
    }

    @Test
    void whoWaitsForAPrefixOfACancelledRequestReadsTheRestItself() throws Exception {
        try (Harness harness = new Harness(cache, 3, 192, Harness.OPTIONS)) {
            harness.onEvent = event -> {
                if (event instanceof StepEvent.Prefilled read && read.from() == 0 && read.to() == 16) {
                    read.generation().cancel();
                }
            };
            List<Generation> both = harness.submitTogether(Harness.greedy(PROMPT, 20), Harness.greedy(PROMPT, 20));
            assertThat(Harness.collect(both.get(0))).isEmpty();
            assertOutput(harness, PROMPT, both.get(1), 20);
            assertThat(both.get(1).cachedTokens()).isEqualTo(16);
        }
    }

    @Test
    void aDeadlinePassesInTheQueue() throws Exception {
        try (Harness harness = new Harness(cache, 1, 192, Harness.OPTIONS)) {
            harness.onEvent = event -> {
                if (event instanceof StepEvent.Decoded) {
                    harness.now = Instant.EPOCH.plusSeconds(10);
                }
            };
            List<Generation> all = harness.submitTogether(Harness.greedy(OTHER, 30), inFiveSeconds(PROMPT, 30));
            assertThatThrownBy(() -> Harness.collect(all.get(1)))
                    .isInstanceOfSatisfying(
                            ModelException.class,
                            e -> assertThat(e.kind()).isEqualTo(ModelException.Kind.DEADLINE_EXCEEDED))
                    .hasMessage("the deadline 1970-01-01T00:00:05Z passed while the request waited for a slot");
            assertOthersAreWhole(harness, all.get(0), 30);
        }
    }

    @Test
    void aDeadlinePassesWhileAPromptIsRead() throws Exception {
        try (Harness harness = new Harness(cache, 2, 192, Harness.OPTIONS)) {
            harness.onEvent = event -> {
                if (event instanceof StepEvent.Prefilled) {
                    harness.now = Instant.EPOCH.plusSeconds(10);
                }
            };
            Generation late = harness.submit(inFiveSeconds(PROMPT, 30));
            assertThatThrownBy(() -> Harness.collect(late))
                    .hasMessage("the deadline 1970-01-01T00:00:05Z passed after 64 of 100 prompt tokens");
            assertOthersAreWhole(harness, harness.submit(Harness.greedy(OTHER, 30)), 30);
        }
    }

    @Test
    void aDeadlinePassesBetweenTwoTokens() throws Exception {
        try (Harness harness = new Harness(cache, 2, 192, Harness.OPTIONS.withSpeculation(false))) {
            harness.onEvent = event -> {
                if (event instanceof StepEvent.Decoded decoded
                        && decoded.generations().size() == 2) {
                    harness.now = Instant.EPOCH.plusSeconds(10);
                }
            };
            List<Generation> both = harness.submitTogether(Harness.greedy(OTHER, 60), inFiveSeconds(PROMPT, 60));
            Generation late = both.get(1);
            // What came before the deadline is still handed out.
            assertThat(late.next()).isPresent();
            assertThat(late.next()).isPresent();
            assertThatThrownBy(() -> Harness.collect(late)).hasMessageContaining("passed after 2 generated tokens");
            assertOthersAreWhole(harness, both.get(0), 60);
            assertThat(harness.scheduler.metrics().requests().expired()).isEqualTo(1);
        }
    }

    private static GenerationRequest inFiveSeconds(int[] prompt, int maxTokens) {
        return Harness.greedy(prompt, maxTokens)
                .withService(new Service(Service.Priority.INTERACTIVE, Instant.EPOCH.plusSeconds(5)));
    }

    private static void assertOthersAreWhole(Harness harness, Generation generation, int tokens) throws Exception {
        assertOutput(harness, OTHER, generation, tokens);
    }

    private static void assertOutput(Harness harness, int[] prompt, Generation generation, int tokens)
            throws Exception {
        assertThat(harness.alone(prompt, tokens).difference(Harness.collect(generation)))
                .isEmpty();
    }
}
