package io.alltools.runtime.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.alltools.agent.EmbeddingModel;
import io.alltools.agent.EmbeddingModel.Purpose;
import io.alltools.agent.Embeddings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real models: numbers that only the right tokens, padding and pooling give. */
class OnnxEmbeddingModelTest {

    private static final EmbeddingOptions OPTIONS =
            new EmbeddingOptions(EmbeddingOptions.defaults().cache(), 2);

    @TempDir
    static Path folder;

    private static EmbeddingModel model;

    @BeforeAll
    static void open() {
        model = OnnxEmbeddingModel.open(PublishedModel.MINI_LM.into(folder.resolve("all-MiniLM-L6-v2")), OPTIONS);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void whatMeansTheSameIsNearerThanWhatSharesNothing() throws Exception {
        List<float[]> vectors = vectors(
                "automobile repair",
                "How to fix a car",
                "The cat sleeps on the sofa",
                "A kitten naps on the couch",
                "Interest rates were raised by the central bank");
        assertThat(dot(vectors.get(0), vectors.get(1))).isBetween(0.6, 0.9);
        assertThat(dot(vectors.get(2), vectors.get(3))).isBetween(0.5, 0.9);
        assertThat(dot(vectors.get(0), vectors.get(2))).isLessThan(0.2);
        assertThat(dot(vectors.get(1), vectors.get(4))).isLessThan(0.2);
    }

    @Test
    void itSaysWhatItsVectorsAre() throws Exception {
        assertThat(model.name()).isEqualTo("all-MiniLM-L6-v2");
        assertThat(model.dimensions()).isEqualTo(384);
        assertThat(model.maxTokens()).isEqualTo(256);
        Embeddings made = model.embed(Purpose.QUERY, List.of("Hello world", ""));
        assertThat(made.tokens()).as("[CLS] hello world [SEP] and [CLS] [SEP]").isEqualTo(6);
        assertThat(made.vectors()).allSatisfy(vector -> {
            assertThat(vector).hasSize(384);
            assertThat(dot(vector, vector)).isCloseTo(1, within(1e-5));
        });
        assertThat(model.embed(Purpose.PASSAGE, List.of()).vectors()).isEmpty();
    }

    @Test
    void textsOfManyLengthsKeepTheirOrderAndTheirVectors() throws Exception {
        sameAloneAndTogether(model);
    }

    @Test
    void aFloatGraphBatchesAndItsPaddingHasNoPart(@TempDir Path other) throws Exception {
        try (EmbeddingModel words = OnnxEmbeddingModel.open(WordTable.into(other), OPTIONS)) {
            sameAloneAndTogether(words);
            float[] vector = words.embed(Purpose.PLAIN, List.of("pump water", "pump"))
                    .vectors()
                    .getFirst();
            assertThat(vector)
                    .as("the mean of two rows")
                    .containsExactly(WordTable.mean("pump", "water"), within(1e-6f));
        }
    }

    private static void sameAloneAndTogether(EmbeddingModel model) throws InterruptedException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 70; i++) {
            texts.add("number " + i + ": " + "the pump delivers water ".repeat((i * 37) % 60));
        }
        List<float[]> together = model.embed(Purpose.PLAIN, texts).vectors();
        for (int i = 0; i < texts.size(); i += 7) {
            float[] alone =
                    model.embed(Purpose.PLAIN, List.of(texts.get(i))).vectors().getFirst();
            assertThat(together.get(i)).as("text %d", i).containsExactly(alone, within(1e-4f));
        }
    }

    @Test
    void whatIsBeyondTheLimitHasNoPart() throws Exception {
        String limit = "word ".repeat(254);
        Embeddings made = model.embed(Purpose.PLAIN, List.of(limit, limit + "and something else", "word ".repeat(253)));
        assertThat(made.tokens()).isEqualTo(256 + 256 + 255);
        assertThat(dot(made.vectors().get(0), made.vectors().get(1))).isCloseTo(1, within(1e-5));
    }

    @Test
    void aChineseModelThatPoolsTheFirstToken(@TempDir Path other) throws Exception {
        try (EmbeddingModel chinese = OnnxEmbeddingModel.open(PublishedModel.BGE_ZH.into(other), OPTIONS)) {
            List<float[]> vectors = chinese.embed(Purpose.PLAIN, List.of("汽车修理", "怎样修好一辆坏掉的轿车", "猫在沙发上睡觉"))
                    .vectors();
            assertThat(chinese.dimensions()).isEqualTo(512);
            assertThat(dot(vectors.get(0), vectors.get(1))).isGreaterThan(dot(vectors.get(0), vectors.get(2)) + 0.15);
        }
    }

    @Test
    void aCancelledCallEndsBeforeItsNextBatch() {
        List<String> texts =
                IntStream.range(0, 1000).mapToObj(i -> "text number " + i).toList();
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> model.embed(Purpose.PLAIN, texts));
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void batchesAreOfLikeLengthAndBounded() {
        List<long[]> ids = new ArrayList<>();
        for (int length : new int[] {512, 3, 500, 3, 0, 4}) {
            ids.add(new long[length]);
        }
        IntStream.range(0, 40).forEach(i -> ids.add(new long[200]));
        List<List<Integer>> batches = OnnxEmbeddingModel.batches(ids, 32);
        assertThat(batches.stream().flatMap(List::stream))
                .hasSize(45)
                .doesNotHaveDuplicates()
                .doesNotContain(4);
        assertThat(batches.getFirst()).startsWith(1, 3, 5);
        assertThat(batches).allSatisfy(batch -> {
            int longest = batch.stream().mapToInt(i -> ids.get(i).length).max().orElseThrow();
            assertThat(batch.size() * longest).isLessThanOrEqualTo(4096);
            assertThat(batch.size()).isLessThanOrEqualTo(32);
        });
    }

    private static List<float[]> vectors(String... texts) throws InterruptedException {
        return model.embed(Purpose.PLAIN, List.of(texts)).vectors();
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
