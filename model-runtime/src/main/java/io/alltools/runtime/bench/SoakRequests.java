package io.alltools.runtime.bench;

import io.alltools.agent.Sampling;
import io.alltools.agent.Service;
import io.alltools.runtime.batch.GenerationRequest;
import io.alltools.runtime.sampling.TokenConstraint;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;

/** The requests of a soak, one after the other from a seed. */
final class SoakRequests {

    static final int MAX_TOKENS = 48;

    private static final int PROMPTS = 40;

    private final SplittableRandom random;
    private final int vocab;
    private final int[][] prompts;

    SoakRequests(long seed, int vocab, int capacity) {
        this.random = new SplittableRandom(seed);
        this.vocab = vocab;
        this.prompts = new int[PROMPTS][];
        int[] shared = tokens(Math.max(1, capacity / 8));
        int longest = Math.max(1, Math.min(capacity / 2, 600));
        for (int i = 0; i < PROMPTS; i++) {
            int length = random.nextInt(1, longest + 1);
            int[] prompt = tokens(length);
            switch (i % 4) {
                // Agents share a system prompt.
                case 0, 1 -> System.arraycopy(shared, 0, prompt, 0, Math.min(shared.length, length * 3 / 4));
                // And repeat themselves.
                case 2 -> {
                    for (int at = length / 3; at < length; at++) {
                        prompt[at] = prompt[at - length / 3];
                    }
                }
                default -> {}
            }
            prompts[i] = prompt;
        }
    }

    SoakRequest next() {
        int[] prompt = prompts[random.nextInt(PROMPTS)];
        Sampling sampling =
                random.nextInt(10) < 7 ? Sampling.GREEDY : new Sampling(random.nextDouble(0.1, 1.5), 0, 0.95, 1L);
        Service.Priority priority = random.nextInt(3) == 0 ? Service.Priority.ROLLOUT : Service.Priority.INTERACTIVE;
        Instant deadline = random.nextInt(8) == 0 ? Instant.now().plusMillis(random.nextInt(400)) : null;
        int logprobs = random.nextInt(8) == 0 ? random.nextInt(4) : GenerationRequest.NO_LOGPROBS;
        GenerationRequest request = new GenerationRequest(
                prompt,
                sampling,
                TokenConstraint.NONE,
                random.nextInt(1, MAX_TOKENS + 1),
                Set.of(0),
                logprobs,
                new Service(priority, deadline));
        int cancelAfter = random.nextInt(4) == 0 ? random.nextInt(random.nextBoolean() ? 1 : 20) : -1;
        Duration pause = Duration.ofMillis(random.nextInt(12) == 0 ? random.nextInt(20) : 0);
        return new SoakRequest(request, cancelAfter, pause);
    }

    private int[] tokens(int length) {
        int[] tokens = new int[length];
        Arrays.setAll(tokens, i -> random.nextInt(1, vocab));
        return tokens;
    }
}
