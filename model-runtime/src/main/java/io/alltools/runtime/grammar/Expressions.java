package io.alltools.runtime.grammar;

import io.alltools.runtime.grammar.Expr.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads bytes with expressions: what may follow, and whether anything can.
 *
 * <p>Expressions that others build on must be complete by then: all that they can lead to is among them, see
 * {@link #complete}. They can be shared by threads; those that build on them can't.
 */
final class Expressions extends ExpressionPool {

    private static final int MAX_ROWS = 20_000;

    /** Expressions with a row: rows are large, and all are given up when they become many. */
    private final List<Expr> withRow = new ArrayList<>();

    private int steps;

    Expressions(int limit) {
        super(limit);
    }

    Expressions(Expressions base, int limit) {
        super(base, limit);
    }

    /** What follows each byte; null for a byte after which nothing matches. */
    @Nullable
    Expr[] row(Expr e) {
        @Nullable Expr[] row = e.row;
        if (row == null) {
            row = makeRow(e);
            e.row = row;
            if (buildsOnAnother()) {
                keepRow(e);
            }
        }
        return row;
    }

    private void keepRow(Expr e) {
        if (withRow.size() == MAX_ROWS) {
            withRow.forEach(old -> old.row = null);
            withRow.clear();
        }
        withRow.add(e);
    }

    @Nullable
    Expr step(Expr e, int b) {
        return row(e)[b];
    }

    boolean matches(Expr e, byte[] text) {
        Expr at = e;
        for (byte b : text) {
            at = at == null ? null : step(at, b & 0xFF);
        }
        return at != null && at.nullable;
    }

    /** Bytes that no expression in the first place tells apart lead to the same, so it is computed once for them. */
    private @Nullable Expr[] makeRow(Expr e) {
        int[] classes = byteClasses(e);
        @Nullable Expr[] row = new @Nullable Expr[256];
        for (int b = 0; b < 256; b++) {
            row[b] = classes[b] == b ? follow(e, b) : row[classes[b]];
        }
        return row;
    }

    /** For each byte the first one that no expression in the first place tells from it. */
    private static int[] byteClasses(Expr e) {
        List<ByteSet> sets = new ArrayList<>();
        firstSets(e, sets);
        int[] classes = new int[256];
        if (sets.size() > Long.SIZE) {
            Arrays.setAll(classes, b -> b);
            return classes;
        }
        long[] signatures = new long[256];
        for (int i = 0; i < sets.size(); i++) {
            for (int b = 0; b < 256; b++) {
                signatures[b] |= (sets.get(i).contains(b) ? 1L : 0) << i;
            }
        }
        int[] firsts = new int[256];
        int count = 0;
        for (int b = 0; b < 256; b++) {
            int at = 0;
            while (at < count && signatures[firsts[at]] != signatures[b]) {
                at++;
            }
            if (at == count) {
                firsts[count++] = b;
            }
            classes[b] = firsts[at];
        }
        return classes;
    }

    private @Nullable Expr follow(Expr e, int b) {
        Expr next = derivative(e, b);
        return inhabited(next) ? next : null;
    }

    private static void firstSets(Expr e, List<ByteSet> sets) {
        if (sets.size() > Long.SIZE) {
            return;
        }
        switch (e.kind) {
            case EMPTY, EPSILON, TAG -> {}
            case BYTES -> {
                if (!sets.contains(e.bytes)) {
                    sets.add(e.bytes);
                }
            }
            case CONCAT -> {
                Expr at = e;
                for (; at.is(Kind.CONCAT) && at.left().nullable; at = at.right()) {
                    firstSets(at.left(), sets);
                }
                firstSets(at.is(Kind.CONCAT) ? at.left() : at, sets);
            }
            case OR, AND -> {
                for (Expr part : e.parts) {
                    firstSets(part, sets);
                }
            }
            case NOT, REPEAT -> firstSets(e.left(), sets);
            case MULTIPLE -> {
                sets.add(ByteSet.of('.'));
                for (int digit = '0'; digit <= '9'; digit++) {
                    sets.add(ByteSet.of(digit));
                }
            }
        }
    }

    private Expr derivative(Expr e, int b) {
        if ((++steps & 0x3FF) == 0) {
            checkTime();
        }
        @Nullable Expr[] row = e.row;
        if (row != null) {
            Expr known = row[b];
            return known == null ? empty : known;
        }
        return switch (e.kind) {
            case EMPTY, EPSILON, TAG -> empty;
            case BYTES -> e.bytes.contains(b) ? epsilon : empty;
            case CONCAT -> chainAfter(e, b);
            case OR -> {
                List<Expr> parts = new ArrayList<>(e.parts.length);
                for (Expr part : e.parts) {
                    Expr next = derivative(part, b);
                    if (next != empty) {
                        parts.add(next);
                    }
                }
                yield parts.isEmpty() ? empty : or(parts);
            }
            case AND -> {
                List<Expr> parts = new ArrayList<>(e.parts.length);
                for (Expr part : e.parts) {
                    parts.add(derivative(part, b));
                }
                yield and(parts);
            }
            case NOT -> not(derivative(e.left(), b));
            case REPEAT ->
                concat(
                        derivativeOfPart(e.left(), b),
                        repeat(e.left(), Math.max(e.min - 1, 0), e.max == Expr.UNBOUNDED ? Expr.UNBOUNDED : e.max - 1));
            case MULTIPLE -> multipleAfter(e, b);
        };
    }

    /** Classes of characters come back with every count of their repetitions, and some are large. */
    private Expr derivativeOfPart(Expr part, int b) {
        if (!part.is(Kind.OR) && !part.is(Kind.REPEAT)) {
            return derivative(part, b);
        }
        Expr next = row(part)[b];
        return next == null ? empty : next;
    }

    /** A loop, since much that may be empty is a long chain. */
    private Expr chainAfter(Expr chain, int b) {
        List<Expr> ways = new ArrayList<>();
        Expr at = chain;
        for (; at.is(Kind.CONCAT); at = at.right()) {
            ways.add(concat(derivativeOfPart(at.left(), b), at.right()));
            if (!at.left().nullable) {
                return or(ways);
            }
        }
        ways.add(derivative(at, b));
        return or(ways);
    }

    private Expr multipleAfter(Expr e, int b) {
        if (b == '.' && (e.max == Expr.IN_WHOLE || e.max == Expr.BEHIND_ZERO) && e.min != Expr.NO_POINT) {
            return multiple(e, e.remainder, 0);
        }
        if (b < '0' || b > '9' || e.max == Expr.BEHIND_ZERO) {
            return empty;
        }
        if (e.max == Expr.AT_BEGIN && b == '0') {
            return multiple(e, 0, Expr.BEHIND_ZERO);
        }
        if (e.max < 0 || e.max < e.min) {
            long remainder = (e.remainder * 10 + (b - '0')) % e.modulus;
            return multiple(e, remainder, e.max < 0 ? Expr.IN_WHOLE : e.max + 1);
        }
        // Behind the decimals that count; one more is remembered so that the point is followed by a digit.
        return b == '0' ? multiple(e, e.remainder, Math.max(e.max, 1)) : empty;
    }

    /** Whether it matches any string at all. */
    boolean inhabited(Expr e) {
        if (e.inhabited == null) {
            e.inhabited = switch (e.kind) {
                case EMPTY -> false;
                case EPSILON, TAG, BYTES -> true;
                case CONCAT -> chainIsInhabited(e);
                case OR -> Arrays.stream(e.parts).anyMatch(this::inhabited);
                case REPEAT -> e.min == 0 || inhabited(e.left());
                case MULTIPLE -> e.multipleCanEnd();
                case AND, NOT -> e.nullable || leadsToAnEnd(e);
            };
        }
        return e.inhabited;
    }

    /** A loop, since a long text is a long chain. */
    private boolean chainIsInhabited(Expr chain) {
        Expr e = chain;
        for (; e.is(Kind.CONCAT) && e.inhabited == null; e = e.right()) {
            if (!inhabited(e.left())) {
                return false;
            }
        }
        return inhabited(e);
    }

    /** Walks what follows, depth first, until something matches the empty string. */
    private boolean leadsToAnEnd(Expr start) {
        Map<Expr, Expr> cameFrom = new HashMap<>();
        Deque<Expr> open = new ArrayDeque<>();
        open.push(start);
        cameFrom.put(start, start);
        while (!open.isEmpty()) {
            Expr e = open.pop();
            for (Expr next : candidates(e)) {
                if (next.nullable || Boolean.TRUE.equals(next.inhabited) || surelyInhabited(next)) {
                    next.inhabited = true;
                    // Remembered for the whole way, which the reader of a text is likely to go.
                    for (Expr way = e; way.inhabited == null; way = cameFrom.getOrDefault(way, way)) {
                        way.inhabited = true;
                    }
                    return true;
                }
                if (next.inhabited == null && cameFrom.putIfAbsent(next, e) == null) {
                    open.push(next);
                }
            }
        }
        // Nothing that was met has an end.
        cameFrom.keySet().forEach(e -> e.inhabited = false);
        return false;
    }

    private boolean surelyInhabited(Expr e) {
        return switch (e.kind) {
            case EPSILON, TAG, BYTES -> true;
            case EMPTY, AND, NOT -> false;
            case MULTIPLE -> e.multipleCanEnd();
            case CONCAT -> {
                Expr at = e;
                while (at.is(Kind.CONCAT) && surelyInhabited(at.left())) {
                    at = at.right();
                }
                yield !at.is(Kind.CONCAT) && surelyInhabited(at);
            }
            case OR -> Arrays.stream(e.parts).anyMatch(this::surelyInhabited);
            case REPEAT -> e.min == 0 || surelyInhabited(e.left());
        };
    }

    private Collection<Expr> candidates(Expr e) {
        int[] classes = byteClasses(e);
        List<Expr> candidates = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            if (classes[b] == b) {
                Expr next = derivative(e, b);
                if (next != empty) {
                    candidates.add(next);
                }
            }
        }
        return candidates;
    }

    /** The tags of the alternatives that may still end. */
    BitSet tags(Expr e) {
        BitSet tags = e.tags;
        if (tags == null) {
            tags = new BitSet();
            switch (e.kind) {
                case TAG -> tags.set(e.min);
                case CONCAT -> {
                    Expr at = e;
                    for (; at.is(Kind.CONCAT); at = at.right()) {
                        tags.or(tags(at.left()));
                    }
                    tags.or(tags(at));
                }
                case OR -> {
                    for (Expr part : e.parts) {
                        tags.or(tags(part));
                    }
                }
                case EMPTY, EPSILON, BYTES, AND, NOT, REPEAT, MULTIPLE -> {}
            }
            e.tags = tags;
        }
        return tags;
    }

    boolean hasTags(Expr e) {
        return !tags(e).isEmpty();
    }

    /** The tags of the alternatives that end here. */
    BitSet tagsHere(Expr e) {
        BitSet tags = new BitSet();
        switch (e.kind) {
            case TAG -> tags.set(e.min);
            case CONCAT -> {
                Expr at = e;
                while (at.is(Kind.CONCAT)) {
                    at = at.right();
                }
                if (e.nullable) {
                    tags.or(tagsHere(at));
                }
            }
            case OR -> {
                for (Expr part : e.parts) {
                    tags.or(tagsHere(part));
                }
            }
            case EMPTY, EPSILON, BYTES, AND, NOT, REPEAT, MULTIPLE -> {}
        }
        return tags;
    }

    /** Computes everything that its expressions lead to; after that it never changes and threads can share it. */
    void complete() {
        int done = 0;
        while (done < size()) {
            List<Expr> all = new ArrayList<>(made());
            done = all.size();
            for (Expr e : all) {
                row(e);
                inhabited(e);
                tags(e);
            }
        }
    }
}
