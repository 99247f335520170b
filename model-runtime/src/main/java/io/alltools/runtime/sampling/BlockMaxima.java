package io.alltools.runtime.sampling;

import java.util.Arrays;

/** The largest logit of every 128: where nothing is large, nobody need look again. */
final class BlockMaxima {

    static final int BLOCK = 128;

    private final int vocab;
    private final float[] maxima;
    private final float[] sorted;
    private float max;

    BlockMaxima(int vocab) {
        this.vocab = vocab;
        this.maxima = new float[Math.ceilDiv(vocab, BLOCK)];
        this.sorted = new float[maxima.length];
    }

    /** Reads the logits; NaN anywhere makes {@link #max()} NaN. */
    void scan(float[] logits) {
        max = Float.NEGATIVE_INFINITY;
        for (int block = 0; block < maxima.length; block++) {
            maxima[block] = max(logits, from(block), to(block));
            max = Math.max(max, maxima[block]);
        }
    }

    /** The largest of all. */
    float max() {
        return max;
    }

    int count() {
        return maxima.length;
    }

    float max(int block) {
        return maxima[block];
    }

    int from(int block) {
        return block * BLOCK;
    }

    int to(int block) {
        return Math.min(vocab, (block + 1) * BLOCK);
    }

    /** At least {@code k} logits are as large as this; {@code k} is at most {@link #count()}. */
    float floorOfLargest(int k) {
        System.arraycopy(maxima, 0, sorted, 0, sorted.length);
        Arrays.sort(sorted);
        return sorted[sorted.length - k];
    }

    /** The largest of {@code logits[from .. to)}; NaN when one of them is. */
    static float max(float[] logits, int from, int to) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            max = Math.max(max, logits[i]);
        }
        return max;
    }
}
