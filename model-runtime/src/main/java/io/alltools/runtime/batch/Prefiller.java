package io.alltools.runtime.batch;

import io.alltools.agent.Service.Priority;
import io.alltools.runtime.batch.Slot.Holder;
import io.alltools.runtime.decode.DecoderSession;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads prompts, one chunk of one prompt at a time; {@link Turns} says whose. */
final class Prefiller {

    private final DecoderSession decoder;
    private final BatchOptions options;
    private final Endings endings;
    private final Meter meter;
    private final Consumer<StepEvent> listener;
    private final Turns turns = new Turns();
    private final float[] logits;

    Prefiller(
            DecoderSession decoder, BatchOptions options, Endings endings, Meter meter, Consumer<StepEvent> listener) {
        this.decoder = decoder;
        this.options = options;
        this.endings = endings;
        this.meter = meter;
        this.listener = listener;
        this.logits = new float[decoder.config().vocab()];
    }

    /** Reads the next chunk, if a prompt is to be read; shorter while others generate. */
    void chunk(List<Slot> busy) {
        boolean othersGenerate = false;
        Slot interactive = null;
        Slot rollout = null;
        for (Slot slot :
                busy.stream().sorted(Comparator.comparingLong(Prefiller::order)).toList()) {
            Holder holder = slot.holder();
            if (holder == null || holder.shared() != null) {
                continue;
            }
            if (holder.generating()) {
                othersGenerate = true;
            } else if (holder.sequence().priority() == Priority.INTERACTIVE) {
                interactive = interactive == null ? slot : interactive;
            } else {
                rollout = rollout == null ? slot : rollout;
            }
        }
        Slot next = next(interactive, rollout);
        if (next != null && next.holder() != null) {
            read(next, next.holder(), othersGenerate ? options.chunkWhileDecoding() : options.prefillChunk());
        }
    }

    private @Nullable Slot next(@Nullable Slot interactive, @Nullable Slot rollout) {
        boolean both = interactive != null && rollout != null;
        Slot next = interactive == null || (both && turns.next() == Priority.ROLLOUT) ? rollout : interactive;
        if (next != null) {
            turns.taken(next == interactive ? Priority.INTERACTIVE : Priority.ROLLOUT, both);
        }
        return next;
    }

    private void read(Slot slot, Holder holder, int chunk) {
        Sequence sequence = holder.sequence();
        int from = slot.length();
        int end = end(sequence);
        int to = Math.min(from + chunk, end);
        long start = System.nanoTime();
        try {
            decoder.run(slot.index(), from, sequence.tokens(), from, to, logits);
        } catch (RuntimeException | Error e) {
            slot.cut(0);
            endings.fail(slot, holder, e);
            return;
        }
        meter.prefilled(to - from, System.nanoTime() - start);
        slot.append(sequence.tokens(), from, to);
        listener.accept(new StepEvent.Prefilled(sequence.generation(), from, to));
        if (to == sequence.length()) {
            holder.startGenerating();
            endings.guarded(slot, holder, () -> sequence.next(logits));
        } else {
            startGenerating(slot, holder);
        }
    }

    /** Nothing is left to read where a decode step can go on: with one token, or with forced ones to be reported. */
    static void startGenerating(Slot slot, Holder holder) {
        if (slot.length() >= holder.sequence().reported() - 1) {
            holder.startGenerating();
        }
    }

    /** Where reading ends: the logits of the tokens behind it are all wanted. */
    private static int end(Sequence sequence) {
        return sequence.reported() == sequence.length() ? sequence.length() : sequence.reported() - 1;
    }

    private static long order(Slot slot) {
        Holder holder = slot.holder();
        return holder == null ? 0 : holder.order();
    }
}
