package io.alltools.runtime.embedding;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** How the states of a text's tokens become one vector (sentence-transformers, {@code Pooling}). */
enum Pooling {
    /** The mean of all tokens but the padding. */
    MEAN,
    /** The first token. */
    CLS,
    /** The last token that is no padding. */
    LAST_TOKEN;

    /**
     * One text's vector.
     *
     * @param states float32 (texts, length, dimensions), row-major
     * @param tokens of this text; what follows up to {@code length} is padding
     */
    float[] pool(FloatBuffer states, int text, int length, int tokens, int dimensions) {
        return switch (this) {
            case MEAN -> mean(states, text * length, tokens, dimensions);
            case CLS -> row(states, text * length, dimensions);
            case LAST_TOKEN -> row(states, text * length + tokens - 1, dimensions);
        };
    }

    private static float[] mean(FloatBuffer states, int first, int tokens, int dimensions) {
        double[] sum = new double[dimensions];
        float[] row = new float[dimensions];
        for (int token = 0; token < tokens; token++) {
            states.get((first + token) * dimensions, row);
            Arrays.setAll(sum, i -> sum[i] + row[i]);
        }
        float[] mean = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            mean[i] = (float) (sum[i] / tokens);
        }
        return mean;
    }

    private static float[] row(FloatBuffer states, int row, int dimensions) {
        float[] vector = new float[dimensions];
        states.get(row * dimensions, vector);
        return vector;
    }
}
