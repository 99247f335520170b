package io.alltools.runtime.batch;

import io.alltools.agent.ModelException;
import io.alltools.runtime.batch.Slot.Holder;
import io.alltools.runtime.decode.DecoderSession;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Serves many requests on one model. One platform thread owns the decoder and turns again and again: it ends what was
 * cancelled or is too late, gives free slots to waiting requests, reads one chunk of one prompt, and makes one decode
 * step of all requests that generate.
 *
 * <p><b>Who comes first.</b> Interactive requests before rollouts, each class in the order in which it came; after four
 * interactive ones in a row one waiting rollout is taken. An interactive request that finds no free slot takes the one
 * of the rollout that was admitted last, which goes back to the front of the queue and later continues where it was;
 * that happens to a rollout once at most, and not to one that was taken by its turn. So each rollout gets on under any
 * load.
 *
 * <p><b>What a request costs others.</b> Between two of its tokens a request waits for one chunk of a prompt and one
 * decode step at most, see {@link BatchOptions}. A request that fails, is cancelled or has a slow reader changes
 * nothing for others; its output with a seed is the same in any company. One thing can move a close choice: keys and
 * values of generated tokens that are read again (a rollout set back) or were not read but generated (a conversation
 * continued in its slot) differ in the last bits, which int8 arithmetic amplifies to hundredths of a logit.
 */
public final class BatchScheduler implements AutoCloseable {

    private final DecoderSession decoder;
    private final InstantSource clock;
    private final Consumer<StepEvent> listener;
    private final Meter meter = new Meter();
    private final RequestQueue queue;
    private final SlotTable slots;
    private final Endings endings;
    private final Prefiller prefiller;
    private final Stepper stepper;
    private final Thread thread;
    private final long cacheBytes;
    private volatile List<SlotState> states;

    /** By {@link System#nanoTime}; 0 while there is nothing to do. */
    private volatile long turnBegan;

    private volatile boolean closed;

    /** Takes the decoder over: it is used by nobody else and closed with this. */
    public BatchScheduler(DecoderSession decoder, BatchOptions options) {
        this(decoder, options, InstantSource.system(), event -> {}, null);
    }

    /**
     * For tests.
     *
     * @param listener hears of what is done, on the decoder's thread
     * @param costs what runs are taken to cost; null to measure
     */
    BatchScheduler(
            DecoderSession decoder,
            BatchOptions options,
            InstantSource clock,
            Consumer<StepEvent> listener,
            @Nullable StepCosts costs) {
        this.decoder = decoder;
        this.cacheBytes = decoder.kvBytesPerToken() * decoder.capacity() * decoder.slots();
        this.clock = clock;
        this.listener = listener;
        this.queue = new RequestQueue(options.maxWaiting());
        this.slots = new SlotTable(decoder, meter, listener);
        this.states = Collections.nCopies(decoder.slots(), SlotState.EMPTY);
        this.endings = new Endings(slots, meter, listener);
        this.prefiller = new Prefiller(decoder, options, endings, meter, listener);
        StepCosts stepping = costs == null ? new StepCosts(null) : costs;
        StepCosts verifying = costs == null ? new StepCosts(stepping) : costs;
        this.stepper = new Stepper(decoder, slots, options, stepping, verifying, endings, meter, listener);
        this.thread = Thread.ofPlatform().name("glm-decoder").daemon().start(this::work);
    }

    /**
     * Queues a request.
     *
     * @throws ModelException INVALID_REQUEST when the prompt doesn't fit the context, OVERLOADED when too many requests
     *     wait
     */
    public Generation submit(GenerationRequest request) {
        if (request.prompt().length == 0) {
            throw new ModelException(ModelException.Kind.INVALID_REQUEST, "the prompt is empty");
        }
        if (request.prompt().length >= decoder.capacity()) {
            throw new ModelException(ModelException.Kind.INVALID_REQUEST, tooLong(request.prompt().length));
        }
        Sequence sequence =
                new Sequence(request, decoder.capacity(), decoder.config().vocab());
        try {
            queue.add(sequence);
        } catch (ModelException e) {
            if (e.kind() == ModelException.Kind.OVERLOADED) {
                meter.add(Meter.Count.REFUSED, 1);
            }
            throw e;
        }
        return sequence.generation();
    }

    /** How it goes; safe to ask from any thread. */
    public BatchMetrics metrics() {
        List<SlotState> each = states;
        int idle = Math.toIntExact(each.stream()
                .filter(slot -> slot.stage() == SlotState.Stage.IDLE)
                .count());
        long began = turnBegan;
        return meter.snapshot(
                queue.size(),
                new BatchMetrics.Slots(each.size(), each.size() - idle, idle, cacheBytes, each),
                new BatchMetrics.Decoder(
                        thread.isAlive(),
                        began == 0 ? Duration.ZERO : Duration.ofNanos(Math.max(0, System.nanoTime() - began))));
    }

    /** Ends the work; requests on their way fail. */
    @Override
    public void close() {
        closed = true;
        queue.close();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        decoder.close();
    }

    private void work() {
        while (!closed) {
            try {
                if (slots.busy().isEmpty()) {
                    turnBegan = 0;
                    queue.await();
                }
                turnBegan = Math.max(1, System.nanoTime());
                turn();
            } catch (InterruptedException e) {
                closed = true;
            } catch (RuntimeException | Error e) {
                // Nothing is known about the slots any more, so that no request can go on.
                endAll(new ModelException(ModelException.Kind.FAILED, "the scheduler failed: " + e, e));
            }
        }
        queue.close();
        ModelException failure = new ModelException(ModelException.Kind.FAILED, "the model was closed");
        endAll(failure);
        queue.remove(sequence -> true).forEach(sequence -> endings.fail(sequence, failure));
    }

    private void turn() {
        sweep();
        admit();
        publish();
        prefiller.chunk(slots.busy());
        sweep();
        stepper.step(slots.busy());
        publish();
    }

    private void sweep() {
        Instant now = clock.instant();
        for (Sequence sequence : queue.remove(sequence -> Endings.over(sequence, now))) {
            endings.giveUp(sequence, "while the request waited for a slot");
        }
        endings.sweep(now);
    }

    private void admit() {
        while (!slots.full()) {
            Sequence next = queue.poll();
            if (next == null) {
                break;
            }
            begin(next);
        }
        while (slots.full() && queue.interactiveWaits()) {
            Slot victim = slots.preemptable();
            if (victim == null || !(victim.holder() instanceof Holder holder)) {
                break;
            }
            Sequence sequence = holder.sequence();
            sequence.keepSlot();
            slots.release(victim);
            queue.putBack(sequence);
            meter.add(Meter.Count.PREEMPTED, 1);
            listener.accept(new StepEvent.Preempted(sequence.generation()));
            Sequence next = queue.pollInteractive();
            if (next != null) {
                begin(next);
            }
        }
        for (Slot slot : slots.busy()) {
            if (slot.holder() instanceof Holder holder
                    && holder.shared() instanceof Slot.Shared shared
                    && shared.there()) {
                prepare(slot, holder);
            }
        }
    }

    private void begin(Sequence sequence) {
        Slot slot = slots.take(sequence);
        if (slot.holder() instanceof Holder holder) {
            listener.accept(new StepEvent.Admitted(sequence.generation(), slot.index()));
            endings.guarded(slot, holder, sequence::begin);
            if (slot.holder() == holder) {
                prepare(slot, holder);
            }
        }
    }

    private void prepare(Slot slot, Holder holder) {
        endings.guarded(slot, holder, () -> slots.prepare(slot, holder));
        if (holder.shared() == null) {
            Prefiller.startGenerating(slot, holder);
        }
    }

    private void endAll(ModelException failure) {
        for (Slot slot : slots.busy()) {
            if (slot.holder() instanceof Holder holder) {
                slot.cut(0);
                endings.fail(slot, holder, failure);
            }
        }
        publish();
    }

    private void publish() {
        states = slots.states();
    }

    private String tooLong(int tokens) {
        String problem = String.format(
                Locale.ROOT,
                "the prompt has %,d tokens, the context holds %,d; shorten the conversation",
                tokens,
                decoder.capacity());
        // The answer needs a place too.
        int needed = tokens + 1;
        return needed > decoder.config().contextLimit()
                ? problem
                : problem
                        + String.format(
                                Locale.ROOT,
                                ", or load the model with a context of %,d or more, whose KV cache takes %,d MiB"
                                        + " for %d slots",
                                needed,
                                Math.ceilDiv(needed * decoder.kvBytesPerToken() * decoder.slots(), 1 << 20),
                                decoder.slots());
    }
}
