/**
 * Embedding models on ONNX Runtime.
 *
 * <p>{@link io.alltools.runtime.embedding.OnnxEmbeddingModel} is the entry.
 */
@NullMarked
package io.alltools.runtime.embedding;

import org.jspecify.annotations.NullMarked;
