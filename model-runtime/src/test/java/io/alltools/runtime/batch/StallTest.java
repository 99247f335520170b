package io.alltools.runtime.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who generates is never held up by more than one chunk of a prompt, in order of events. */
class StallTest {

    @TempDir
    static Path cache;

    @Test
    void betweenTwoTokensThereIsOneChunkAtMost() throws Exception {
        try (Harness harness = new Harness(cache, 4, 256, Harness.OPTIONS.withSpeculation(false))) {
            Generation running = harness.submit(Harness.greedy(Harness.prompt(1, 20), 150));
            int[] head = {running.next().orElseThrow().id()};
            List<Generation> long_ = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                long_.add(harness.submit(Harness.greedy(Harness.prompt(10 + i, 200), 3)));
            }
            assertThat(harness.alone(Harness.prompt(1, 20), 150)
                            .difference(Harness.concat(head, Harness.collect(running))))
                    .isEmpty();
            for (Generation generation : long_) {
                assertThat(Harness.collect(generation)).hasSize(3);
            }
            int sinceToken = 0;
            int tokensDuringPrefill = 0;
            for (StepEvent event : List.copyOf(harness.events)) {
                switch (event) {
                    case StepEvent.Prefilled read
                    when read.generation() != running -> {
                        sinceToken++;
                        assertThat(sinceToken).as("chunks since the last token").isLessThanOrEqualTo(1);
                        assertThat(read.to() - read.from()).isLessThanOrEqualTo(16);
                    }
                    case StepEvent.Decoded decoded
                    when decoded.generations().contains(running) -> {
                        tokensDuringPrefill += sinceToken;
                        sinceToken = 0;
                    }
                    case StepEvent.Ended ended when ended.generation() == running -> sinceToken = -10_000;
                    case StepEvent.Prefilled read -> {}
                    case StepEvent.Decoded decoded -> {}
                    case StepEvent.Ended ended -> {}
                    case StepEvent.Admitted admitted -> {}
                    case StepEvent.Preempted preempted -> {}
                    case StepEvent.Copied copied -> {}
                    case StepEvent.CaughtUp caughtUp -> {}
                    case StepEvent.Verified verified -> {}
                }
                if (sinceToken < -1000) {
                    break;
                }
            }
            assertThat(tokensDuringPrefill)
                    .as("the long prompts came while it ran")
                    .isGreaterThan(20);
        }
    }

    @Test
    void aPromptAloneIsReadInLargeChunks() throws Exception {
        try (Harness harness = new Harness(cache, 2, 256, Harness.OPTIONS)) {
            Harness.collect(harness.submit(Harness.greedy(Harness.prompt(1, 200), 1)));
            assertThat(harness.events(StepEvent.Prefilled.class))
                    .extracting(StepEvent.Prefilled::to)
                    .containsExactly(64, 128, 192, 200);
        }
    }

    @Test
    void aSlowReaderHoldsUpNobody() throws Exception {
        try (Harness harness = new Harness(cache, 1, 192, Harness.OPTIONS)) {
            Generation unread = harness.submit(Harness.greedy(Harness.prompt(1, 20), 100));
            assertThat(Harness.collect(harness.submit(Harness.greedy(Harness.prompt(2, 20), 100))))
                    .hasSize(100);
            assertThat(harness.alone(Harness.prompt(1, 20), 100).difference(Harness.collect(unread)))
                    .isEmpty();
        }
    }
}
