package io.alltools.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.alltools.agent.Json;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.runtime.checkpoint.CheckpointException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code retrieval} as the environment sets it, with a real embedding model. */
class HybridRetrievalTest {

    @TempDir
    Path temp;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void write() throws IOException {
        Path documents = Files.createDirectory(temp.resolve("documents"));
        Files.writeString(documents.resolve("garage.md"), "# Garage\n\nWe are good at fixing a car that broke down.\n");
        Files.writeString(documents.resolve("kitchen.md"), "# Kitchen\n\nBread is baked at 220 degrees.\n");
        Files.writeString(documents.resolve("office.md"), "# Office\n\nInvoices carry the code QX-7741.\n");
        environment.put("ALLTOOLS_CACHE", temp.resolve("cache").toString());
    }

    @Test
    void wordsAloneDontFindWhatMeansTheSame() throws Exception {
        assertThat(firstOf("automobile repair")).startsWith("No passage holds any of these words");
    }

    @Test
    void anEmbeddingModelFindsItAndWordsStillCount() throws Exception {
        environment.put("ALLTOOLS_EMBEDDING_MODEL", model().toString());
        assertThat(firstOf("automobile repair")).startsWith("[garage.md:1-3]");
        assertThat(firstOf("QX-7741")).startsWith("[office.md:1-3]");
    }

    @Test
    void aModelThatIsNotThereIsSaidAtTheStart() {
        environment.put("ALLTOOLS_EMBEDDING_MODEL", temp.resolve("nowhere").toString());
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> firstOf("bread"))
                .withMessageContaining("nowhere: is not there");
    }

    private String firstOf(String query) throws InterruptedException {
        try (Tool retrieval = new ProjectParts(environment).openKnowledge(temp.resolve("documents"))) {
            ToolResult result = retrieval.call(
                    Json.object().put("query", query).put("count", 1).toString(), new ToolContext("s", "c", temp));
            return result.toObservation("c").text();
        }
    }

    private Path model() throws IOException {
        Path folder = Files.createDirectory(temp.resolve("all-MiniLM-L6-v2"));
        copy("/all-minilm-l6-v2-q.onnx", folder.resolve("model.onnx"));
        copy("/all-minilm-l6-v2-q-tokenizer.json", folder.resolve("tokenizer.json"));
        return folder;
    }

    private static void copy(String resource, Path target) throws IOException {
        try (InputStream in = HybridRetrievalTest.class.getResourceAsStream(resource)) {
            assertThat(in).as(resource).isNotNull();
            Files.copy(in, target);
        }
    }
}
