package io.alltools.runtime;

import java.nio.file.Path;

/**
 * How a model is loaded.
 *
 * @param cache where imported models and unpacked native libraries are kept
 * @param context the longest prompt and completion together, in tokens; 0 takes 8,192, or what the model allows if less
 * @param threads that one step uses on the CPU; 0 leaves the choice to ONNX Runtime
 * @param slots requests that are worked on at the same time, each with a KV cache of the whole context; 0 takes 8, or
 *     as many as fit a quarter of the memory if less
 * @param speculation whether tokens that repeat the context are proposed and verified several at a time: {@code on},
 *     {@code off}, or {@code auto}, which is on where the model computes in float32 and outputs don't change by it
 * @param device {@code cpu}, {@code cuda}, {@code cuda:N} or {@code auto}
 * @param quantization {@code none}, {@code int8}, {@code int4}, {@code int4-symmetric} or {@code auto}
 */
public record RuntimeOptions(
        Path cache, int context, int threads, int slots, String speculation, String device, String quantization) {

    /** Requests at the same time where nobody asks for a number and memory allows. */
    public static final int DEFAULT_SLOTS = 8;

    /** Tokens of context where nobody asks for a number. */
    public static final int DEFAULT_CONTEXT = 8192;

    /**
     * On the CPU, quantised when the model is large; the cache is {@code $ALLTOOLS_CACHE}, else
     * {@code $XDG_CACHE_HOME/alltools}, else {@code ~/.cache/alltools}.
     */
    public static RuntimeOptions defaults() {
        return new RuntimeOptions(cacheFolder(), 0, 0, 0, "auto", "cpu", "auto");
    }

    public RuntimeOptions withCache(Path cache) {
        return new RuntimeOptions(cache, context, threads, slots, speculation, device, quantization);
    }

    public RuntimeOptions withContext(int context) {
        return new RuntimeOptions(cache, context, threads, slots, speculation, device, quantization);
    }

    public RuntimeOptions withSlots(int slots) {
        return new RuntimeOptions(cache, context, threads, slots, speculation, device, quantization);
    }

    public RuntimeOptions withSpeculation(String speculation) {
        return new RuntimeOptions(cache, context, threads, slots, speculation, device, quantization);
    }

    public RuntimeOptions withQuantization(String quantization) {
        return new RuntimeOptions(cache, context, threads, slots, speculation, device, quantization);
    }

    private static Path cacheFolder() {
        String own = System.getenv("ALLTOOLS_CACHE");
        if (own != null && !own.isBlank()) {
            return Path.of(own);
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        return xdg != null && !xdg.isBlank()
                ? Path.of(xdg, "alltools")
                : Path.of(System.getProperty("user.home"), ".cache", "alltools");
    }
}
