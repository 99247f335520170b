package io.alltools.runtime.batch;

import io.alltools.agent.ModelException;
import io.alltools.runtime.batch.Slot.Holder;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;

/** Ends requests, each on its own: complete, cancelled, too late or failed. */
final class Endings {

    private final SlotTable slots;
    private final Meter meter;
    private final Consumer<StepEvent> listener;

    Endings(SlotTable slots, Meter meter, Consumer<StepEvent> listener) {
        this.slots = slots;
        this.meter = meter;
        this.listener = listener;
    }

    /** Does a holder's own part of the work, which may fail, and ends it if that was its last. */
    void guarded(Slot slot, Holder holder, Runnable work) {
        Sequence sequence = holder.sequence();
        int generated = sequence.outputLength();
        int forced = sequence.forced();
        Throwable failure = null;
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        // Before the one who waits for the end can look.
        meter.add(Meter.Count.GENERATED, sequence.outputLength() - generated);
        meter.add(Meter.Count.FORCED, sequence.forced() - forced);
        if (failure != null) {
            fail(slot, holder, failure);
        } else if (sequence.complete()) {
            leave(slot, holder);
            end(sequence, Meter.Count.COMPLETED);
        }
    }

    /** Ends a holder that failed; the cache of its slot stays. */
    void fail(Slot slot, Holder holder, Throwable cause) {
        leave(slot, holder);
        fail(holder.sequence(), cause);
    }

    void fail(Sequence sequence, Throwable cause) {
        ModelException failure = cause instanceof ModelException e
                ? e
                : new ModelException(ModelException.Kind.FAILED, "the generation failed: " + cause, cause);
        meter.add(
                failure.kind() == ModelException.Kind.DEADLINE_EXCEEDED ? Meter.Count.EXPIRED : Meter.Count.FAILED, 1);
        sequence.generation().fail(failure);
        listener.accept(new StepEvent.Ended(sequence.generation()));
    }

    /** Ends holders that were cancelled or whose deadline passed. */
    void sweep(Instant now) {
        for (Slot slot : slots.busy()) {
            Holder holder = slot.holder();
            if (holder != null && over(holder.sequence(), now)) {
                String stage = holder.generating()
                        ? String.format(
                                Locale.ROOT,
                                "after %,d generated tokens",
                                holder.sequence().outputLength())
                        : String.format(
                                Locale.ROOT,
                                "after %,d of %,d prompt tokens",
                                Math.min(
                                        slot.length(),
                                        holder.sequence().request().prompt().length),
                                holder.sequence().request().prompt().length);
                leave(slot, holder);
                giveUp(holder.sequence(), stage);
            }
        }
    }

    static boolean over(Sequence sequence, Instant now) {
        Instant deadline = sequence.request().service().deadline();
        return sequence.generation().cancelled() || (deadline != null && !now.isBefore(deadline));
    }

    /** Ends a sequence without a slot that is {@link #over}. */
    void giveUp(Sequence sequence, String stage) {
        if (sequence.generation().cancelled()) {
            end(sequence, Meter.Count.CANCELLED);
        } else {
            fail(
                    sequence,
                    new ModelException(
                            ModelException.Kind.DEADLINE_EXCEEDED,
                            "the deadline " + sequence.request().service().deadline() + " passed " + stage));
        }
    }

    private void end(Sequence sequence, Meter.Count how) {
        meter.add(how, 1);
        sequence.generation().end();
        listener.accept(new StepEvent.Ended(sequence.generation()));
    }

    private void leave(Slot slot, Holder holder) {
        if (slot.holder() == holder) {
            slots.release(slot);
        }
    }
}
