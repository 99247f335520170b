package io.alltools.runtime.bench;

import io.alltools.agent.ModelException;
import io.alltools.runtime.batch.BatchMetrics;
import io.alltools.runtime.batch.BatchOptions;
import io.alltools.runtime.batch.BatchScheduler;
import io.alltools.runtime.batch.Generation;
import io.alltools.runtime.decode.DecoderSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Random load for a time, then a look for what it left behind: slots, waiting requests, threads, memory, and outputs
 * that company changed. Each request's kind follows from the seed; how they meet depends on the machine.
 */
public final class Soak {

    /** How long the last requests may take; more is a hang. */
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** Caches of the JVM and of allocators still grow a little after the warm-up. */
    private static final long MEMORY_ALLOWANCE = 96L << 20;

    private static final int READERS = 64;

    private final Supplier<DecoderSession> decoders;
    private final Plan plan;
    private final Consumer<String> progress;
    private final ConcurrentLinkedQueue<SoakRequest> finished = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();
    private final AtomicInteger ended = new AtomicInteger();
    private int submitted;
    private int refused;

    /**
     * How long and how.
     *
     * @param duration of the arrivals; what is on its way then is waited for
     * @param seed of the requests
     */
    public record Plan(Duration duration, long seed) {}

    /**
     * What came of it.
     *
     * @param verified greedy outputs that were compared with what their request gives alone
     * @param memoryGrowth bytes of resident memory from the end of the warm-up to the end; 0 where it can't be known
     * @param violations what should not be; empty when all is well
     */
    public record Report(
            int submitted,
            int refused,
            int verified,
            long memoryGrowth,
            BatchMetrics metrics,
            List<String> violations) {}

    private Soak(Supplier<DecoderSession> decoders, Plan plan, Consumer<String> progress) {
        this.decoders = decoders;
        this.plan = plan;
        this.progress = progress;
    }

    /**
     * @param decoders opens the model anew: once for the load, then for the comparison
     * @param options of the scheduler; a short queue is refused by now and then, which is part of the load
     * @param progress hears a line every few seconds
     */
    public static Report run(
            Supplier<DecoderSession> decoders, BatchOptions options, Plan plan, Consumer<String> progress)
            throws InterruptedException {
        return new Soak(decoders, plan, progress).run(options);
    }

    private Report run(BatchOptions options) throws InterruptedException {
        DecoderSession decoder = decoders.get();
        touch(decoder);
        SoakRequests requests = new SoakRequests(plan.seed(), decoder.config().vocab(), decoder.capacity());
        BatchMetrics metrics;
        long growth;
        List<Thread> readers = new ArrayList<>();
        try (BatchScheduler scheduler = new BatchScheduler(decoder, options)) {
            growth = load(scheduler, requests, readers);
            for (Thread reader : readers) {
                if (!reader.join(PATIENCE)) {
                    violations.add("a request did not end within " + PATIENCE.toSeconds() + " s of the last arrival");
                    break;
                }
            }
            metrics = settled(scheduler);
        }
        check(metrics, growth);
        int verified = verify();
        return new Report(submitted, refused, verified, growth, metrics, List.copyOf(violations));
    }

    /** Submits until the time is over; returns by how many bytes memory grew after the first quarter. */
    private long load(BatchScheduler scheduler, SoakRequests requests, List<Thread> readers)
            throws InterruptedException {
        SplittableRandom arrivals = new SplittableRandom(plan.seed() + 1);
        long start = System.nanoTime();
        long end = start + plan.duration().toNanos();
        long warm = start + plan.duration().toNanos() / 4;
        long nextNews = start;
        long before = -1;
        while (System.nanoTime() < end) {
            readers.removeIf(reader -> !reader.isAlive());
            long now = System.nanoTime();
            if (before < 0 && now > warm) {
                before = resident();
            }
            if (now > nextNews) {
                nextNews = now + 5_000_000_000L;
                progress.accept(ended.get() + " of " + submitted + " requests ended; " + line(scheduler.metrics()));
            }
            if (readers.size() >= READERS || !submit(scheduler, requests.next(), readers)) {
                Thread.sleep(5);
                continue;
            }
            // Bursts and pauses.
            if (arrivals.nextInt(3) == 0) {
                Thread.sleep(Duration.ofMillis(arrivals.nextInt(arrivals.nextInt(20) == 0 ? 200 : 10)));
            }
        }
        return before < 0 ? 0 : Math.max(0, resident() - before);
    }

    /** Returns whether it was accepted. */
    private boolean submit(BatchScheduler scheduler, SoakRequest request, List<Thread> readers) {
        Generation generation;
        try {
            generation = scheduler.submit(request.request());
            submitted++;
        } catch (ModelException e) {
            if (e.kind() == ModelException.Kind.OVERLOADED) {
                refused++;
            } else {
                violations.add("refused with " + e.kind() + ": " + e.getMessage());
            }
            return false;
        }
        readers.add(Thread.ofVirtual().name("soak-reader").start(() -> {
            request.read(generation).ifPresent(violations::add);
            if (request.comparable()) {
                finished.add(request);
            }
            ended.incrementAndGet();
        }));
        return true;
    }

    /** Writes all of the KV cache once, so that it counts as memory from the beginning. */
    private static void touch(DecoderSession decoder) {
        for (int slot = 1; slot < decoder.slots(); slot++) {
            decoder.copy(slot - 1, slot, decoder.capacity());
        }
        if (decoder.slots() > 1) {
            decoder.copy(1, 0, decoder.capacity());
        }
    }

    /** A cancelled request leaves its slot a moment after its reader. */
    private static BatchMetrics settled(BatchScheduler scheduler) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        BatchMetrics metrics = scheduler.metrics();
        while ((metrics.requests().waiting() > 0 || metrics.slots().active() > 0) && System.nanoTime() < end) {
            Thread.sleep(10);
            metrics = scheduler.metrics();
        }
        return metrics;
    }

    private void check(BatchMetrics metrics, long growth) {
        BatchMetrics.Requests requests = metrics.requests();
        expect(requests.waiting() == 0, requests.waiting() + " requests still wait");
        expect(metrics.slots().active() == 0, metrics.slots().active() + " slots are still active");
        expect(requests.failed() == 0, requests.failed() + " requests failed");
        long accounted = requests.completed() + requests.cancelled() + requests.expired() + requests.failed();
        expect(accounted == submitted, submitted + " requests were submitted, " + accounted + " ended");
        expect(requests.refused() == refused, refused + " refusals were seen, " + requests.refused() + " counted");
        expect(
                growth <= MEMORY_ALLOWANCE,
                "memory grew by " + (growth >> 20) + " MiB after the warm-up, expected at most "
                        + (MEMORY_ALLOWANCE >> 20));
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            expect(!thread.getName().equals("glm-decoder"), "the decoder's thread is still there");
        }
    }

    /** Compares greedy outputs with what their prompts give alone. */
    private int verify() {
        ConcurrentHashMap<List<Integer>, Alone> alone = new ConcurrentHashMap<>();
        int verified = 0;
        try (DecoderSession decoder = decoders.get()) {
            for (SoakRequest request : finished) {
                Alone expected = alone.computeIfAbsent(
                                request.key(),
                                key -> Alone.of(
                                        decoder,
                                        request.request().prompt(),
                                        SoakRequests.MAX_TOKENS,
                                        request.request().endIds()))
                        .limitedTo(request.request().maxTokens());
                Optional<String> difference = expected.difference(request.output());
                difference.ifPresent(text -> violations.add("an output changed in company: " + text));
                verified++;
            }
        }
        return verified;
    }

    private void expect(boolean good, String otherwise) {
        if (!good) {
            violations.add(otherwise);
        }
    }

    private static long resident() {
        return ResidentMemory.now().map(ResidentMemory::resident).orElse(0L);
    }

    private static String line(BatchMetrics metrics) {
        return String.format(
                java.util.Locale.ROOT,
                "%d wait, %d active, decode %.0f tokens/s, prefill %.0f tokens/s",
                metrics.requests().waiting(),
                metrics.slots().active(),
                metrics.decodeTokensPerSecond(),
                metrics.prefillTokensPerSecond());
    }
}
