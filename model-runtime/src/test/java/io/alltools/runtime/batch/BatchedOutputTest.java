package io.alltools.runtime.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Sampling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request's output does not depend on what else runs. */
class BatchedOutputTest {

    private static final int MIXES = 120;

    @TempDir
    static Path cache;

    @ParameterizedTest(name = "{0} slots, speculation {1}")
    @CsvSource({"4, false", "3, true", "8, true"})
    void greedyOutputsAreThoseThatEachRequestGivesAlone(int slots, boolean speculation) throws Exception {
        SplittableRandom random = new SplittableRandom(slots);
        int[][] prompts = prompts();
        try (Harness harness = new Harness(cache, slots, 192, Harness.OPTIONS.withSpeculation(speculation))) {
            for (int mix = 0; mix < MIXES; mix++) {
                List<GenerationRequest> requests = new ArrayList<>();
                List<Generation> generations = new ArrayList<>();
                List<int[]> heads = new ArrayList<>();
                int count = random.nextInt(2, 9);
                for (int i = 0; i < count; i++) {
                    int[] prompt = prompts[random.nextInt(prompts.length)];
                    GenerationRequest request = random.nextInt(3) == 0
                            ? Harness.rollout(prompt, random.nextInt(1, 32))
                            : Harness.greedy(prompt, random.nextInt(1, 32));
                    requests.add(request);
                    generations.add(harness.submit(request));
                    // Now and then the others are on their way when the next one comes.
                    boolean begun = random.nextInt(8) == 0;
                    heads.add(
                            begun
                                    ? new int[] {
                                        generations
                                                .getLast()
                                                .next()
                                                .orElseThrow()
                                                .id()
                                    }
                                    : new int[0]);
                }
                for (int i = 0; i < count; i++) {
                    GenerationRequest request = requests.get(i);
                    int[] output = Harness.concat(heads.get(i), Harness.collect(generations.get(i)));
                    assertThat(harness.alone(request.prompt(), request.maxTokens())
                                    .difference(output))
                            .as("mix %d request %d", mix, i)
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void anOutputMayFillTheContextAmongOthers() throws Exception {
        int[][] prompts = prompts();
        try (Harness harness = new Harness(cache, 3, 64, Harness.OPTIONS)) {
            for (int round = 0; round < 3; round++) {
                List<Generation> generations = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    generations.add(harness.submit(Harness.greedy(Arrays.copyOf(prompts[i], 20 + 10 * i), 1000)));
                }
                for (int i = 0; i < 5; i++) {
                    int[] prompt = Arrays.copyOf(prompts[i], 20 + 10 * i);
                    int[] output = Harness.collect(generations.get(i));
                    assertThat(output).hasSize(64 + 1 - prompt.length);
                    assertThat(harness.alone(prompt, 1000).difference(output)).isEmpty();
                }
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameOutputInAnyCompany() throws Exception {
        int[] prompt = Harness.prompt(1, 40);
        GenerationRequest seeded = new GenerationRequest(prompt, new Sampling(1.3, 0, 0.95, 11L), 40, Set.of());
        try (Harness harness = new Harness(cache, 4, 192, Harness.OPTIONS)) {
            int[] alone = Harness.collect(harness.submit(seeded));
            SplittableRandom random = new SplittableRandom(5);
            for (int i = 0; i < 12; i++) {
                List<Generation> others = new ArrayList<>();
                for (int k = 0; k < 3; k++) {
                    others.add(harness.submit(new GenerationRequest(
                            Harness.prompt(random.nextInt(5), random.nextInt(1, 100)),
                            new Sampling(1.0, 0, 1, random.nextLong()),
                            30,
                            Set.of())));
                }
                assertThat(Harness.collect(harness.submit(seeded))).containsExactly(alone);
                for (Generation other : others) {
                    Harness.collect(other);
                }
            }
        }
    }

    /** Of all lengths, some with a common beginning, some that repeat themselves. */
    private static int[][] prompts() {
        int[][] prompts = new int[14][];
        for (int i = 0; i < prompts.length; i++) {
            int[] own = Harness.prompt(100 + i, 1 + 11 * i);
            prompts[i] = switch (i % 3) {
                case 0 -> own;
                case 1 -> Arrays.copyOf(Harness.concat(Harness.prompt(7, 60), own), Math.min(150, 60 + own.length));
                default -> Arrays.copyOf(Harness.concat(Harness.concat(own, own), own), Math.min(150, 3 * own.length));
            };
        }
        for (int i = 0; i < prompts.length; i++) {
            prompts[i] = prompts[i].length > 150 ? Arrays.copyOf(prompts[i], 150) : prompts[i];
        }
        for (int i = 0; i < 5; i++) {
            prompts[i] = Harness.concat(prompts[i], Harness.prompt(i, 60 - Math.min(59, prompts[i].length)));
        }
        return prompts;
    }
}
