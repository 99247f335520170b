package io.alltools.runtime.sampling;

import java.util.Arrays;

/** A list of tokens that finds its way in their order without sorting more than a few of them. */
final class TokenKeys implements TokenOrder {

    private static final int SORTED = 64;
    private static final int PARTS_BITS = 11;

    /** Each token as a number: the order of the numbers is falling logit, then rising id. */
    private long[] keys = new long[1024];

    private int size;
    private float max;
    private double scale;
    private final long[] mass = new long[1 << PARTS_BITS];
    private final int[] count = new int[1 << PARTS_BITS];

    /** What {@link #find} found: the token and the weight of all tokens up to and with it. */
    private int foundToken;

    private long foundMass;

    /** Empties the list. */
    void clear(float max, double scale) {
        this.max = max;
        this.scale = scale;
        size = 0;
    }

    void add(int token, float logit) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
        }
        keys[size++] = key(token, logit);
    }

    int size() {
        return size;
    }

    /** Leaves the first {@code k}, in order. */
    void keepFirst(int k) {
        Arrays.sort(keys, 0, size);
        size = Math.min(size, k);
    }

    @Override
    public long total() {
        long sum = 0;
        for (int i = 0; i < size; i++) {
            sum += weight(keys[i]);
        }
        return sum;
    }

    @Override
    public long massOfFirst(int k) {
        if (k >= size) {
            return total();
        }
        find(k - 1, true);
        return foundMass;
    }

    @Override
    public long massReaching(long need) {
        find(need - 1, false);
        return foundMass;
    }

    @Override
    public long massOfAtLeast(long weight) {
        long sum = 0;
        for (int i = 0; i < size; i++) {
            long own = weight(keys[i]);
            sum += own >= weight ? own : 0;
        }
        return sum;
    }

    @Override
    public int tokenAt(long target) {
        find(target, false);
        return foundToken;
    }

    /** Finds the first token at which the count, or else the weight, exceeds the target. Reorders the list. */
    private void find(long target, boolean byCount) {
        int end = size;
        long before = 0;
        long massBefore = 0;
        while (end > SORTED) {
            long least = keys[0];
            long most = keys[0];
            for (int i = 1; i < end; i++) {
                least = Math.min(least, keys[i]);
                most = Math.max(most, keys[i]);
            }
            int shift = Math.max(0, Long.SIZE - PARTS_BITS - Long.numberOfLeadingZeros(most - least));
            tally(end, least, shift);
            int part = 0;
            for (long own = measure(part, byCount); before + own <= target; own = measure(++part, byCount)) {
                before += own;
                massBefore += mass[part];
            }
            end = moveToFront(part, end, least, shift);
        }
        Arrays.sort(keys, 0, end);
        for (int i = 0; i < end; i++) {
            long weight = weight(keys[i]);
            before += byCount ? 1 : weight;
            massBefore += weight;
            if (before > target) {
                foundToken = (int) keys[i];
                foundMass = massBefore;
                return;
            }
        }
        throw new IllegalStateException("the tokens weigh " + before + ", there is nothing at " + target);
    }

    private long measure(int part, boolean byCount) {
        return byCount ? count[part] : mass[part];
    }

    private void tally(int end, long least, int shift) {
        Arrays.fill(mass, 0);
        Arrays.fill(count, 0);
        for (int i = 0; i < end; i++) {
            int part = (int) ((keys[i] - least) >>> shift);
            mass[part] += weight(keys[i]);
            count[part]++;
        }
    }

    /** The others stay in the list, behind. */
    private int moveToFront(int part, int end, long least, int shift) {
        int front = 0;
        for (int i = 0; i < end; i++) {
            long key = keys[i];
            if ((int) ((key - least) >>> shift) == part) {
                keys[i] = keys[front];
                keys[front++] = key;
            }
        }
        return front;
    }

    private long weight(long key) {
        return Weights.at(((double) max - logit(key)) * scale);
    }

    private static long key(int token, float logit) {
        // Adding 0 makes -0 and 0 equal.
        int bits = Float.floatToRawIntBits(logit + 0f);
        // Maps the float order onto the order of signed integers, then turns it round.
        int falling = ~(bits ^ ((bits >> 31) & Integer.MAX_VALUE));
        return ((long) falling << 32) | token;
    }

    private static float logit(long key) {
        int rising = ~(int) (key >> 32);
        return Float.intBitsToFloat(rising ^ ((rising >> 31) & Integer.MAX_VALUE));
    }
}
