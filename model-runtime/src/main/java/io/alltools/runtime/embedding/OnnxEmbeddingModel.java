package io.alltools.runtime.embedding;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.alltools.agent.EmbeddingModel;
import io.alltools.agent.Embeddings;
import io.alltools.agent.ModelException;
import io.alltools.runtime.checkpoint.CheckpointException;
import io.alltools.runtime.decode.OnnxRuntime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * A sentence-transformers model on ONNX Runtime, from a folder as published on Hugging Face: {@code onnx/model.onnx}
 * (or {@code model.onnx}), {@code tokenizer.json}, and {@code config.json}, {@code 1_Pooling/config.json},
 * {@code sentence_bert_config.json} and {@code config_sentence_transformers.json} where they are.
 *
 * <pre>{@code
 * try (EmbeddingModel model = OnnxEmbeddingModel.open(Path.of("all-MiniLM-L6-v2"), EmbeddingOptions.defaults())) {
 *     List<float[]> vectors = model.embed(Purpose.PLAIN, List.of("Hello", "Good day")).vectors();
 * }
 * }</pre>
 *
 * <p>A text has the same vector whatever its company. Texts of like length share a batch, so that little is computed
 * for padding; but a graph that scales its activations by the largest of a batch (dynamic quantisation) gets one text
 * at a time. One batch runs at a time, whoever asks, so that the limit of threads holds for the process.
 */
public final class OnnxEmbeddingModel implements EmbeddingModel {

    private static final int MAX_BATCH_TEXTS = 32;

    /** Texts times the longest of them; some 100 MB of attention in a small model. */
    private static final int MAX_BATCH_TOKENS = 4096;

    /** Sums in another order differ by some 1e-6 of a vector of length 1, another scale of int8 by 1e-2. */
    private static final float SAME = 1e-4f;

    private final EmbeddingFolder folder;
    private final TextTokenizer tokenizer;
    private final EmbeddingGraph graph;
    private final ReentrantLock running = new ReentrantLock(true);
    private final int dimensions;
    private final int batchTexts;

    private OnnxEmbeddingModel(EmbeddingFolder folder, TextTokenizer tokenizer, EmbeddingGraph graph) {
        this.folder = folder;
        this.tokenizer = tokenizer;
        this.graph = graph;
        // First runs show that tokenizer and graph belong together, and how the graph treats a batch.
        long[] text = tokenizer.encode("a");
        long[] longer = tokenizer.encode("What does a longer text beside it change, or two?");
        float[] alone = normalised(graph.run(List.of(text)).getFirst());
        float[] beside = normalised(graph.run(List.of(text, longer)).getFirst());
        this.dimensions = alone.length;
        this.batchTexts = IntStream.range(0, dimensions).allMatch(i -> Math.abs(alone[i] - beside[i]) < SAME)
                ? MAX_BATCH_TEXTS
                : 1;
    }

    /**
     * Loads a model.
     *
     * @param place its folder, or one of the {@code .onnx} files in it, such as {@code onnx/model_quantized.onnx}
     * @throws CheckpointException when the folder holds no model that can be used
     * @throws ModelException when ONNX Runtime can't run it
     */
    public static OnnxEmbeddingModel open(Path place, EmbeddingOptions options) {
        EmbeddingFolder folder = EmbeddingFolder.read(place);
        TextTokenizer tokenizer = TextTokenizer.open(folder, options.cache());
        EmbeddingGraph graph = null;
        try (OrtSession.SessionOptions session = new OrtSession.SessionOptions()) {
            session.setIntraOpNumThreads(options.threads());
            // Batches of many shapes would leave an arena of the largest.
            session.setCPUArenaAllocator(false);
            session.setMemoryPatternOptimization(false);
            graph = new EmbeddingGraph(
                    folder,
                    OnnxRuntime.environment(),
                    OnnxRuntime.environment().createSession(folder.onnx().toString(), session));
            return new OnnxEmbeddingModel(folder, tokenizer, graph);
        } catch (OrtException e) {
            tokenizer.close();
            throw new CheckpointException(folder.onnx(), "can't be loaded: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            tokenizer.close();
            if (graph != null) {
                graph.close();
            }
            throw e;
        }
    }

    @Override
    public String name() {
        return folder.name();
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public int maxTokens() {
        return folder.maxTokens();
    }

    @Override
    public Embeddings embed(Purpose purpose, List<String> texts) throws InterruptedException {
        String prefix = folder.prefix(purpose);
        List<long[]> ids = new ArrayList<>(texts.size());
        int tokens = 0;
        for (String text : texts) {
            if (Thread.interrupted()) {
                throw new InterruptedException("while " + texts.size() + " texts were embedded");
            }
            long[] encoded = tokenizer.encode(prefix + text);
            ids.add(encoded);
            tokens += encoded.length;
        }
        // A text without a token, which takes a tokenizer without special tokens, is near to nothing.
        float[][] vectors = new float[texts.size()][dimensions];
        for (List<Integer> batch : batches(ids, batchTexts)) {
            List<float[]> made = run(batch.stream().map(ids::get).toList());
            for (int i = 0; i < batch.size(); i++) {
                vectors[batch.get(i)] = normalised(made.get(i));
            }
        }
        return new Embeddings(Arrays.asList(vectors), tokens);
    }

    @Override
    public void close() {
        running.lock();
        try {
            graph.close();
            tokenizer.close();
        } finally {
            running.unlock();
        }
    }

    private List<float[]> run(List<long[]> batch) throws InterruptedException {
        running.lockInterruptibly();
        try {
            return graph.run(batch);
        } finally {
            running.unlock();
        }
    }

    /** Places of texts that run together, the short ones first. */
    static List<List<Integer>> batches(List<long[]> ids, int maxTexts) {
        List<Integer> byLength = IntStream.range(0, ids.size())
                .filter(i -> ids.get(i).length > 0)
                .boxed()
                .sorted(Comparator.comparingInt(i -> ids.get(i).length))
                .toList();
        List<List<Integer>> batches = new ArrayList<>();
        List<Integer> batch = new ArrayList<>();
        for (int place : byLength) {
            int padded = (batch.size() + 1) * ids.get(place).length;
            if (!batch.isEmpty() && (batch.size() == maxTexts || padded > MAX_BATCH_TOKENS)) {
                batches.add(List.copyOf(batch));
                batch.clear();
            }
            batch.add(place);
        }
        if (!batch.isEmpty()) {
            batches.add(List.copyOf(batch));
        }
        return batches;
    }

    /** To length 1; a vector of zeros stays what it is. */
    private static float[] normalised(float[] vector) {
        double sum = 0;
        for (float x : vector) {
            sum += (double) x * x;
        }
        if (sum > 0) {
            double scale = 1 / Math.sqrt(sum);
            for (int i = 0; i < vector.length; i++) {
                vector[i] = (float) (vector[i] * scale);
            }
        }
        return vector;
    }
}
