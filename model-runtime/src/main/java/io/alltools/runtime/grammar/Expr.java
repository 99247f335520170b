package io.alltools.runtime.grammar;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression over bytes, which is also a state of its automaton: reading a byte leads to the expression for
 * what may follow (Brzozowski 1964). {@link Expressions} makes each one only once, so equal means identical.
 */
final class Expr {

    enum Kind {
        /** Matches nothing at all. */
        EMPTY,
        EPSILON,
        /** One byte of {@link #bytes}. */
        BYTES,
        /** {@link #left}, then {@link #right}; left is no CONCAT. */
        CONCAT,
        OR,
        AND,
        NOT,
        /** {@link #left}, {@link #min} to {@link #max} times. */
        REPEAT,
        /** Digits that make a multiple, see {@link Expressions#multiple}. */
        MULTIPLE,
        /** Matches the empty string and tells which alternative it ends, the number {@link #min}. */
        TAG
    }

    static final int UNBOUNDED = -1;

    /** Instead of a number of decimals: whole numbers only. */
    static final int NO_POINT = -1;

    /** Instead of how many decimals were read: nothing was read, or a zero that only a point can follow, or digits. */
    static final int AT_BEGIN = -3;

    static final int BEHIND_ZERO = -2;
    static final int IN_WHOLE = -1;

    private static final Expr[] NO_PARTS = {};

    final int id;
    final Kind kind;
    final @Nullable Expr left;
    final @Nullable Expr right;
    final Expr[] parts;
    final ByteSet bytes;
    final int min;
    final int max;
    final long modulus;
    final long remainder;

    /** Whether it matches the empty string. */
    final boolean nullable;

    /** Whether it matches anything; null until somebody asks. */
    @Nullable
    Boolean inhabited;

    /** What follows each byte, null where nothing does; null until somebody asks. */
    @Nullable
    Expr @Nullable [] row;

    /** The tags of all alternatives that may still be met; null until somebody asks. */
    @Nullable
    BitSet tags;

    private final int hash;

    private Expr(
            int id,
            Kind kind,
            @Nullable Expr left,
            @Nullable Expr right,
            Expr[] parts,
            ByteSet bytes,
            int min,
            int max,
            long modulus,
            long remainder) {
        this.id = id;
        this.kind = kind;
        this.left = left;
        this.right = right;
        this.parts = parts;
        this.bytes = bytes;
        this.min = min;
        this.max = max;
        this.modulus = modulus;
        this.remainder = remainder;
        this.nullable = switch (kind) {
            case EMPTY, BYTES -> false;
            case EPSILON, TAG -> true;
            case CONCAT -> left().nullable && right().nullable;
            case OR -> Arrays.stream(parts).anyMatch(part -> part.nullable);
            case AND -> Arrays.stream(parts).allMatch(part -> part.nullable);
            case NOT -> !left().nullable;
            case REPEAT -> min == 0 || left().nullable;
            case MULTIPLE -> multipleEndsHere();
        };
        int h = kind.hashCode();
        h = 31 * h + (left == null ? 0 : left.id);
        h = 31 * h + (right == null ? 0 : right.id);
        for (Expr part : parts) {
            h = 31 * h + part.id;
        }
        h = 31 * h + bytes.hashCode();
        h = 31 * h + min;
        h = 31 * h + max;
        h = 31 * h + Long.hashCode(modulus);
        this.hash = 31 * h + Long.hashCode(remainder);
    }

    static Expr atom(int id, Kind kind, int number) {
        return new Expr(id, kind, null, null, NO_PARTS, ByteSet.NONE, number, 0, 0, 0);
    }

    static Expr bytes(int id, ByteSet bytes) {
        return new Expr(id, Kind.BYTES, null, null, NO_PARTS, bytes, 0, 0, 0, 0);
    }

    static Expr concat(int id, Expr left, Expr right) {
        return new Expr(id, Kind.CONCAT, left, right, NO_PARTS, ByteSet.NONE, 0, 0, 0, 0);
    }

    static Expr not(int id, Expr of) {
        return new Expr(id, Kind.NOT, of, null, NO_PARTS, ByteSet.NONE, 0, 0, 0, 0);
    }

    static Expr repeat(int id, Expr of, int min, int max) {
        return new Expr(id, Kind.REPEAT, of, null, NO_PARTS, ByteSet.NONE, min, max, 0, 0);
    }

    static Expr list(int id, Kind kind, Expr[] parts) {
        return new Expr(id, kind, null, null, parts, ByteSet.NONE, 0, 0, 0, 0);
    }

    static Expr multiple(int id, long modulus, int decimals, long remainder, int read) {
        return new Expr(id, Kind.MULTIPLE, null, null, NO_PARTS, ByteSet.NONE, decimals, read, modulus, remainder);
    }

    Expr left() {
        if (left == null) {
            throw new IllegalStateException(kind + " has no operand");
        }
        return left;
    }

    Expr right() {
        if (right == null) {
            throw new IllegalStateException(kind + " has no second operand");
        }
        return right;
    }

    boolean is(Kind kind) {
        return this.kind == kind;
    }

    /** {@link #max} counts the decimals read, below 0 before the point; {@link #min} is how many count. */
    private boolean multipleEndsHere() {
        // A point needs a digit behind it.
        return max != AT_BEGIN && max != 0 && withMissingDecimals() % modulus == 0;
    }

    /** Whether digits can follow so that it is a multiple. */
    boolean multipleCanEnd() {
        if (max == AT_BEGIN || max == IN_WHOLE) {
            return true;
        }
        // The next multiple must differ in the missing decimals only.
        long value = withMissingDecimals();
        return (modulus - value % modulus) % modulus < powerOfTen(missingDecimals());
    }

    private long withMissingDecimals() {
        return remainder * powerOfTen(missingDecimals());
    }

    private int missingDecimals() {
        return Math.max(min - Math.max(max, 0), 0);
    }

    private static long powerOfTen(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Expr e
                && kind == e.kind
                && left == e.left
                && right == e.right
                && min == e.min
                && max == e.max
                && modulus == e.modulus
                && remainder == e.remainder
                && bytes.equals(e.bytes)
                && sameParts(e.parts);
    }

    private boolean sameParts(Expr[] others) {
        if (parts.length != others.length) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            if (parts[i] != others[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
