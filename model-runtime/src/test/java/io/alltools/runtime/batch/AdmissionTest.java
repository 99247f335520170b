package io.alltools.runtime.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.ModelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets a slot, and when nobody more may wait. */
class AdmissionTest {

    @TempDir
    static Path cache;

    @Test
    void aFullQueueRefusesWithNumbersAndTakesRequestsAgainLater() throws Exception {
        try (Harness harness = new Harness(cache, 1, 192, Harness.OPTIONS.withMaxWaiting(3))) {
            CountDownLatch admitted = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            harness.onEvent = event -> {
                if (event instanceof StepEvent.Admitted) {
                    admitted.countDown();
                    Harness.awaitQuietly(goOn);
                }
            };
            List<Generation> accepted = new ArrayList<>();
            accepted.add(harness.submit(Harness.greedy(Harness.prompt(0, 20), 5)));
            admitted.await();
            for (int i = 1; i <= 3; i++) {
                accepted.add(harness.submit(Harness.greedy(Harness.prompt(i, 20), 5)));
            }
            assertThat(harness.scheduler.metrics().requests().waiting()).isEqualTo(3);
            for (GenerationRequest request :
                    List.of(Harness.greedy(Harness.prompt(4, 20), 5), Harness.rollout(Harness.prompt(4, 20), 5))) {
                assertThatThrownBy(() -> harness.submit(request))
                        .isInstanceOfSatisfying(
                                ModelException.class,
                                e -> assertThat(e.kind()).isEqualTo(ModelException.Kind.OVERLOADED))
                        .hasMessage("3 requests are waiting already, of at most 3; try again later");
            }
            goOn.countDown();
            for (int i = 0; i < accepted.size(); i++) {
                assertThat(harness.alone(Harness.prompt(i, 20), 5).difference(Harness.collect(accepted.get(i))))
                        .isEmpty();
            }
            assertThat(Harness.collect(harness.submit(Harness.greedy(Harness.prompt(4, 20), 5))))
                    .hasSize(5);
            assertThat(harness.scheduler.metrics().requests().refused()).isEqualTo(2);
        }
    }

    @Test
    void interactiveRequestsComeBeforeRolloutsAndRolloutsDoNotStarve() throws Exception {
        try (Harness harness = new Harness(cache, 1, 192, Harness.OPTIONS)) {
            List<GenerationRequest> requests = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                requests.add(Harness.rollout(Harness.prompt(50 + i, 10), 3));
            }
            for (int i = 0; i < 10; i++) {
                requests.add(Harness.greedy(Harness.prompt(i, 10), 3));
            }
            List<Generation> all = harness.submitTogether(requests.toArray(GenerationRequest[]::new));
            for (Generation generation : all) {
                assertThat(Harness.collect(generation)).hasSize(3);
            }
            List<Integer> order = harness.events(StepEvent.Admitted.class).stream()
                    .map(event -> all.indexOf(event.generation()))
                    .filter(index -> index >= 0)
                    .toList();
            assertThat(order).containsExactly(3, 4, 5, 6, 0, 7, 8, 9, 10, 1, 11, 12, 2);
        }
    }

    @Test
    void anInteractiveRequestTakesTheSlotOfTheLatestRolloutWhichContinuesLater() throws Exception {
        int[] first = Harness.prompt(1, 70);
        int[] second = Harness.prompt(2, 70);
        int[] urgent = Harness.prompt(3, 70);
        try (Harness harness = new Harness(cache, 2, 192, Harness.OPTIONS)) {
            Generation one = harness.submit(Harness.rollout(first, 100));
            Generation two = harness.submit(Harness.rollout(second, 100));
            int[] head = {
                two.next().orElseThrow().id(), two.next().orElseThrow().id()
            };
            Generation interactive = harness.submit(Harness.greedy(urgent, 10));
            assertThat(harness.alone(urgent, 10).difference(Harness.collect(interactive)))
                    .isEmpty();
            assertThat(harness.alone(first, 100).difference(Harness.collect(one)))
                    .isEmpty();
            assertThat(harness.alone(second, 100).difference(Harness.concat(head, Harness.collect(two))))
                    .isEmpty();
            assertThat(harness.events(StepEvent.Preempted.class)).hasSize(1);
        }
    }

    @Test
    void aRolloutIsSetBackOnceAtMost() throws Exception {
        try (Harness harness = new Harness(cache, 1, 192, Harness.OPTIONS)) {
            List<Generation> interactive = new ArrayList<>();
            CountDownLatch submitted = new CountDownLatch(3);
            harness.onEvent = event -> {
                // One more whenever the rollout has just got its slot.
                if (event instanceof StepEvent.Admitted && submitted.getCount() > 0) {
                    submitted.countDown();
                    interactive.add(harness.submit(Harness.greedy(Harness.prompt(20 + interactive.size(), 30), 4)));
                }
            };
            int[] prompt = Harness.prompt(1, 70);
            Generation rollout = harness.submit(Harness.rollout(prompt, 60));
            assertThat(harness.alone(prompt, 60).difference(Harness.collect(rollout)))
                    .isEmpty();
            submitted.await();
            for (Generation generation : interactive) {
                assertThat(Harness.collect(generation)).hasSize(4);
            }
            assertThat(harness.events(StepEvent.Preempted.class)).hasSize(1);
        }
    }

    @Test
    void promptsThatFitNowhereAreRefusedAtOnce() {
        try (Harness harness = new Harness(cache, 2, 192, Harness.OPTIONS)) {
            assertThatThrownBy(() -> harness.submit(Harness.greedy(new int[0], 1)))
                    .hasMessage("the prompt is empty");
            assertThatThrownBy(() -> harness.submit(Harness.greedy(new int[192], 1)))
                    .hasMessageStartingWith("the prompt has 192 tokens, the context holds 192;")
                    .hasMessageEndingWith("for 2 slots");
        }
    }

    @Test
    void closingFailsWhoWaitsAndWhoRuns() throws Exception {
        Harness harness = new Harness(cache, 1, 192, Harness.OPTIONS);
        List<Generation> all = harness.submitTogether(
                Harness.greedy(Harness.prompt(1, 20), 150), Harness.greedy(Harness.prompt(2, 20), 150));
        all.getFirst().next();
        harness.close();
        for (Generation generation : all) {
            assertThatThrownBy(() -> Harness.collect(generation)).hasMessage("the model was closed");
        }
        assertThatThrownBy(() -> harness.submit(Harness.greedy(new int[] {1}, 1)))
                .hasMessage("the model is closed");
    }
}
