package io.alltools.runtime.batch;

/**
 * What a KV slot does.
 *
 * @param cached tokens whose keys and values it holds
 * @param prompt tokens of its request's prompt; 0 while it is idle
 * @param generated tokens of its request's output so far
 */
public record SlotState(Stage stage, int cached, int prompt, int generated) {

    /** Where the request of a slot is. */
    public enum Stage {
        /** Without a request; what the last one left is kept for the next. */
        IDLE,
        /** Reading a prompt, or waiting for another slot that reads the same one. */
        PREFILL,
        /** Generating. */
        DECODE
    }

    /** A slot that nothing was done with yet. */
    static final SlotState EMPTY = new SlotState(Stage.IDLE, 0, 0, 0);

    static SlotState of(Slot slot) {
        Slot.Holder holder = slot.holder();
        if (holder == null) {
            return new SlotState(Stage.IDLE, slot.length(), 0, 0);
        }
        Sequence sequence = holder.sequence();
        return new SlotState(
                holder.generating() ? Stage.DECODE : Stage.PREFILL,
                slot.length(),
                sequence.request().prompt().length,
                sequence.outputLength());
    }
}
