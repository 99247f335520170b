package io.alltools.runtime;

import io.alltools.agent.ModelException;
import io.alltools.runtime.checkpoint.DType;
import io.alltools.runtime.checkpoint.GlmConfig;
import io.alltools.runtime.checkpoint.WeightNames;
import io.alltools.runtime.checkpoint.WeightSource;
import io.alltools.runtime.decode.CudaProbe;
import io.alltools.runtime.decode.Device;
import io.alltools.runtime.graph.GraphType;
import io.alltools.runtime.graph.ImportOptions;
import io.alltools.runtime.graph.Quantization;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the options mean for one model: every {@code auto} is decided, and the notes say why.
 *
 * @param context tokens of context
 * @param slots requests at the same time, each with a KV cache of the whole context
 * @param speculation whether repeated context is proposed and verified several tokens at a time
 * @param notes one line each, for a person
 */
public record LoadPlan(
        Device device, ImportOptions options, int context, int slots, boolean speculation, List<String> notes) {

    /** More parameters than this are quantised on the CPU unless told otherwise. */
    public static final long MANY_PARAMETERS = 2_000_000_000L;

    private static final int MAX_SLOTS = 256;
    private static final int SLOTS_ON_GPU = 4;

    /** The KV cache of slots that nobody asked for by number takes this part of the memory at most. */
    private static final int MEMORY_SHARE = 4;

    /**
     * @throws IllegalArgumentException when a device or a quantisation is unknown
     * @throws ModelException when the context is longer than the model allows or the device can't be used
     */
    public static LoadPlan of(RuntimeOptions options, WeightSource source) {
        List<String> notes = new ArrayList<>();
        Device device = device(options.device(), notes);
        DType stored = source.weight(WeightNames.EMBEDDING).dtype();
        GraphType type = switch (device) {
            case Device.Cpu cpu -> GraphType.FLOAT32;
            case Device.Cuda cuda -> stored == DType.BF16 ? GraphType.BFLOAT16 : GraphType.FLOAT16;
        };
        Quantization quantization = quantization(options.quantization(), device, source.config(), notes);
        int bytes = type.dtype().bytes();
        int context = context(options, source.config(), bytes);
        int slots = slots(options.slots(), device, context * source.config().kvBytesPerToken(bytes));
        ImportOptions chosen = ImportOptions.of(quantization, type);
        boolean speculation = speculation(options.speculation(), chosen);
        return new LoadPlan(device, chosen, context, slots, speculation, List.copyOf(notes));
    }

    public LoadPlan withOptions(ImportOptions options) {
        return new LoadPlan(device, options, context, slots, speculation, notes);
    }

    /** @throws IllegalArgumentException when the name is none of a quantisation */
    public static Quantization quantization(String name) {
        return switch (name) {
            case "none" -> Quantization.NONE;
            case "int8" -> Quantization.INT8;
            case "int4" -> Quantization.INT4;
            case "int4-symmetric" -> Quantization.INT4_SYMMETRIC;
            default ->
                throw new IllegalArgumentException(
                        "quantisation \"" + name + "\" is unknown: expected none, int8, int4, int4-symmetric or auto");
        };
    }

    /** The name that {@link #quantization(String)} reads. */
    public static String name(Quantization quantization) {
        return switch (quantization) {
            case NONE -> "none";
            case INT8 -> "int8";
            case INT4 -> "int4";
            case INT4_SYMMETRIC -> "int4-symmetric";
        };
    }

    private static Device device(String name, List<String> notes) {
        if (!name.equals("auto")) {
            Device device = Device.of(name);
            // Before an import, which would be made for that device.
            CudaProbe.require(device);
            return device;
        }
        List<String> missing = CudaProbe.of(0).missing();
        if (missing.isEmpty()) {
            notes.add("device auto: cuda:0, since the build, the driver and the libraries are there");
            return new Device.Cuda(0);
        }
        notes.add("device auto: cpu, since " + String.join("; ", missing));
        return Device.CPU;
    }

    private static Quantization quantization(String name, Device device, GlmConfig config, List<String> notes) {
        if (!name.equals("auto")) {
            return quantization(name);
        }
        boolean many = config.parameters() > MANY_PARAMETERS;
        if (device instanceof Device.Cpu && many) {
            notes.add(String.format(
                    Locale.ROOT,
                    "quantisation auto: int4, since %.1f billion parameters would be slow and large on the CPU"
                            + " (--quantize none keeps them exact)",
                    config.parameters() / 1e9));
            return Quantization.INT4;
        }
        if (many) {
            notes.add("quantisation auto: none on " + device);
        }
        return Quantization.NONE;
    }

    private static int context(RuntimeOptions options, GlmConfig config, int elementBytes) {
        int asked = options.context();
        if (asked == 0) {
            return Math.min(RuntimeOptions.DEFAULT_CONTEXT, config.contextLimit());
        }
        if (asked < 1 || asked > config.contextLimit()) {
            int slots = Math.max(options.slots(), 1);
            throw new ModelException(
                    ModelException.Kind.INVALID_REQUEST,
                    String.format(
                            Locale.ROOT,
                            "a context of %,d tokens is out of range: the model allows 1 to %,d"
                                    + " (the KV cache takes %,d bytes a token, %,d MiB for %d x %,d)",
                            asked,
                            config.contextLimit(),
                            config.kvBytesPerToken(elementBytes),
                            (config.kvBytesPerToken(elementBytes) * config.contextLimit() * slots) >> 20,
                            slots,
                            config.contextLimit()));
        }
        return asked;
    }

    private static boolean speculation(String name, ImportOptions options) {
        return switch (name) {
            case "on" -> true;
            case "off" -> false;
            // Quantised matrices are multiplied in int8.
            case "auto" -> options.type() == GraphType.FLOAT32 && options.matrices() == Quantization.NONE;
            default ->
                throw new IllegalArgumentException("speculation \"" + name + "\" is unknown: expected on, off or auto");
        };
    }

    /**
     * @param asked 0 for as many as are sensible
     * @param slotBytes of KV cache
     */
    private static int slots(int asked, Device device, long slotBytes) {
        if (asked < 0 || asked > MAX_SLOTS) {
            throw new ModelException(
                    ModelException.Kind.INVALID_REQUEST,
                    asked + " slots are out of range: expected 1 to " + MAX_SLOTS
                            + ", or 0 for as many as are sensible");
        }
        if (asked > 0) {
            return asked;
        }
        return switch (device) {
            case Device.Cpu cpu ->
                (int) Math.clamp(memory() / MEMORY_SHARE / slotBytes, 1, RuntimeOptions.DEFAULT_SLOTS);
            // What a GPU has left is known only when it is asked for.
            case Device.Cuda cuda -> SLOTS_ON_GPU;
        };
    }

    private static long memory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory();
    }
}
