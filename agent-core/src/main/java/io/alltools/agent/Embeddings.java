package io.alltools.agent;

import java.util.List;

/**
 * The vectors of some texts.
 *
 * @param vectors one for each text, in their order; float32 [{@link EmbeddingModel#dimensions}] of length 1 (L2), so
 *     that the dot product of two is their cosine
 * @param tokens that the model read for all of them, prefixes and special tokens included, padding not
 */
public record Embeddings(List<float[]> vectors, int tokens) {

    public Embeddings {
        vectors = List.copyOf(vectors);
    }
}
