package io.alltools.runtime;

import io.alltools.runtime.checkpoint.GlmConfig;
import io.alltools.runtime.graph.ImportedModel;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What was loaded, how, and what memory it took for good.
 *
 * @param checkpoint the folder with the tokenizer and the chat template
 * @param imported the graph and its weights
 * @param plan what the options came to
 * @param threads of one step on the CPU; 0 for ONNX Runtime's own choice
 * @param memory by part
 * @param time from the first file to the model that is ready, an import included
 */
public record Loaded(
        Path checkpoint, ImportedModel imported, LoadPlan plan, int threads, Memory memory, Duration time) {

    /**
     * Bytes by part, from the sizes of what was allocated.
     *
     * @param weights in the files; what the runtime packs again for its kernels comes on top
     * @param cache keys and values of all slots, for their whole context
     * @param logits one row for each slot
     */
    public record Memory(long weights, long cache, long logits) {}

    public GlmConfig config() {
        return imported.config();
    }
}
