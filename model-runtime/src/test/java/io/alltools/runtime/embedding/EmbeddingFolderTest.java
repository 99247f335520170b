package io.alltools.runtime.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.alltools.agent.EmbeddingModel.Purpose;
import io.alltools.runtime.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingFolderTest {

    @TempDir
    Path temp;

    private Path folder;

    @BeforeEach
    void make() throws IOException {
        folder = Files.createDirectory(temp.resolve("some-model"));
        write("tokenizer.json", "{}");
        write("onnx/model.onnx", "");
    }

    @Test
    void aFolderWithoutSettingsPoolsByMeanAndWritesNoPrefix() {
        EmbeddingFolder read = EmbeddingFolder.read(folder);
        assertThat(read.name()).isEqualTo("some-model");
        assertThat(read.pooling()).isEqualTo(Pooling.MEAN);
        assertThat(read.maxTokens()).isEqualTo(512);
        assertThat(read.prefix(Purpose.QUERY)).isEmpty();
        assertThat(read.prefix(Purpose.PASSAGE)).isEmpty();
    }

    @Test
    void promptsComeFromTheConfigurationAndFromWhatE5WasTrainedWith() throws Exception {
        write("config_sentence_transformers.json", """
                {"prompts": {"query": "search_query: ", "document": "search_document: "}}""");
        EmbeddingFolder read = EmbeddingFolder.read(folder);
        assertThat(read.prefix(Purpose.QUERY)).isEqualTo("search_query: ");
        assertThat(read.prefix(Purpose.PASSAGE)).isEqualTo("search_document: ");
        assertThat(read.prefix(Purpose.PLAIN)).isEmpty();

        Path e5 = Files.move(folder, temp.resolve("multilingual-e5-small"));
        Files.delete(e5.resolve("config_sentence_transformers.json"));
        assertThat(EmbeddingFolder.read(e5).prefix(Purpose.QUERY)).isEqualTo("query: ");
        assertThat(EmbeddingFolder.read(e5).prefix(Purpose.PASSAGE)).isEqualTo("passage: ");
    }

    @Test
    void theLimitIsTheSmallestThatAnyFileNames() throws Exception {
        write("tokenizer_config.json", "{\"model_max_length\": 1e30}");
        assertThat(EmbeddingFolder.read(folder).maxTokens()).isEqualTo(512);
        write("tokenizer_config.json", "{\"model_max_length\": 8192}");
        write("config.json", "{\"model_type\": \"xlm-roberta\", \"max_position_embeddings\": 514}");
        assertThat(EmbeddingFolder.read(folder).maxTokens()).isEqualTo(512);
        write("sentence_bert_config.json", "{\"max_seq_length\": 128}");
        assertThat(EmbeddingFolder.read(folder).maxTokens()).isEqualTo(128);
    }

    @Test
    void aQuantisedGraphIsNamedAndGivesItsVectorsAnotherName() throws Exception {
        write("onnx/model_quantized.onnx", "");
        EmbeddingFolder read = EmbeddingFolder.read(folder.resolve("onnx/model_quantized.onnx"));
        assertThat(read.name()).isEqualTo("some-model/model_quantized");
        assertThat(read.tokenizer()).isEqualTo(folder.resolve("tokenizer.json"));

        Files.delete(folder.resolve("onnx/model.onnx"));
        assertThat(EmbeddingFolder.read(folder).onnx()).isEqualTo(folder.resolve("onnx/model_quantized.onnx"));
        write("onnx/model_O2.onnx", "");
        refused("model_O2.onnx").withMessageContaining("name one of these files instead of the folder");
    }

    @Test
    void whatIsMissingOrCantBeDoneIsOneLine() throws Exception {
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> EmbeddingFolder.read(temp.resolve("nowhere")))
                .withMessage(temp.resolve("nowhere")
                        + ": is not there: expected an embedding model's folder, or one of its .onnx files");
        write("1_Pooling/config.json", "{\"pooling_mode_weightedmean_tokens\": true}");
        refused("pools by [weightedmean_tokens]");
        write("1_Pooling/config.json", "{\"pooling_mode_cls_token\": true, \"pooling_mode_mean_tokens\": true}");
        refused("pools by [cls_token, mean_tokens]");
        Files.delete(folder.resolve("1_Pooling/config.json"));
        write("modules.json", "[{\"type\": \"sentence_transformers.models.Dense\"}]");
        refused("has the module \"sentence_transformers.models.Dense\"");
        write("modules.json", "[");
        refused("modules.json: can't be read");
        Files.delete(folder.resolve("modules.json"));
        Files.delete(folder.resolve("tokenizer.json"));
        refused("tokenizer.json: is missing");
        Files.delete(folder.resolve("onnx/model.onnx"));
        refused("model.onnx: is missing and there is no other .onnx file");
    }

    @Test
    void aGraphThatIsNoneIsNamed() throws Exception {
        write("onnx/model.onnx", "nothing");
        write("tokenizer.json", "{\"model\": {\"type\": \"WordLevel\", \"vocab\": {\"a\": 0}, \"unk_token\": \"a\"}}");
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> OnnxEmbeddingModel.open(folder, EmbeddingOptions.defaults()))
                .withMessageContaining("model.onnx: can't be loaded");
        write("tokenizer.json", "{\"model\": 7}");
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> OnnxEmbeddingModel.open(folder, EmbeddingOptions.defaults()))
                .withMessageContaining("tokenizer.json: is not a usable tokenizer");
    }

    @Test
    void aGraphThatIsNoEncoderIsSaidToHaveOtherInputs() throws Exception {
        WordTable.into(folder);
        Files.write(
                folder.resolve("onnx/model.onnx"),
                WordTable.graph("pixel_values").toByteArray());
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> OnnxEmbeddingModel.open(folder, EmbeddingOptions.defaults()))
                .withMessageContaining("has the inputs [pixel_values], expected input_ids");
    }

    private org.assertj.core.api.ThrowableAssertAlternative<CheckpointException> refused(String message) {
        return assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> EmbeddingFolder.read(folder))
                .satisfies(e -> assertThat(e.getMessage()).contains(message).doesNotContain("\n"));
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
