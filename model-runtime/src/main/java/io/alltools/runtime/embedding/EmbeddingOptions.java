package io.alltools.runtime.embedding;

import io.alltools.runtime.RuntimeOptions;
import java.nio.file.Path;

/**
 * How an embedding model is loaded.
 *
 * @param cache where the native tokenizer library is unpacked
 * @param threads that a batch uses
 */
public record EmbeddingOptions(Path cache, int threads) {

    private static final int DEFAULT_MAX_THREADS = 4;

    public EmbeddingOptions {
        if (threads < 1) {
            throw new IllegalArgumentException(threads + " threads can't embed a text: expected 1 or more");
        }
    }

    /** Half of the processors, at most 4: a chat model runs beside it. */
    public static EmbeddingOptions defaults() {
        int processors = Runtime.getRuntime().availableProcessors();
        return new EmbeddingOptions(
                RuntimeOptions.defaults().cache(), Math.clamp(processors / 2, 1, DEFAULT_MAX_THREADS));
    }

    public EmbeddingOptions withCache(Path cache) {
        return new EmbeddingOptions(cache, threads);
    }
}
