package io.alltools.runtime.embedding;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Small real models, unpacked into folders as they are published on Hugging Face. */
enum PublishedModel {
    /** English, mean pooling, int8. */
    MINI_LM(
            "all-minilm-l6-v2-q",
            "all-minilm-l6-v2-q",
            Map.of(
                    "config.json", "{\"model_type\": \"bert\", \"max_position_embeddings\": 512}",
                    "sentence_bert_config.json", "{\"max_seq_length\": 256, \"do_lower_case\": false}",
                    "1_Pooling/config.json", """
                    {"word_embedding_dimension": 384, "pooling_mode_cls_token": false,
                     "pooling_mode_mean_tokens": true, "pooling_mode_max_tokens": false}""")),
    /** Chinese, the first token's state, int8. */
    BGE_ZH(
            "bge-small-zh-v1.5-q",
            "bge-small-zh-v1.5-q",
            Map.of(
                    "config.json", "{\"model_type\": \"bert\", \"max_position_embeddings\": 512}",
                    "1_Pooling/config.json",
                            "{\"pooling_mode_cls_token\": true, \"pooling_mode_mean_tokens\": false}"));

    private final String graph;
    private final String tokenizer;
    private final Map<String, String> files;

    PublishedModel(String graph, String tokenizer, Map<String, String> files) {
        this.graph = graph;
        this.tokenizer = tokenizer;
        this.files = files;
    }

    /** Writes the model's files. */
    Path into(Path folder) {
        try {
            Files.createDirectories(folder.resolve("onnx"));
            copy("/" + graph + ".onnx", folder.resolve("onnx").resolve("model.onnx"));
            copy("/" + tokenizer + "-tokenizer.json", folder.resolve("tokenizer.json"));
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path target = folder.resolve(file.getKey());
                Files.createDirectories(target.getParent());
                Files.writeString(target, file.getValue());
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(String resource, Path target) throws IOException {
        try (InputStream in = PublishedModel.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("no test resource " + resource);
            }
            Files.copy(in, target);
        }
    }
}
