package io.alltools.runtime.sampling;

/**
 * All tokens in buckets of nearly equal logits, with what each bucket weighs. A place in the order is found by the
 * buckets' weights, and only the tokens of one bucket are looked at one by one.
 */
final class Histogram implements TokenOrder {

    private static final int LEVEL_BITS = 2;

    /** The last one is for tokens that weigh nothing. */
    private static final int LAST = Weights.LEVELS >> LEVEL_BITS;

    private final Buckets buckets = new Buckets(LAST + 1);
    private final Weights.Block block = new Weights.Block(BlockMaxima.BLOCK);
    private final TokenKeys keys;

    /** The bucket that {@link #keys} holds; -1 for none. */
    private int collected = -1;

    private float[] logits = {};
    private BlockMaxima blocks = new BlockMaxima(0);
    private double scale;
    private long total;

    /** @param keys a list to work with */
    Histogram(TokenKeys keys) {
        this.keys = keys;
    }

    /**
     * @param blocks the maxima of these logits
     * @param scale {@link Weights#scale}
     * @param counts whether {@link #massOfFirst} will be asked for
     */
    void fill(float[] logits, BlockMaxima blocks, double scale, boolean counts) {
        this.logits = logits;
        this.blocks = blocks;
        this.scale = scale;
        buckets.clear();
        collected = -1;
        for (int i = 0; i < blocks.count(); i++) {
            if (reaches(i, Weights.LEVELS)) {
                int size = blocks.to(i) - blocks.from(i);
                block.weigh(logits, blocks.from(i), blocks.to(i), blocks.max(), scale);
                addMass(size);
                if (counts) {
                    addCount(size);
                }
            }
        }
        total = 0;
        for (long mass : buckets.mass) {
            total += mass;
        }
    }

    private void addMass(int size) {
        long[] mass = buckets.mass;
        for (int i = 0; i < size; i++) {
            mass[block.levels[i] >>> LEVEL_BITS] += block.weights[i];
        }
    }

    private void addCount(int size) {
        int[] count = buckets.count;
        for (int i = 0; i < size; i++) {
            count[block.levels[i] >>> LEVEL_BITS]++;
        }
    }

    @Override
    public long total() {
        return total;
    }

    @Override
    public long massOfFirst(int k) {
        int bucket = buckets.seekCount(k - 1);
        return bucket == LAST
                ? total
                : buckets.massBefore + tokens(bucket).massOfFirst((int) (k - buckets.countBefore));
    }

    @Override
    public long massReaching(long need) {
        int bucket = buckets.seekMass(need - 1);
        return buckets.massBefore + tokens(bucket).massReaching(need - buckets.massBefore);
    }

    @Override
    public long massOfAtLeast(long weight) {
        // The first bucket that holds less: its farthest end weighs less.
        int low = 0;
        int high = LAST;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Weights.at((middle + 1) << LEVEL_BITS) < weight) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        long sum = 0;
        for (int bucket = 0; bucket < low; bucket++) {
            sum += buckets.mass[bucket];
        }
        // Another bucket may be in the list, and is often asked for again.
        return buckets.mass[low] == 0 ? sum : sum + tokens(low).massOfAtLeast(weight);
    }

    @Override
    public int tokenAt(long target) {
        int bucket = buckets.seekMass(target);
        return tokens(bucket).tokenAt(target - buckets.massBefore);
    }

    private TokenKeys tokens(int bucket) {
        if (bucket == collected) {
            return keys;
        }
        collected = bucket;
        keys.clear(blocks.max(), scale);
        for (int i = 0; i < blocks.count(); i++) {
            if (reaches(i, (bucket + 1) << LEVEL_BITS)) {
                block.measure(logits, blocks.from(i), blocks.to(i), blocks.max(), scale);
                collect(bucket, blocks.from(i), blocks.to(i));
            }
        }
        return keys;
    }

    private void collect(int bucket, int from, int to) {
        for (int i = 0; i < to - from; i++) {
            if (block.levels[i] >>> LEVEL_BITS == bucket) {
                keys.add(from + i, logits[from + i]);
            }
        }
    }

    /** Whether a block holds a token nearer than this level. */
    private boolean reaches(int block, int level) {
        return ((double) blocks.max() - blocks.max(block)) * scale < level;
    }
}
