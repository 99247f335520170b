package io.alltools.agent;

import java.util.List;

/**
 * Turns texts into vectors whose dot product says how near they are in meaning. Safe for use from many threads.
 *
 * <pre>{@code
 * float[] question = model.embed(Purpose.QUERY, List.of("automobile repair")).vectors().getFirst();
 * List<float[]> passages = model.embed(Purpose.PASSAGE, texts).vectors();
 * }</pre>
 */
public interface EmbeddingModel extends AutoCloseable {

    /** What a text is embedded for: some models were trained with a prefix for each. */
    enum Purpose {
        /** A question or search, compared with passages. */
        QUERY,
        /** A text that is searched for. */
        PASSAGE,
        /** As it is written, without a prefix; for texts that are compared with each other. */
        PLAIN
    }

    /** The name that people and the API know it by; vectors of one name can be compared with each other. */
    String name();

    /** Floats of a vector. */
    int dimensions();

    /**
     * The most tokens of one text, prefix and special tokens included; what is beyond them has no part in its vector.
     */
    int maxTokens();

    /**
     * One vector for each text, in their order. Blocks until all are done; an interrupt cancels it between two batches.
     *
     * @throws ModelException when the vectors could not be made
     */
    Embeddings embed(Purpose purpose, List<String> texts) throws InterruptedException;

    @Override
    void close();
}
