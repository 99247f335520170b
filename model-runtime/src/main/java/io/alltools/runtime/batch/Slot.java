package io.alltools.runtime.batch;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One place in the KV cache: which tokens it holds and whose they are. */
final class Slot {

    private final int index;
    private final int capacity;
    private int[] tokens = new int[0];
    private int length;
    private long lastUsed;
    private @Nullable Holder holder;

    /** A sequence at work. */
    static final class Holder {
        private final Sequence sequence;
        private final long order;
        private boolean generating;
        private @Nullable Shared shared;

        Holder(Sequence sequence, long order) {
            this.sequence = sequence;
            this.order = order;
        }

        Sequence sequence() {
            return sequence;
        }

        /** Later holders have higher ones. */
        long order() {
            return order;
        }

        /** Whether its prompt has been read. */
        boolean generating() {
            return generating;
        }

        void startGenerating() {
            generating = true;
        }

        /** What it waits for before its own work begins; null for nothing. */
        @Nullable
        Shared shared() {
            return shared;
        }

        void waitFor(@Nullable Shared shared) {
            this.shared = shared;
        }
    }

    /** The first {@code tokens} tokens, which another holder is about to read. */
    record Shared(Slot slot, Holder reader, int tokens) {

        /** Whether there is nothing more to wait for. */
        boolean there() {
            return slot.holder() != reader || slot.length() >= tokens;
        }
    }

    Slot(int index, int capacity) {
        this.index = index;
        this.capacity = capacity;
    }

    int index() {
        return index;
    }

    /** Tokens whose keys and values it holds. */
    int length() {
        return length;
    }

    long lastUsed() {
        return lastUsed;
    }

    @Nullable
    Holder holder() {
        return holder;
    }

    boolean busy() {
        return holder != null;
    }

    void take(Holder holder) {
        this.holder = holder;
    }

    /** The sequence is gone, the cache stays; less than full, since a step over idle slots writes behind it. */
    void release(long now) {
        holder = null;
        lastUsed = now;
        length = Math.min(length, capacity - 1);
    }

    /** How many tokens of {@code ids[0 .. count)} it holds from the beginning. */
    int commonPrefix(int[] ids, int count) {
        int mismatch = Arrays.mismatch(ids, 0, count, tokens, 0, length);
        return mismatch < 0 ? Math.min(count, length) : mismatch;
    }

    /** Forgets what lies behind the first {@code count} tokens. */
    void cut(int count) {
        length = Math.min(length, count);
    }

    /** Now holds {@code ids[from .. to)} too. */
    void append(int[] ids, int from, int to) {
        int count = length + to - from;
        if (count > tokens.length) {
            tokens = Arrays.copyOf(tokens, Math.min(capacity, Math.max(count, tokens.length + tokens.length / 2)));
        }
        System.arraycopy(ids, from, tokens, length, to - from);
        length = count;
    }
}
