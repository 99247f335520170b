package io.alltools.runtime.bench;

import io.alltools.agent.Json;
import io.alltools.runtime.checkpoint.CheckpointException;
import io.alltools.runtime.tokenizer.Tokenizer;
import io.alltools.runtime.tokenizer.Tokenizers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A vocabulary of GLM-4's size where no checkpoint is at hand: the first 151,329 merges of tiktoken's o200k_base, which
 * the jtokkit library brings along, with GLM-4's special tokens behind them.
 */
public final class PublicVocabulary {

    /** Ranks of glm-4-9b-chat's tokenizer.model. */
    private static final int RANKS = 151_329;

    /** Ids that the model of glm-4-9b-chat knows. */
    public static final int SIZE = 151_552;

    private static final String RESOURCE = "/com/knuddels/jtokkit/o200k_base.tiktoken";
    private static final List<String> SPECIALS = List.of(
            "<|endoftext|>",
            "[MASK]",
            "[gMASK]",
            "[sMASK]",
            "<sop>",
            "<eop>",
            "<|system|>",
            "<|user|>",
            "<|assistant|>",
            "<|observation|>",
            "<|begin_of_image|>",
            "<|end_of_image|>",
            "<|begin_of_video|>",
            "<|end_of_video|>");

    private PublicVocabulary() {}

    /**
     * Opens the vocabulary.
     *
     * @param cache a folder in which its files are written once
     */
    public static Tokenizer open(Path cache) {
        Path folder = cache.resolve("public-vocabulary");
        try {
            Files.createDirectories(folder);
            if (!Files.exists(folder.resolve("tokenizer.model"))) {
                replace(folder.resolve("tokenizer_config.json"), Json.write(specialTokens()));
                replace(folder.resolve("tokenizer.model"), ranks());
            }
        } catch (IOException e) {
            throw new CheckpointException(folder, "can't be written: " + e.getMessage(), e);
        }
        return Tokenizers.open(folder, cache.resolve("native"));
    }

    private static String ranks() throws IOException {
        InputStream resource = PublicVocabulary.class.getResourceAsStream(RESOURCE);
        if (resource == null) {
            throw new IOException("the class path lacks " + RESOURCE + " of the jtokkit library");
        }
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII))) {
            return reader.lines().limit(RANKS).collect(Collectors.joining("\n"));
        }
    }

    private static ObjectNode specialTokens() {
        ObjectNode config = Json.object();
        ArrayNode list = config.putArray("additional_special_tokens");
        SPECIALS.forEach(list::add);
        return config;
    }

    /** In one step, since another process may be about it too. */
    private static void replace(Path file, String content) throws IOException {
        Path part = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".part");
        Files.writeString(part, content);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
