package io.alltools.runtime.decode;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.alltools.agent.ModelException;
import io.alltools.runtime.checkpoint.GlmConfig;
import io.alltools.runtime.decode.OrtApi.ElementType;
import io.alltools.runtime.graph.ImportedModel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A loaded model with its KV cache: takes tokens, gives logits. Used by one thread at a time.
 *
 * <p>A slot holds one sequence. The caller keeps the count of its tokens and may go back to any earlier position: what
 * was written behind it is overwritten.
 */
public final class DecoderSession implements AutoCloseable {

    /** Kinds of decode steps that are kept ready. */
    private static final int MAX_BINDINGS = 64;

    private final GlmConfig config;
    private final OrtSession session;
    private final OrtApi api;
    private final MemorySegment nativeSession;
    private final MemorySegment cpuMemory;
    private final boolean onOtherDevice;
    private final KvCache kv;
    private final int slots;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment stepLogits; // float32 (slots, vocab)
    private final @Nullable LongContextTable table;

    /** Bindings of decode steps by their first slot and number of slots, the least recently used first. */
    private final SequencedMap<StepBinding.Shape, StepBinding> decodeBindings = new LinkedHashMap<>(16, 0.75f, true);

    private long nanosInside;

    private DecoderSession(ImportedModel model, OrtSession session, OrtApi api, DecoderOptions options) {
        this.config = model.config();
        this.session = session;
        this.api = api;
        this.nativeSession = OrtApi.nativeSession(session);
        this.cpuMemory = api.cpuMemory();
        this.onOtherDevice = !(options.device() instanceof Device.Cpu);
        ElementType type = switch (model.options().type()) {
            case FLOAT32 -> ElementType.FLOAT;
            case FLOAT16 -> ElementType.FLOAT16;
            case BFLOAT16 -> ElementType.BFLOAT16;
        };
        this.kv = new KvCache(api, nativeSession, options.device(), config, type, options.slots(), options.capacity());
        this.table = options.capacity() > config.maxPosition()
                ? new LongContextTable(api, cpuMemory, config, type, options.capacity())
                : null;
        this.slots = options.slots();
        this.stepLogits = arena.allocate((long) slots * config.vocab() * Float.BYTES, 64);
    }

    /**
     * Loads the model.
     *
     * @throws ModelException when the capacity is out of range, the device is not there or the model can't be loaded
     */
    public static DecoderSession open(ImportedModel model, DecoderOptions options) {
        if (options.capacity() < 1 || options.capacity() > model.config().contextLimit()) {
            throw new ModelException(
                    ModelException.Kind.INVALID_REQUEST,
                    "a context of " + options.capacity() + " tokens is out of range: the model allows 1 to "
                            + model.config().contextLimit());
        }
        try (OrtSession.SessionOptions sessionOptions = new OrtSession.SessionOptions()) {
            // Sharp attention makes denormal floats, which slow a CPU many times over.
            sessionOptions.addConfigEntry("session.set_denormal_as_zero", "1");
            // Prefill chunks of many lengths would leave an arena with several times the memory that any one of them
            // needs.
            sessionOptions.setCPUArenaAllocator(false);
            sessionOptions.setMemoryPatternOptimization(false);
            // Weights are allocated once: an arena that grows by doubling would only waste memory on them.
            sessionOptions.addConfigEntry("session.use_device_allocator_for_initializers", "1");
            switch (options.device()) {
                case Device.Cpu cpu -> {
                    if (options.threads() > 0) {
                        sessionOptions.setIntraOpNumThreads(options.threads());
                    }
                }
                case Device.Cuda cuda -> addCuda(sessionOptions, cuda);
            }
            OrtSession session =
                    OnnxRuntime.environment().createSession(model.onnx().toString(), sessionOptions);
            try {
                PassingMemory.release(model.folder());
                return new DecoderSession(model, session, OrtApi.load(), options);
            } catch (RuntimeException e) {
                session.close();
                throw e;
            }
        } catch (OrtException e) {
            throw new ModelException(
                    ModelException.Kind.FAILED,
                    model.onnx() + " can't be loaded: " + e.getMessage() + "; delete its folder to import it again",
                    e);
        }
    }

    private static void addCuda(OrtSession.SessionOptions options, Device.Cuda device) throws OrtException {
        CudaProbe.require(device);
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(device.index())) {
            options.addCUDA(cuda);
        } catch (OrtException e) {
            throw new ModelException(
                    ModelException.Kind.FAILED,
                    device + " can't be used: ONNX Runtime's CUDA library does not load: " + e.getMessage(),
                    e);
        }
    }

    public GlmConfig config() {
        return config;
    }

    /** Tokens a slot holds. */
    public int capacity() {
        return kv.capacity();
    }

    /** Sequences that are kept at the same time. */
    public int slots() {
        return slots;
    }

    /** Bytes that one token takes in the KV cache. */
    public long kvBytesPerToken() {
        return config.kvBytesPerToken(kv.elementBytes());
    }

    /** Nanoseconds that all runs so far spent inside ONNX Runtime. */
    public long nanosInside() {
        return nanosInside;
    }

    /**
     * Appends {@code ids[from .. to)} to a slot that holds {@code position} tokens, in one run.
     *
     * @param logits gets float32 [rows, vocab], row-major, for the last tokens; its length says how many rows: 1 to the
     *     number of new tokens
     */
    public void run(int slot, int position, int[] ids, int from, int to, float[] logits) {
        int tokens = to - from;
        int rows = logits.length / config.vocab();
        if (tokens < 1 || rows < 1 || rows > tokens || rows * config.vocab() != logits.length) {
            throw new IllegalArgumentException(tokens + " tokens can't fill " + logits.length
                    + " logits: expected 1 to " + tokens + " rows of " + config.vocab());
        }
        requireRoom(position, tokens);
        if (tokens == 1) {
            StepBinding binding = decodeBinding(slot, 1);
            nanosInside += binding.run(position, ids, from);
            binding.logits(0, logits);
        } else {
            try (StepBinding binding = binding(new StepBinding.Shape(slot, 1, tokens, rows))) {
                nanosInside += binding.run(position, ids, from);
                binding.logits(0, logits);
            }
        }
    }

    /**
     * Appends one token to each of the neighbouring slots {@code first, first + 1, ...}, in one run.
     *
     * @param positions tokens that each slot holds
     * @param ids the token that follows in each
     * @param logits gets float32 [vocab] for each slot, or nothing where the array is empty
     */
    public void step(int first, int[] positions, int[] ids, float[][] logits) {
        for (int position : positions) {
            requireRoom(position, 1);
        }
        StepBinding binding = decodeBinding(first, ids.length);
        nanosInside += binding.run(positions, ids);
        for (int i = 0; i < ids.length; i++) {
            binding.logits(i, logits[i]);
        }
    }

    /** Makes the first {@code tokens} tokens of slot {@code to} those of slot {@code from}, with keys and values. */
    public void copy(int from, int to, int tokens) {
        if (from == to || tokens < 0 || tokens > capacity()) {
            throw new IllegalArgumentException(
                    tokens + " tokens can't be copied from slot " + from + " to slot " + to + " of " + capacity());
        }
        kv.copy(from, to, tokens);
    }

    private void requireRoom(int position, int tokens) {
        if (position + tokens > capacity()) {
            throw new ModelException(
                    ModelException.Kind.INVALID_REQUEST,
                    position + " tokens and " + tokens + " more exceed the context of " + capacity());
        }
    }

    @Override
    public void close() {
        decodeBindings.values().forEach(StepBinding::close);
        arena.close();
        if (table != null) {
            table.close();
        }
        kv.close();
        api.releaseMemoryInfo(cpuMemory);
        try {
            session.close();
        } catch (OrtException e) {
            throw new ModelException(ModelException.Kind.FAILED, "ONNX Runtime session: " + e.getMessage(), e);
        }
    }

    private StepBinding decodeBinding(int slot, int count) {
        StepBinding.Shape shape = new StepBinding.Shape(slot, count, 1, count);
        StepBinding binding = decodeBindings.get(shape);
        if (binding == null) {
            if (decodeBindings.size() >= MAX_BINDINGS) {
                Map.Entry<StepBinding.Shape, StepBinding> oldest = decodeBindings.pollFirstEntry();
                if (oldest != null) {
                    oldest.getValue().close();
                }
            }
            binding = binding(shape);
            decodeBindings.put(shape, binding);
        }
        return binding;
    }

    private StepBinding binding(StepBinding.Shape shape) {
        StepBinding binding =
                new StepBinding(api, nativeSession, cpuMemory, onOtherDevice, config, kv, stepLogits, shape);
        if (table != null) {
            table.bindTo(binding);
        }
        return binding;
    }
}
