package io.alltools.runtime.grammar;

/** A set of bytes, bit {@code b & 63} of word {@code b >> 6}. */
record ByteSet(long w0, long w1, long w2, long w3) {

    static final ByteSet NONE = new ByteSet(0, 0, 0, 0);
    static final ByteSet ALL = new ByteSet(-1, -1, -1, -1);

    static ByteSet of(int b) {
        return range(b, b);
    }

    /** Both ends belong to it. */
    static ByteSet range(int low, int high) {
        long[] words = new long[4];
        for (int b = low; b <= high; b++) {
            words[b >> 6] |= 1L << b;
        }
        return new ByteSet(words[0], words[1], words[2], words[3]);
    }

    boolean contains(int b) {
        long word = switch (b >> 6) {
            case 0 -> w0;
            case 1 -> w1;
            case 2 -> w2;
            default -> w3;
        };
        return (word >>> b & 1) != 0;
    }

    ByteSet or(ByteSet other) {
        return new ByteSet(w0 | other.w0, w1 | other.w1, w2 | other.w2, w3 | other.w3);
    }

    ByteSet and(ByteSet other) {
        return new ByteSet(w0 & other.w0, w1 & other.w1, w2 & other.w2, w3 & other.w3);
    }

    ByteSet not() {
        return new ByteSet(~w0, ~w1, ~w2, ~w3);
    }

    boolean isEmpty() {
        return (w0 | w1 | w2 | w3) == 0;
    }
}
