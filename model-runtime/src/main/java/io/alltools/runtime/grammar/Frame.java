package io.alltools.runtime.grammar;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is to come once the lexeme that is being read is complete: one entry of a stack, with all below it. Stacks share
 * their lower parts. {@link Machine} makes each only once, so equal means identical.
 */
abstract class Frame {

    static final long[] NO_BITS = {};

    /** What the entry is of, such as an object's shape; compared by identity. */
    final Object what;

    /** A count or position. */
    final int number;

    /** Members seen so far, for an object. */
    final long[] bits;

    final @Nullable Frame next;

    private final int hash;

    Frame(Object what, int number, long[] bits, @Nullable Frame next) {
        this.what = what;
        this.number = number;
        this.bits = bits;
        this.next = next;
        int h = 31 * getClass().hashCode() + System.identityHashCode(what);
        h = 31 * h + number;
        h = 31 * h + Arrays.hashCode(bits);
        this.hash = 31 * h + System.identityHashCode(next);
    }

    /** Adds what may be read now. */
    abstract void enter(Threads threads);

    /** As {@link #enter}, where it matters what was read. */
    void enterAfter(Expr read, Threads threads) {
        enter(threads);
    }

    /** Whether what is being read can come to a good end. */
    boolean allows(Expr reading, Threads threads) {
        return true;
    }

    Frame below() {
        if (next == null) {
            throw new IllegalStateException("nothing lies below the last frame");
        }
        return next;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof Frame f
                && getClass() == f.getClass()
                && what == f.what
                && number == f.number
                && next == f.next
                && Arrays.equals(bits, f.bits);
    }

    @Override
    public final int hashCode() {
        return hash;
    }
}
