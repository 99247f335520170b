package io.alltools.runtime.batch;

import io.alltools.runtime.batch.Slot.Holder;
import io.alltools.runtime.decode.DecoderSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All slots, and which one a sequence gets.
 *
 * <p>A sequence that continues what a free slot holds goes on there. Any other takes an empty slot, the lowest first so
 * that busy slots lie together, or the one that was not used for the longest time; and what it shares with another
 * slot, busy or not, is copied. What a sequence is about to read that came earlier is waited for and copied, so that
 * several outputs of one prompt read it once.
 */
final class SlotTable {

    /** Fewer tokens than this are sooner computed than copied or waited for. */
    static final int WORTH_COPYING = 8;

    /** A free slot is continued in place when no more than so many tokens of its own are lost. */
    private static final int LOSS = 32;

    private final DecoderSession decoder;
    private final Meter meter;
    private final Consumer<StepEvent> listener;
    private final List<Slot> slots = new ArrayList<>();
    private long clock;

    SlotTable(DecoderSession decoder, Meter meter, Consumer<StepEvent> listener) {
        this.decoder = decoder;
        this.meter = meter;
        this.listener = listener;
        for (int i = 0; i < decoder.slots(); i++) {
            slots.add(new Slot(i, decoder.capacity()));
        }
    }

    Slot get(int index) {
        return slots.get(index);
    }

    /** Slots at work, by index. */
    List<Slot> busy() {
        return slots.stream().filter(Slot::busy).toList();
    }

    /** What each slot does, by its index. */
    List<SlotState> states() {
        return slots.stream().map(SlotState::of).toList();
    }

    boolean full() {
        return slots.stream().allMatch(Slot::busy);
    }

    /** The slot of the rollout that was admitted last and may be sent back; null for none. */
    @Nullable
    Slot preemptable() {
        Slot latest = null;
        long order = -1;
        for (Slot slot : slots) {
            Holder holder = slot.holder();
            if (holder != null && !holder.sequence().keepsSlot() && holder.order() > order) {
                latest = slot;
                order = holder.order();
            }
        }
        return latest;
    }

    /** Gives a free slot to a sequence. */
    Slot take(Sequence sequence) {
        Slot slot = choose(sequence);
        slot.take(new Holder(sequence, ++clock));
        return slot;
    }

    void release(Slot slot) {
        slot.release(++clock);
    }

    /** Sets the slot of a holder up from what is cached; does nothing as long as waiting for another is better. */
    void prepare(Slot slot, Holder holder) {
        Slot.Shared shared = shared(holder);
        holder.waitFor(shared);
        if (shared != null) {
            return;
        }
        Sequence sequence = holder.sequence();
        int kept = reusable(slot, sequence);
        slot.cut(kept);
        Slot source = slots.stream()
                .filter(other -> other != slot)
                .max(Comparator.comparingInt(other -> reusable(other, sequence)))
                .orElse(slot);
        int there = reusable(source, sequence);
        if (there >= kept + WORTH_COPYING) {
            // Unknown until the copy is complete.
            slot.cut(0);
            decoder.copy(source.index(), slot.index(), there);
            slot.append(sequence.tokens(), 0, there);
            listener.accept(new StepEvent.Copied(source.index(), slot.index(), there));
        }
        sequence.generation().begin(slot.length());
        meter.add(Meter.Count.REUSED, slot.length());
    }

    private Slot choose(Sequence sequence) {
        int best =
                slots.stream().mapToInt(slot -> reusable(slot, sequence)).max().orElse(0);
        return free().filter(slot -> slot.length() > 0 && continues(slot, sequence, best))
                .max(Comparator.comparingInt(slot -> reusable(slot, sequence)))
                .or(() -> free().filter(slot -> slot.length() == 0).findFirst())
                .or(() -> free().min(Comparator.comparingLong(Slot::lastUsed)))
                .orElseThrow();
    }

    private static boolean continues(Slot slot, Sequence sequence, int best) {
        int kept = reusable(slot, sequence);
        return kept + WORTH_COPYING > best && slot.length() - kept <= LOSS;
    }

    private Stream<Slot> free() {
        return slots.stream().filter(slot -> !slot.busy());
    }

    private static int reusable(Slot slot, Sequence sequence) {
        return slot.commonPrefix(sequence.tokens(), sequence.mostReused());
    }

    /** The longest prefix that an earlier holder will have read, if that is worth the wait. */
    private Slot.@Nullable Shared shared(Holder holder) {
        Sequence sequence = holder.sequence();
        int most = WORTH_COPYING
                - 1
                + slots.stream()
                        .mapToInt(slot -> reusable(slot, sequence))
                        .max()
                        .orElse(0);
        Slot.Shared longest = null;
        for (Slot slot : slots) {
            Holder reader = slot.holder();
            // An interactive request does not wait for a rollout, which may be set back.
            if (reader != null
                    && reader.order() < holder.order()
                    && !reader.generating()
                    && reader.sequence().priority().compareTo(sequence.priority()) <= 0) {
                int common = commonPrefix(reader.sequence(), sequence);
                if (common > most) {
                    most = common;
                    longest = new Slot.Shared(slot, reader, common);
                }
            }
        }
        return longest;
    }

    private static int commonPrefix(Sequence reader, Sequence sequence) {
        int read = reader.length() - 1;
        int wanted = sequence.mostReused();
        int mismatch = Arrays.mismatch(reader.tokens(), 0, read, sequence.tokens(), 0, wanted);
        return mismatch < 0 ? Math.min(read, wanted) : mismatch;
    }
}
