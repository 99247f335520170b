package io.alltools.runtime.batch;

import io.alltools.agent.Sampling;
import io.alltools.agent.Service;
import io.alltools.runtime.bench.Alone;
import io.alltools.runtime.decode.DecoderSession;
import io.alltools.runtime.decode.Device;
import io.alltools.runtime.graph.Models;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A scheduler on a small real model, with what it does written down and its clock in the test's hand. */
final class Harness implements AutoCloseable {

    static final String MODEL = "glm-f32";
    static final int VOCAB = 640;
    static final BatchOptions OPTIONS = BatchOptions.on(Device.CPU).withChunks(64, 16);

    final List<StepEvent> events = Collections.synchronizedList(new ArrayList<>());
    final BatchScheduler scheduler;

    /** Hears of each event on the decoder's thread, after it was written down. */
    volatile Consumer<StepEvent> onEvent = event -> {};

    volatile Instant now = Instant.EPOCH;

    private final Path cache;
    private final int capacity;
    private final Map<List<Integer>, Alone> alone = new HashMap<>();

    Harness(Path cache, int slots, int capacity, BatchOptions options) {
        this(cache, slots, capacity, options, null);
    }

    Harness(Path cache, int slots, int capacity, BatchOptions options, @Nullable StepCosts costs) {
        this.cache = cache;
        this.capacity = capacity;
        this.scheduler = new BatchScheduler(
                Models.open(cache, MODEL, slots, capacity),
                options,
                () -> now,
                event -> {
                    events.add(event);
                    onEvent.accept(event);
                },
                costs);
    }

    static GenerationRequest greedy(int[] prompt, int maxTokens) {
        return new GenerationRequest(prompt, Sampling.GREEDY, maxTokens, Set.of());
    }

    static GenerationRequest rollout(int[] prompt, int maxTokens) {
        return greedy(prompt, maxTokens).withService(Service.ROLLOUT);
    }

    /** A prompt of its own for each seed, with no token of a special meaning. */
    static int[] prompt(int seed, int length) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.generate(() -> random.nextInt(10, VOCAB)).limit(length).toArray();
    }

    static int[] concat(int[] a, int[] b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    Generation submit(GenerationRequest request) {
        return scheduler.submit(request);
    }

    /** Submits all before the first one gets its slot. */
    List<Generation> submitTogether(GenerationRequest... requests) throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch all = new CountDownLatch(1);
        Consumer<StepEvent> before = onEvent;
        onEvent = event -> {
            if (event instanceof StepEvent.Admitted) {
                held.countDown();
                awaitQuietly(all);
            }
            before.accept(event);
        };
        Generation first = submit(greedy(new int[] {9}, 1));
        held.await();
        List<Generation> generations = new ArrayList<>();
        for (GenerationRequest request : requests) {
            generations.add(submit(request));
        }
        onEvent = before;
        all.countDown();
        collect(first);
        return generations;
    }

    static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static int[] collect(Generation generation) throws InterruptedException {
        return tokens(generation).stream().mapToInt(GeneratedToken::id).toArray();
    }

    static List<GeneratedToken> tokens(Generation generation) throws InterruptedException {
        List<GeneratedToken> tokens = new ArrayList<>();
        for (Optional<GeneratedToken> token = generation.next(); token.isPresent(); token = generation.next()) {
            tokens.add(token.get());
        }
        return tokens;
    }

    /** What a prompt gives alone. */
    Alone alone(int[] prompt, int maxTokens) {
        return alone.computeIfAbsent(Arrays.stream(prompt).boxed().toList(), key -> {
                    try (DecoderSession decoder = Models.open(cache, MODEL, 1, capacity)) {
                        return Alone.of(decoder, prompt, capacity, Set.of());
                    }
                })
                .limitedTo(maxTokens);
    }

    /** The positions of the events of a kind. */
    <T extends StepEvent> List<T> events(Class<T> kind) {
        synchronized (events) {
            return events.stream().filter(kind::isInstance).map(kind::cast).toList();
        }
    }

    @Override
    public void close() {
        scheduler.close();
    }
}
