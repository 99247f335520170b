package io.alltools.runtime.embedding;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.alltools.agent.Json;
import io.alltools.runtime.checkpoint.CheckpointException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** The token ids of a text with the special tokens around it, cut at the model's limit. */
final class TextTokenizer implements AutoCloseable {

    private final HuggingFaceTokenizer tokenizer;

    private TextTokenizer(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    static TextTokenizer open(EmbeddingFolder folder, Path nativeCache) {
        // The native library is unpacked there; without this DJL would make a folder of its own in the home.
        System.setProperty("DJL_CACHE_DIR", nativeCache.toString());
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        byte[] json = Json.write(folder.tokenizerJson()).getBytes(StandardCharsets.UTF_8);
        try {
            return new TextTokenizer(HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(json),
                    Map.of(
                            "addSpecialTokens", "true",
                            "padding", "false",
                            "truncation", "true",
                            "maxLength", Integer.toString(folder.maxTokens()),
                            "modelMaxLength", Integer.toString(folder.maxTokens()))));
        } catch (IOException | RuntimeException e) {
            throw new CheckpointException(folder.tokenizer(), "is not a usable tokenizer: " + e.getMessage(), e);
        }
    }

    /** Never empty for models with special tokens; an unpaired surrogate, which has no UTF-8, is replaced. */
    long[] encode(String text) {
        String wellFormed = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        Encoding encoding = tokenizer.encode(wellFormed, true, false);
        return encoding.getIds();
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
