package io.alltools.runtime.decode;

import io.alltools.runtime.checkpoint.GlmConfig;
import io.alltools.runtime.decode.OrtApi.ElementType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that one kind of step needs, bound once: {@code tokens} new tokens of each slot of a range, logits for
 * {@code rows} of them. A run writes the small inputs in place; on another device ONNX Runtime copies them when they
 * are bound, so there they are bound again.
 */
final class StepBinding implements AutoCloseable {

    private final OrtApi api;
    private final MemorySegment session;
    private final Arena arena;
    private final MemorySegment binding;
    private final List<MemorySegment> tensors = new ArrayList<>();
    private final List<SmallInput> smallInputs = new ArrayList<>();
    private final boolean copiedWhenBound;

    private final MemorySegment inputIds; // int64 (slots, tokens)
    private final MemorySegment seqlensK; // int32 (slots)
    private final MemorySegment totalLength; // int32 ()
    private final MemorySegment logitRows; // int64 (rows)
    private final MemorySegment logits; // float32 (rows, vocab)
    private final Shape shape;
    private final int vocab;

    private record SmallInput(MemorySegment name, MemorySegment tensor) {}

    /**
     * What is bound.
     *
     * @param slot the first slot
     * @param slots how many from there on; more than one only with one token each
     * @param tokens new tokens of each slot
     * @param rows logit rows: the last ones of the flattened [slots x tokens]
     */
    record Shape(int slot, int slots, int tokens, int rows) {}

    /**
     * @param copiedWhenBound whether the session runs on another device than the CPU
     * @param stepLogits room for one row of each slot, which steps of one token share
     */
    @SuppressWarnings("MustBeClosedChecker") // closed in close()
    StepBinding(
            OrtApi api,
            MemorySegment session,
            MemorySegment cpu,
            boolean copiedWhenBound,
            GlmConfig config,
            KvCache kv,
            MemorySegment stepLogits,
            Shape shape) {
        this.api = api;
        this.session = session;
        this.copiedWhenBound = copiedWhenBound;
        int rows = shape.rows();
        this.shape = shape;
        this.vocab = config.vocab();
        this.arena = Arena.ofShared();
        this.inputIds = arena.allocate(ValueLayout.JAVA_LONG, (long) shape.slots() * shape.tokens());
        this.seqlensK = arena.allocate(ValueLayout.JAVA_INT, shape.slots());
        this.totalLength = arena.allocate(ValueLayout.JAVA_INT);
        this.logitRows = arena.allocate(ValueLayout.JAVA_LONG, rows);
        long logitBytes = (long) rows * config.vocab() * Float.BYTES;
        this.logits = shape.tokens() == 1 ? stepLogits.asSlice(0, logitBytes) : arena.allocate(logitBytes, 64);
        this.binding = api.createBinding(session);
        smallInput("input_ids", api.tensor(cpu, inputIds, ElementType.INT64, shape.slots(), shape.tokens()));
        smallInput("seqlens_k", api.tensor(cpu, seqlensK, ElementType.INT32, shape.slots()));
        smallInput("total_sequence_length", api.tensor(cpu, totalLength, ElementType.INT32));
        smallInput("logit_rows", api.tensor(cpu, logitRows, ElementType.INT64, rows));
        bindSmallInputs();
        api.bindOutput(binding, name("logits"), keep(api.tensor(cpu, logits, ElementType.FLOAT, rows, config.vocab())));
        for (int layer = 0; layer < config.layers(); layer++) {
            cache("key." + layer, kv.keys(layer, shape.slot(), shape.slots()));
            cache("value." + layer, kv.values(layer, shape.slot(), shape.slots()));
        }
    }

    /**
     * Runs {@code ids[from ..]} behind the first {@code position} tokens of the one slot.
     *
     * @return nanoseconds inside ONNX Runtime
     */
    long run(int position, int[] ids, int from) {
        int tokens = shape.tokens();
        for (int i = 0; i < tokens; i++) {
            inputIds.setAtIndex(ValueLayout.JAVA_LONG, i, ids[from + i]);
        }
        seqlensK.set(ValueLayout.JAVA_INT, 0, position + tokens - 1);
        totalLength.set(ValueLayout.JAVA_INT, 0, position + tokens);
        return run();
    }

    /**
     * Runs one token of each slot.
     *
     * @param positions tokens that each slot holds
     * @param ids the token that follows in each
     * @return nanoseconds inside ONNX Runtime
     */
    long run(int[] positions, int[] ids) {
        int longest = 0;
        for (int i = 0; i < shape.slots(); i++) {
            inputIds.setAtIndex(ValueLayout.JAVA_LONG, i, ids[i]);
            // Tokens after this run less one.
            seqlensK.setAtIndex(ValueLayout.JAVA_INT, i, positions[i]);
            longest = Math.max(longest, positions[i] + 1);
        }
        totalLength.set(ValueLayout.JAVA_INT, 0, longest);
        return run();
    }

    /** Copies the logits of rows from {@code row} on, as many as {@code out} holds, float32 [.., vocab]. */
    void logits(int row, float[] out) {
        MemorySegment.copy(logits, ValueLayout.JAVA_FLOAT, (long) row * vocab * Float.BYTES, out, 0, out.length);
    }

    private long run() {
        int tokens = shape.slots() * shape.tokens();
        for (int i = 0; i < shape.rows(); i++) {
            logitRows.setAtIndex(ValueLayout.JAVA_LONG, i, tokens - shape.rows() + i);
        }
        long start = System.nanoTime();
        if (copiedWhenBound) {
            bindSmallInputs();
        }
        api.run(session, binding);
        if (copiedWhenBound) {
            api.synchronizeOutputs(binding);
        }
        return System.nanoTime() - start;
    }

    /** Binds a table that replaces a default of the graph. */
    void bindTable(String name, MemorySegment tensor) {
        api.bindInput(binding, name(name), tensor);
    }

    @Override
    public void close() {
        api.releaseBinding(binding);
        tensors.forEach(api::releaseValue);
        arena.close();
    }

    private void smallInput(String name, MemorySegment tensor) {
        smallInputs.add(new SmallInput(name(name), keep(tensor)));
    }

    private void bindSmallInputs() {
        for (SmallInput input : smallInputs) {
            api.bindInput(binding, input.name(), input.tensor());
        }
    }

    /** Past and present are one tensor, so the new keys or values are appended where they belong. */
    private void cache(String name, MemorySegment tensor) {
        keep(tensor);
        api.bindInput(binding, name("past_" + name), tensor);
        api.bindOutput(binding, name("present_" + name), tensor);
    }

    private MemorySegment name(String name) {
        return arena.allocateFrom(name);
    }

    private MemorySegment keep(MemorySegment tensor) {
        tensors.add(tensor);
        return tensor;
    }
}
