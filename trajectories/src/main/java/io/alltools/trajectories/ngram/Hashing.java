package io.alltools.trajectories.ngram;

/** What the hash of an n-gram is: a polynomial of its units' hashes, mixed. */
public final class Hashing {

    /** FNV-1a's offset and prime for 64 bits. */
    static final long UNIT_START = 0xCBF29CE484222325L;

    static final long UNIT_FACTOR = 0x100000001B3L;

    /** Odd, so that multiplying loses nothing. */
    static final long NGRAM_FACTOR = 0x9E3779B97F4A7C15L;

    private Hashing() {}

    /**
     * Each bit of the result depends on each of the value's. Source: Stafford's variant 13 of MurmurHash3's finalizer.
     */
    public static long mixed(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
