package io.alltools.runtime.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was read once is not read again. */
class PrefixReuseTest {

    private static final int[] SHARED = Harness.prompt(1, 100);

    @TempDir
    static Path cache;

    @Test
    void aPromptThatContinuesThePreviousTurnReadsOnlyItsNewTokens() throws Exception {
        try (Harness harness = new Harness(cache, 2, 192, Harness.OPTIONS)) {
            int[] answer = Harness.collect(harness.submit(Harness.greedy(SHARED, 10)));
            int[] next = Harness.concat(Harness.concat(SHARED, answer), Harness.prompt(2, 20));
            int readBefore = read(harness);
            Generation generation = harness.submit(Harness.greedy(next, 10));
            assertOutput(harness, next, generation, 10);
            // The answer's last token never ran.
            assertThat(generation.cachedTokens()).isEqualTo(109);
            assertThat(read(harness) - readBefore).isEqualTo(21);
            assertThat(harness.events(StepEvent.Copied.class)).isEmpty();
        }
    }

    @Test
    void aSharedContextIsCopiedFromAnIdleSlotThatKeepsItsOwn() throws Exception {
        int[] first = Harness.concat(SHARED, Harness.prompt(2, 60));
        int[] second = Harness.concat(SHARED, Harness.prompt(3, 20));
        try (Harness harness = new Harness(cache, 3, 192, Harness.OPTIONS)) {
            assertOutput(harness, first, harness.submit(Harness.greedy(first, 5)), 5);
            Generation copied = harness.submit(Harness.greedy(second, 5));
            assertOutput(harness, second, copied, 5);
            assertThat(copied.cachedTokens()).isEqualTo(100);
            assertThat(harness.events(StepEvent.Copied.class)).containsExactly(new StepEvent.Copied(0, 1, 100));
            Generation again = harness.submit(Harness.greedy(first, 5));
            assertOutput(harness, first, again, 5);
            assertThat(again.cachedTokens()).isEqualTo(159);
        }
    }

    @Test
    void aSharedContextIsCopiedFromABusySlot() throws Exception {
        int[] first = Harness.concat(SHARED, Harness.prompt(2, 10));
        int[] second = Harness.concat(SHARED, Harness.prompt(3, 20));
        try (Harness harness = new Harness(cache, 2, 192, Harness.OPTIONS)) {
            Generation busy = harness.submit(Harness.greedy(first, 80));
            int[] head = {busy.next().orElseThrow().id()};
            Generation copied = harness.submit(Harness.greedy(second, 20));
            assertOutput(harness, second, copied, 20);
            assertThat(copied.cachedTokens()).isEqualTo(100);
            assertThat(harness.alone(first, 80).difference(Harness.concat(head, Harness.collect(busy))))
                    .isEmpty();
        }
    }

    @Test
    void severalOutputsOfOnePromptReadItOnce() throws Exception {
        try (Harness harness = new Harness(cache, 4, 192, Harness.OPTIONS)) {
            GenerationRequest request = Harness.greedy(SHARED, 15);
            List<Generation> all = harness.submitTogether(request, request, request, request, request);
            for (Generation generation : all) {
                assertOutput(harness, SHARED, generation, 15);
            }
            assertThat(read(harness)).isEqualTo(100);
            assertThat(all.getFirst().cachedTokens()).isZero();
            assertThat(all.subList(1, 4)).allMatch(generation -> generation.cachedTokens() == 99);
            assertThat(harness.scheduler.metrics().tokens().reused()).isEqualTo(4 * 99);
        }
    }

    @Test
    void aFullSlotGivesAwayAPrefixToo() throws Exception {
        int[] first = Harness.concat(SHARED, Harness.prompt(2, 80));
        try (Harness harness = new Harness(cache, 2, 192, Harness.OPTIONS)) {
            assertThat(Harness.collect(harness.submit(Harness.greedy(first, 1000))))
                    .hasSize(13);
            // Both run now, one beside the slot that was full.
            List<Generation> both =
                    harness.submitTogether(Harness.greedy(Harness.prompt(9, 30), 30), Harness.greedy(first, 1000));
            assertOutput(harness, first, both.get(1), 1000);
            assertOutput(harness, Harness.prompt(9, 30), both.get(0), 30);
        }
    }

    @Test
    void theSlotThatWasNotUsedForTheLongestTimeIsGivenUpFirst() throws Exception {
        int[][] prompts = {Harness.prompt(1, 50), Harness.prompt(2, 50), Harness.prompt(3, 50)};
        try (Harness harness = new Harness(cache, 2, 192, Harness.OPTIONS)) {
            for (int i : new int[] {0, 1, 0, 2}) {
                Harness.collect(harness.submit(Harness.greedy(prompts[i], 3)));
            }
            Generation kept = harness.submit(Harness.greedy(prompts[0], 3));
            Harness.collect(kept);
            assertThat(kept.cachedTokens()).isEqualTo(49);
            Generation lost = harness.submit(Harness.greedy(prompts[1], 3));
            Harness.collect(lost);
            assertThat(lost.cachedTokens()).isZero();
        }
    }

    private static int read(Harness harness) {
        return harness.events(StepEvent.Prefilled.class).stream()
                .mapToInt(read -> read.to() - read.from())
                .sum();
    }

    private static void assertOutput(Harness harness, int[] prompt, Generation generation, int tokens)
            throws Exception {
        assertThat(harness.alone(prompt, tokens).difference(Harness.collect(generation)))
                .as(Arrays.toString(prompt))
                .isEmpty();
    }
}
