package io.alltools.runtime.decode;

import io.alltools.agent.ModelException;
import io.alltools.runtime.checkpoint.GlmConfig;
import io.alltools.runtime.decode.OrtApi.ElementType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Keys and values of all slots, allocated once on the device and written in place. */
final class KvCache implements AutoCloseable {

    private final OrtApi api;
    private final Device device;
    private final GlmConfig config;
    private final int capacity;
    private final ElementType type;
    private final MemorySegment memory;
    private final MemorySegment allocator;
    private final List<MemorySegment> tensors =
            new ArrayList<>(); // keys of layer 0, values of layer 0, keys of layer 1, ...

    /** Each tensor is {@code [slots, kv_heads, capacity, head_dim]}, so a slot is a contiguous slice. */
    KvCache(
            OrtApi api,
            MemorySegment session,
            Device device,
            GlmConfig config,
            ElementType type,
            int slots,
            int capacity) {
        this.api = api;
        this.device = device;
        this.config = config;
        this.capacity = capacity;
        this.type = type;
        this.memory = api.memory(device);
        this.allocator = api.createAllocator(session, memory);
        try {
            for (int i = 0; i < 2 * config.layers(); i++) {
                tensors.add(api.allocate(allocator, type, slots, config.kvHeads(), capacity, config.headDim()));
            }
        } catch (ModelException e) {
            close();
            throw new ModelException(
                    ModelException.Kind.FAILED,
                    String.format(
                            "the KV cache of %d x %,d tokens needs %,d MiB, which %s doesn't give; ask for a shorter"
                                    + " context or fewer slots",
                            slots,
                            capacity,
                            (long) slots * capacity * config.kvBytesPerToken(type.bytes) >> 20,
                            device),
                    e);
        }
    }

    int capacity() {
        return capacity;
    }

    int elementBytes() {
        return type.bytes;
    }

    /**
     * Keys of {@code count} slots from {@code slot} on as a tensor {@code [count, kv_heads, capacity, head_dim]}, for
     * the caller to release.
     */
    MemorySegment keys(int layer, int slot, int count) {
        return slice(tensors.get(2 * layer), slot, count);
    }

    /** As {@link #keys}. */
    MemorySegment values(int layer, int slot, int count) {
        return slice(tensors.get(2 * layer + 1), slot, count);
    }

    /** Copies keys and values of the first {@code tokens} tokens of a slot over those of another. */
    void copy(int from, int to, int tokens) {
        long head = (long) capacity * config.headDim() * type.bytes;
        long bytes = (long) tokens * config.headDim() * type.bytes;
        int heads = config.kvHeads();
        try (DeviceCopy copy = DeviceCopy.on(device)) {
            for (MemorySegment tensor : tensors) {
                long base = api.data(tensor).address();
                for (int h = 0; h < heads; h++) {
                    copy.copy(base + ((long) from * heads + h) * head, base + ((long) to * heads + h) * head, bytes);
                }
            }
        }
    }

    private MemorySegment slice(MemorySegment tensor, int slot, int count) {
        long bytes = (long) config.kvHeads() * capacity * config.headDim() * type.bytes;
        MemorySegment begin = MemorySegment.ofAddress(api.data(tensor).address() + slot * bytes);
        return api.tensor(
                memory, begin.reinterpret(count * bytes), type, count, config.kvHeads(), capacity, config.headDim());
    }

    @Override
    public void close() {
        tensors.forEach(api::releaseValue);
        tensors.clear();
        api.releaseAllocator(allocator);
        api.releaseMemoryInfo(memory);
    }
}
