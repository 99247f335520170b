package io.alltools.runtime.sampling;

import java.util.Arrays;

/**
 * All tokens in buckets of nearly equal logits, with what each bucket weighs. A place in the order is found by the
 * buckets' weights, and only the tokens of one bucket are looked at one by one.
 */
final class Histogram implements TokenOrder {

    private static final int LEVELS_OF_A_BUCKET = 4;
    private static final int BUCKETS = Weights.LEVELS / LEVELS_OF_A_BUCKET;

    private final long[] mass = new long[BUCKETS];
    private final int[] count = new int[BUCKETS];
    private final TokenKeys bucketKeys;
    private float[] logits = {};
    private BlockMaxima blocks = new BlockMaxima(0);
    private double scale;
    private long total;

    /** The weight and the number of tokens before the bucket that {@link #seek} found. */
    private long massBefore;

    private long countBefore;

    /** @param keys a list to work with */
    Histogram(TokenKeys keys) {
        this.bucketKeys = keys;
    }

    /**
     * @param blocks the maxima of these logits
     * @param scale {@link Weights#scale}
     */
    void fill(float[] logits, BlockMaxima blocks, double scale) {
        this.logits = logits;
        this.blocks = blocks;
        this.scale = scale;
        Arrays.fill(mass, 0);
        Arrays.fill(count, 0);
        double max = blocks.max();
        for (int block = 0; block < blocks.count(); block++) {
            if ((max - blocks.max(block)) * scale < Weights.LEVELS) {
                fill(blocks.from(block), blocks.to(block), max);
            }
        }
        total = 0;
        for (long bucket : mass) {
            total += bucket;
        }
    }

    private void fill(int from, int to, double max) {
        for (int i = from; i < to; i++) {
            double distance = (max - logits[i]) * scale;
            if (distance < Weights.LEVELS) {
                int bucket = (int) distance / LEVELS_OF_A_BUCKET;
                mass[bucket] += Weights.at(distance);
                count[bucket]++;
            }
        }
    }

    @Override
    public long total() {
        return total;
    }

    @Override
    public long massOfFirst(int k) {
        int bucket = seek(k - 1, true);
        return bucket == BUCKETS ? total : massBefore + tokens(bucket).massOfFirst((int) (k - countBefore));
    }

    @Override
    public long massReaching(long need) {
        int bucket = seek(need - 1, false);
        return massBefore + tokens(bucket).massReaching(need - massBefore);
    }

    @Override
    public long massOfAtLeast(long weight) {
        // The first bucket that holds less: its last distance is the first to weigh less.
        int low = 0;
        int high = BUCKETS;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Weights.at((middle + 1) * LEVELS_OF_A_BUCKET) < weight) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        long sum = 0;
        for (int bucket = 0; bucket < low; bucket++) {
            sum += mass[bucket];
        }
        return low == BUCKETS ? sum : sum + tokens(low).massOfAtLeast(weight);
    }

    @Override
    public int tokenAt(long target) {
        int bucket = seek(target, false);
        return tokens(bucket).tokenAt(target - massBefore);
    }

    /** The first bucket at which the count, or else the weight, exceeds the target; BUCKETS when there is none. */
    private int seek(long target, boolean byCount) {
        massBefore = 0;
        countBefore = 0;
        int bucket = 0;
        while (bucket < BUCKETS && (byCount ? countBefore + count[bucket] : massBefore + mass[bucket]) <= target) {
            massBefore += mass[bucket];
            countBefore += count[bucket++];
        }
        return bucket;
    }

    private TokenKeys tokens(int bucket) {
        float max = blocks.max();
        bucketKeys.clear(max, scale);
        double near = bucket * LEVELS_OF_A_BUCKET;
        double far = near + LEVELS_OF_A_BUCKET;
        for (int block = 0; block < blocks.count(); block++) {
            if (((double) max - blocks.max(block)) * scale < far) {
                collect(blocks.from(block), blocks.to(block), near, far);
            }
        }
        return bucketKeys;
    }

    private void collect(int from, int to, double near, double far) {
        double max = blocks.max();
        for (int i = from; i < to; i++) {
            double distance = (max - logits[i]) * scale;
            if (distance >= near && distance < far) {
                bucketKeys.add(i, logits[i]);
            }
        }
    }
}
