package io.alltools.runtime.batch;

import io.alltools.runtime.batch.Slot.Holder;
import io.alltools.runtime.decode.DecoderSession;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Verifies proposed tokens: they run together, and as long as the token that the sampler draws from a row is the
 * proposed one, the next row is its continuation. The output is that of plain steps: a greedy choice that is too close
 * to be certain is left to one.
 */
final class Verifier {

    private final DecoderSession decoder;
    private final StepCosts costs;
    private final Endings endings;
    private final Meter meter;
    private final Consumer<StepEvent> listener;
    private final int vocab;
    private final float[] row;

    Verifier(DecoderSession decoder, StepCosts costs, Endings endings, Meter meter, Consumer<StepEvent> listener) {
        this.decoder = decoder;
        this.costs = costs;
        this.endings = endings;
        this.meter = meter;
        this.listener = listener;
        this.vocab = decoder.config().vocab();
        this.row = new float[vocab];
    }

    /** Runs the last token of the holder and the proposal behind it. */
    void verify(Slot slot, Holder holder, int[] proposal) {
        Sequence sequence = holder.sequence();
        int base = slot.length();
        int[] ids = new int[proposal.length + 1];
        ids[0] = sequence.tokens()[base];
        System.arraycopy(proposal, 0, ids, 1, proposal.length);
        float[] logits = new float[ids.length * vocab];
        long start = System.nanoTime();
        try {
            decoder.run(slot.index(), base, ids, 0, ids.length, logits);
        } catch (RuntimeException | Error e) {
            slot.cut(0);
            endings.fail(slot, holder, e);
            return;
        }
        costs.measured(ids.length, System.nanoTime() - start);
        endings.guarded(slot, holder, () -> {
            accept(sequence, base, ids, logits);
            slot.append(ids, 0, kept(sequence, base, ids));
        });
    }

    private void accept(Sequence sequence, int base, int[] ids, float[] logits) {
        int proposed = ids.length - 1;
        int at = 0;
        boolean wrong = false;
        while (at <= proposed && !wrong && !sequence.complete() && sequence.reported() == sequence.length()) {
            System.arraycopy(logits, at * vocab, row, 0, vocab);
            if (sequence.unsure(row)) {
                sequence.acceptance().distrust();
                break;
            }
            sequence.next(row);
            int matching = matching(sequence, base, ids);
            wrong = matching < Math.min(sequence.length() - base, ids.length);
            at = matching - (wrong ? 0 : 1);
            if (!wrong && sequence.length() - base > ids.length) {
                break;
            }
        }
        int accepted = Math.max(0, matching(sequence, base, ids) - 1);
        sequence.acceptance().verified(wrong ? proposed : accepted, accepted);
        meter.add(Meter.Count.PROPOSED, proposed);
        meter.add(Meter.Count.ACCEPTED, accepted);
        listener.accept(new StepEvent.Verified(sequence.generation(), proposed, accepted));
    }

    /** How many of the ids that ran are the sequence's tokens from {@code base} on. */
    private static int matching(Sequence sequence, int base, int[] ids) {
        int mismatch = Arrays.mismatch(ids, 0, ids.length, sequence.tokens(), base, sequence.length());
        return mismatch < 0 ? ids.length : mismatch;
    }

    /** The last token of a sequence always runs again where its logits were not used. */
    private static int kept(Sequence sequence, int base, int[] ids) {
        return Math.min(matching(sequence, base, ids), sequence.reported() - 1 - base);
    }
}
