package io.alltools.runtime.batch;

import io.alltools.runtime.batch.Slot.Holder;
import io.alltools.runtime.decode.DecoderSession;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One decode step: each generating sequence gets on by a token or more.
 *
 * <p>Sequences with one token to run share runs over neighbouring slots; idle slots between them get a token that
 * nobody looks at, written behind what they hold, unless a run of its own costs less. Forced tokens, prompts that are
 * reported, and proposals run several at a time, which the graph allows for one slot only.
 */
final class Stepper {

    /** Rows of logits of one run of tokens that are reported: 9.7 MB for the larger vocabulary. */
    private static final int REPORTED_AT_ONCE = 16;

    private final DecoderSession decoder;
    private final SlotTable slots;
    private final BatchOptions options;
    private final Speculation speculation;
    private final Verifier verifier;
    private final StepCosts costs;
    private final Endings endings;
    private final Meter meter;
    private final Consumer<StepEvent> listener;
    private final int vocab;
    private final float[][] logits; // [slots][vocab], made when a slot is first used

    Stepper(
            DecoderSession decoder,
            SlotTable slots,
            BatchOptions options,
            StepCosts costs,
            StepCosts verifying,
            Endings endings,
            Meter meter,
            Consumer<StepEvent> listener) {
        this.decoder = decoder;
        this.slots = slots;
        this.options = options;
        this.costs = costs;
        this.endings = endings;
        this.meter = meter;
        this.listener = listener;
        this.speculation = new Speculation(options.speculation(), decoder.capacity(), costs, verifying);
        this.verifier = new Verifier(decoder, verifying, endings, meter, listener);
        this.vocab = decoder.config().vocab();
        this.logits = new float[decoder.slots()][0];
    }

    void step(List<Slot> busy) {
        List<Sequence> sequences = new ArrayList<>();
        List<Slot> rows = new ArrayList<>();
        List<Slot> behind = new ArrayList<>();
        for (Slot slot : busy) {
            if (slot.holder() instanceof Holder holder && holder.generating()) {
                sequences.add(holder.sequence());
                (plain(slot, holder.sequence()) ? rows : behind).add(slot);
            }
        }
        if (sequences.isEmpty()) {
            return;
        }
        int before = length(sequences);
        long start = System.nanoTime();
        for (Slot slot : behind) {
            if (slot.holder() instanceof Holder holder) {
                catchUp(slot, holder);
            }
        }
        for (List<Slot> run : runs(speculate(rows), costs.rowsPerRun())) {
            run(run);
        }
        meter.decoded(length(sequences) - before, System.nanoTime() - start);
    }

    /** Verifies proposals where they are worth it; returns the other rows. */
    private List<Slot> speculate(List<Slot> rows) {
        List<Slot> others = new ArrayList<>();
        for (Slot slot : rows) {
            if (slot.holder() instanceof Holder holder) {
                int[] proposal = speculation.propose(holder.sequence(), rows.size());
                if (proposal.length > 0) {
                    verifier.verify(slot, holder, proposal);
                } else {
                    others.add(slot);
                }
            }
        }
        return others;
    }

    private static int length(List<Sequence> sequences) {
        return sequences.stream().mapToInt(Sequence::length).sum();
    }

    private static boolean plain(Slot slot, Sequence sequence) {
        return slot.length() == sequence.length() - 1 && sequence.reported() == sequence.length();
    }

    /** Splits rows, ordered by slot, where more idle slots lie between them than a run of its own costs. */
    static List<List<Slot>> runs(List<Slot> rows, double rowsPerRun) {
        List<List<Slot>> runs = new ArrayList<>();
        for (Slot slot : rows) {
            if (runs.isEmpty() || slot.index() - runs.getLast().getLast().index() - 1 > rowsPerRun) {
                runs.add(new ArrayList<>());
            }
            runs.getLast().add(slot);
        }
        return runs;
    }

    private void run(List<Slot> members) {
        int first = members.getFirst().index();
        int count = members.getLast().index() - first + 1;
        int[] positions = new int[count];
        int[] ids = new int[count];
        float[][] out = new float[count][0];
        List<Generation> generations = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // Of a slot that takes no part: behind what it holds, which is never all of it.
            positions[i] = slots.get(first + i).length();
        }
        for (Slot slot : members) {
            if (slot.holder() instanceof Holder holder) {
                int at = slot.index() - first;
                ids[at] = holder.sequence().tokens()[slot.length()];
                out[at] = logits(slot.index());
                generations.add(holder.sequence().generation());
            }
        }
        long start = System.nanoTime();
        try {
            decoder.step(first, positions, ids, out);
        } catch (RuntimeException | Error e) {
            for (Slot slot : members) {
                if (slot.holder() instanceof Holder holder) {
                    slot.cut(0);
                    endings.fail(slot, holder, e);
                }
            }
            return;
        }
        costs.measured(count, System.nanoTime() - start);
        listener.accept(new StepEvent.Decoded(first, count, generations));
        for (Slot slot : members) {
            if (slot.holder() instanceof Holder holder) {
                slot.append(holder.sequence().tokens(), slot.length(), slot.length() + 1);
                endings.guarded(slot, holder, () -> holder.sequence().next(out[slot.index() - first]));
            }
        }
    }

    /** Runs given or forced tokens, with the logits that tell how likely they were where that was asked for. */
    private void catchUp(Slot slot, Holder holder) {
        Sequence sequence = holder.sequence();
        boolean reports = sequence.reported() < sequence.length();
        int from = slot.length();
        int to = Math.min(from + (reports ? REPORTED_AT_ONCE : options.chunkWhileDecoding()), sequence.runnable());
        int rows = reports ? to - from : 1;
        float[] out = new float[rows * vocab];
        try {
            decoder.run(slot.index(), from, sequence.tokens(), from, to, out);
        } catch (RuntimeException | Error e) {
            slot.cut(0);
            endings.fail(slot, holder, e);
            return;
        }
        slot.append(sequence.tokens(), from, to);
        listener.accept(new StepEvent.CaughtUp(sequence.generation(), to - from));
        endings.guarded(slot, holder, () -> {
            float[] row = new float[vocab];
            for (int i = 0; i < rows; i++) {
                System.arraycopy(out, i * vocab, row, 0, vocab);
                if (sequence.reported() < sequence.length()) {
                    sequence.report(row);
                } else if (to == sequence.length()) {
                    sequence.next(row);
                }
            }
        });
    }

    private float[] logits(int slot) {
        if (logits[slot].length == 0) {
            logits[slot] = new float[vocab];
        }
        return logits[slot];
    }
}
