package io.alltools.runtime.tokenizer;

import io.alltools.runtime.checkpoint.CheckpointException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens the tokenizer of a checkpoint folder. */
public final class Tokenizers {

    private Tokenizers() {}

    /**
     * Opens tokenizer.json; a folder without one is expected to have tokenizer.model and tokenizer_config.json.
     *
     * @param nativeCache where the native tokenizer library may be unpacked
     * @throws CheckpointException when the folder has no usable tokenizer
     */
    public static Tokenizer open(Path folder, Path nativeCache) {
        Path json = folder.resolve("tokenizer.json");
        if (Files.isRegularFile(json)) {
            return openFile(json, nativeCache);
        }
        Path ranks = folder.resolve("tokenizer.model");
        if (Files.isRegularFile(ranks)) {
            return openFile(ranks, nativeCache);
        }
        throw new CheckpointException(
                json, "is missing and there is no tokenizer.model either; a checkpoint needs its tokenizer to chat");
    }

    /**
     * Opens one tokenizer file: JSON as HuggingFace writes it, else ranks as tiktoken does.
     *
     * @throws CheckpointException when it is not usable
     */
    public static Tokenizer openFile(Path file, Path nativeCache) {
        return file.getFileName().toString().endsWith(".json")
                ? HuggingFaceTokenizerFile.open(file, nativeCache)
                : TiktokenFile.open(file);
    }
}
