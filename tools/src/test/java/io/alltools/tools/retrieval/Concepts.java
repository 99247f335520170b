package io.alltools.tools.retrieval;

import io.alltools.agent.EmbeddingModel;
import io.alltools.agent.Embeddings;
import io.alltools.agent.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/** A model that knows a few concepts, each a dimension, by the words for it; and counts what it is asked. */
final class Concepts implements EmbeddingModel {

    private static final List<Pattern> CONCEPTS =
            List.of(Pattern.compile("car|automobile|vehicle"), Pattern.compile("fix|repair"), Pattern.compile("cat"));

    int passages;
    boolean broken;

    /** Texts about stones wait for it. */
    CountDownLatch stone = new CountDownLatch(0);

    @Override
    public String name() {
        return "concepts";
    }

    @Override
    public int dimensions() {
        return CONCEPTS.size() + 1;
    }

    @Override
    public int maxTokens() {
        return 512;
    }

    @Override
    public Embeddings embed(Purpose purpose, List<String> texts) throws InterruptedException {
        if (broken) {
            throw new ModelException(ModelException.Kind.FAILED, "out of concepts");
        }
        passages += purpose == Purpose.PASSAGE ? texts.size() : 0;
        if (texts.stream().anyMatch(text -> text.contains("stone"))) {
            stone.await();
        }
        List<float[]> vectors = new ArrayList<>();
        for (String text : texts) {
            float[] vector = new float[dimensions()];
            vector[CONCEPTS.size()] = 0.1f;
            double sum = 0.01;
            for (int i = 0; i < CONCEPTS.size(); i++) {
                if (CONCEPTS.get(i).matcher(text.toLowerCase(Locale.ROOT)).find()) {
                    vector[i] = 1;
                    sum++;
                }
            }
            for (int i = 0; i < vector.length; i++) {
                vector[i] /= (float) Math.sqrt(sum);
            }
            vectors.add(vector);
        }
        return new Embeddings(vectors, texts.size());
    }

    @Override
    public void close() {}
}
