package io.alltools.runtime.sampling;

import io.alltools.agent.Sampling;

/** Draws a token at a temperature above 0 without sorting the vocabulary; keeps its buffers from token to token. */
final class FastDraw {

    /** So many tokens that are as large as the k-th block are sorted rather than counted. */
    private static final int MAX_SORTED = 4096;

    private final Sampling sampling;
    private final double scale;
    private final long leastWeight;
    private final BlockMaxima blocks;
    private final TokenKeys keys = new TokenKeys();
    private final Histogram histogram = new Histogram(keys);

    FastDraw(Sampling sampling, int vocab) {
        this.sampling = sampling;
        this.scale = Weights.scale(sampling.temperature());
        this.leastWeight = share(sampling.minP(), Weights.MAX);
        this.blocks = new BlockMaxima(vocab);
    }

    /**
     * @param logits float32 [vocab], negative infinity where a token is impossible
     * @param u a random number in [0, 1)
     */
    int token(float[] logits, double u) {
        blocks.scan(logits);
        Logits.requireUsable(blocks.max(), logits);
        TokenOrder order = order(logits);
        long kept = sampling.topK() == 0 ? order.total() : order.massOfFirst(sampling.topK());
        if (sampling.topP() < 1) {
            kept = order.massReaching(Math.min(kept, share(sampling.topP(), kept)));
        }
        if (sampling.minP() > 0) {
            kept = Math.min(kept, order.massOfAtLeast(leastWeight));
        }
        return order.tokenAt(Math.min(kept - 1, (long) (u * (double) kept)));
    }

    /** All tokens, or at least those that top-k keeps. */
    private TokenOrder order(float[] logits) {
        int k = sampling.topK();
        if (k > 0 && k <= blocks.count()) {
            collect(logits, blocks.floorOfLargest(k));
            if (keys.size() <= MAX_SORTED) {
                keys.keepFirst(k);
                return keys;
            }
        }
        histogram.fill(logits, blocks, scale, k > 0);
        return histogram;
    }

    /** The tokens from this logit up, unless they are too many. */
    private void collect(float[] logits, float floor) {
        keys.clear(blocks.max(), scale);
        for (int block = 0; block < blocks.count() && keys.size() <= MAX_SORTED; block++) {
            if (blocks.max(block) >= floor) {
                for (int i = blocks.from(block); i < blocks.to(block); i++) {
                    if (logits[i] >= floor) {
                        keys.add(i, logits[i]);
                    }
                }
            }
        }
    }

    private static long share(double part, long whole) {
        return (long) Math.ceil(part * (double) whole);
    }
}
