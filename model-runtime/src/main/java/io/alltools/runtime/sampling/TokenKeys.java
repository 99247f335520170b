package io.alltools.runtime.sampling;

import java.util.Arrays;

/** A list of tokens that finds its way in their order and sorts no more than a few of them. */
final class TokenKeys implements TokenOrder {

    private static final int SORTED = 64;
    private static final int PARTS_BITS = 11;

    /** Each token as a number: the order of the numbers is falling logit, then rising id. */
    private long[] keys = new long[1024];

    private int size;
    private long least;
    private long most;
    private float max;
    private double scale;

    /** The list in parts of equal ranges of keys, once it was asked for. */
    private final Buckets parts = new Buckets(1 << PARTS_BITS);

    private boolean parted;

    /** One part of the list, in parts again. */
    private long[] part = new long[1024];

    private final Buckets smallParts = new Buckets(1 << PARTS_BITS);

    /** What was found: the token and the weight of all tokens up to and with it. */
    private int foundToken;

    private long foundMass;

    /** Empties the list. */
    void clear(float max, double scale) {
        this.max = max;
        this.scale = scale;
        size = 0;
        least = Long.MAX_VALUE;
        most = Long.MIN_VALUE;
        parted = false;
    }

    void add(int token, float logit) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
        }
        long key = key(token, logit);
        keys[size++] = key;
        least = Math.min(least, key);
        most = Math.max(most, key);
    }

    int size() {
        return size;
    }

    /** Leaves the first {@code k}. */
    void keepFirst(int k) {
        Arrays.sort(keys, 0, size);
        size = Math.min(size, k);
        most = keys[size - 1];
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

    /** Finds the token at the place {@code target}, or else the first at which the weight exceeds it. */
    private void find(long target, boolean byCount) {
        if (part.length < size) {
            part = new long[keys.length];
        }
        if (size <= SORTED) {
            System.arraycopy(keys, 0, part, 0, size);
            walk(size, target, byCount, 0);
            return;
        }
        int shift = shift(least, most);
        if (!parted) {
            split(keys, size, least, shift, parts);
            parted = true;
        }
        long from = least;
        int length = choose(keys, size, from, shift, parts, target, byCount);
        long rest = target - (byCount ? parts.countBefore : parts.massBefore);
        long massBefore = parts.massBefore;
        while (length > SORTED) {
            from = part[0];
            long to = part[0];
            for (int i = 1; i < length; i++) {
                from = Math.min(from, part[i]);
                to = Math.max(to, part[i]);
            }
            shift = shift(from, to);
            split(part, length, from, shift, smallParts);
            length = choose(part, length, from, shift, smallParts, rest, byCount);
            rest -= byCount ? smallParts.countBefore : smallParts.massBefore;
            massBefore += smallParts.massBefore;
        }
        walk(length, rest, byCount, massBefore);
    }

    /** So many low bits of a difference tell tokens of the same part apart. */
    private static int shift(long from, long to) {
        return Math.max(0, Long.SIZE - PARTS_BITS - Long.numberOfLeadingZeros(to - from));
    }

    private void split(long[] list, int length, long from, int shift, Buckets into) {
        into.clear();
        for (int i = 0; i < length; i++) {
            int at = (int) ((list[i] - from) >>> shift);
            into.mass[at] += weight(list[i]);
            into.count[at]++;
        }
    }

    /** Copies the part with the target to the begin of {@link #part}; returns its length. */
    private int choose(long[] list, int length, long from, int shift, Buckets of, long target, boolean byCount) {
        int chosen = byCount ? of.seekCount(target) : of.seekMass(target);
        int found = 0;
        for (int i = 0; i < length; i++) {
            if ((int) ((list[i] - from) >>> shift) == chosen) {
                part[found++] = list[i];
            }
        }
        return found;
    }

    /** Goes through {@link #part} token by token. */
    private void walk(int length, long target, boolean byCount, long massBefore) {
        Arrays.sort(part, 0, length);
        foundMass = massBefore;
        long passed = 0;
        for (int i = 0; i < length; i++) {
            long weight = weight(part[i]);
            foundMass += weight;
            passed += byCount ? 1 : weight;
            if (passed > target) {
                foundToken = (int) part[i];
                return;
            }
        }
        throw new IllegalStateException("the tokens weigh " + passed + ", there is nothing at " + target);
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
