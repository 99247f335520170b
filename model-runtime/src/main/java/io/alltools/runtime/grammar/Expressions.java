package io.alltools.runtime.grammar;

import io.alltools.runtime.grammar.Expr.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes expressions, each only once, and reads bytes with them.
 *
 * <p>One that builds on another finds that one's expressions first. The other must be complete by then: all that its
 * expressions can lead to is in it, see {@link #complete}. It can be shared by threads; the new one can't.
 */
final class Expressions {

    private static final int MAX_ROWS = 20_000;

    private final @Nullable Expressions base;
    private final int firstId;
    private final int limit;
    private final Map<Expr, Expr> interned = new HashMap<>();

    /** Expressions with a row: rows are large, and all are given up when they become many. */
    private final List<Expr> withRow = new ArrayList<>();

    /** Grows with each expression and with the length of its lists. */
    private long weight;

    private long deadline = Long.MAX_VALUE;
    private int steps;

    final Expr empty;
    final Expr epsilon;

    /** Every string. */
    final Expr any;

    Expressions(int limit) {
        this.base = null;
        this.firstId = 0;
        this.limit = limit;
        this.empty = intern(Expr.atom(next(), Kind.EMPTY, 0));
        this.epsilon = intern(Expr.atom(next(), Kind.EPSILON, 0));
        this.any = intern(Expr.not(next(), empty));
    }

    Expressions(Expressions base, int limit) {
        this.base = base;
        this.firstId = base.next();
        this.limit = limit;
        this.empty = base.empty;
        this.epsilon = base.epsilon;
        this.any = base.any;
    }

    /** Lets all work end with an exception at a time of {@link System#nanoTime}. */
    void until(long deadline) {
        this.deadline = deadline;
    }

    /** @throws GrammarException when the time is over */
    void checkTime() {
        if (deadline != Long.MAX_VALUE && System.nanoTime() - deadline > 0) {
            throw GrammarException.limit("it took too much time");
        }
    }

    /** How many there are beyond those of the base. */
    int size() {
        return interned.size();
    }

    Expr bytes(ByteSet set) {
        return set.isEmpty() ? empty : intern(Expr.bytes(next(), set));
    }

    Expr literal(byte[] text) {
        Expr result = epsilon;
        for (int i = text.length - 1; i >= 0; i--) {
            result = concat(bytes(ByteSet.of(text[i] & 0xFF)), result);
        }
        return result;
    }

    Expr concat(Expr left, Expr right) {
        if (left == empty || right == empty) {
            return empty;
        }
        if (left == epsilon) {
            return right;
        }
        if (right == epsilon) {
            return left;
        }
        if (!left.is(Kind.CONCAT)) {
            return intern(Expr.concat(next(), left, right));
        }
        // A loop, since a long text is a long chain.
        List<Expr> chain = new ArrayList<>();
        Expr at = left;
        for (; at.is(Kind.CONCAT); at = at.right()) {
            chain.add(at.left());
        }
        Expr result = intern(Expr.concat(next(), at, right));
        for (Expr part : chain.reversed()) {
            result = intern(Expr.concat(next(), part, result));
        }
        return result;
    }

    Expr or(Expr... parts) {
        return or(List.of(parts));
    }

    Expr or(Collection<Expr> parts) {
        List<Expr> flat = new ArrayList<>();
        ByteSet bytes = ByteSet.NONE;
        for (Expr part : parts) {
            for (Expr p : part.is(Kind.OR) ? List.of(part.parts) : List.of(part)) {
                if (p == any) {
                    return any;
                }
                if (p.is(Kind.BYTES)) {
                    bytes = bytes.or(p.bytes);
                } else if (p != empty) {
                    flat.add(p);
                }
            }
        }
        if (!bytes.isEmpty()) {
            flat.add(bytes(bytes));
        }
        if (flat.stream().anyMatch(p -> p.nullable && p != epsilon)) {
            flat.remove(epsilon);
        }
        return list(Kind.OR, flat, empty);
    }

    Expr and(Expr... parts) {
        return and(List.of(parts));
    }

    Expr and(Collection<Expr> parts) {
        List<Expr> flat = new ArrayList<>();
        for (Expr part : parts) {
            for (Expr p : part.is(Kind.AND) ? List.of(part.parts) : List.of(part)) {
                if (p == empty) {
                    return empty;
                }
                if (p != any) {
                    addIntersected(flat, p);
                }
            }
        }
        if (flat.contains(empty)) {
            return empty;
        }
        if (flat.contains(epsilon)) {
            return flat.stream().allMatch(p -> p.nullable) ? epsilon : empty;
        }
        for (Expr p : flat) {
            if (p.is(Kind.NOT) && flat.contains(p.left())) {
                return empty;
            }
        }
        return list(Kind.AND, flat, any);
    }

    /** Byte sets, and repetitions of one thing, intersect to one of their kind. */
    private void addIntersected(List<Expr> flat, Expr added) {
        for (int i = 0; i < flat.size(); i++) {
            Expr other = flat.get(i);
            if (added.is(Kind.BYTES) && other.is(Kind.BYTES)) {
                flat.set(i, bytes(added.bytes.and(other.bytes)));
                return;
            }
            if (added.is(Kind.REPEAT) && other.is(Kind.REPEAT) && added.left == other.left) {
                int min = Math.max(added.min, other.min);
                int max = added.max == Expr.UNBOUNDED
                        ? other.max
                        : other.max == Expr.UNBOUNDED ? added.max : Math.min(added.max, other.max);
                flat.set(i, max != Expr.UNBOUNDED && min > max ? empty : repeat(added.left(), min, max));
                return;
            }
        }
        flat.add(added);
    }

    private Expr list(Kind kind, List<Expr> parts, Expr none) {
        Expr[] sorted = parts.stream()
                .distinct()
                .sorted(Comparator.comparingInt(p -> p.id))
                .toArray(Expr[]::new);
        return switch (sorted.length) {
            case 0 -> none;
            case 1 -> sorted[0];
            default -> intern(Expr.list(next(), kind, sorted));
        };
    }

    Expr not(Expr of) {
        return of == any ? empty : of.is(Kind.NOT) ? of.left() : intern(Expr.not(next(), of));
    }

    Expr repeat(Expr of, int min, int max) {
        if (max == 0 || of == epsilon) {
            return epsilon;
        }
        if (of == empty) {
            return min == 0 ? epsilon : empty;
        }
        if (min == 1 && max == 1) {
            return of;
        }
        boolean star = min == 0 && max == Expr.UNBOUNDED;
        if (star && of.is(Kind.REPEAT) && of.min <= 1 && of.max == Expr.UNBOUNDED) {
            return of.min == 0 ? of : repeat(of.left(), 0, Expr.UNBOUNDED);
        }
        return intern(Expr.repeat(next(), of, of.nullable ? 0 : min, max));
    }

    Expr star(Expr of) {
        return repeat(of, 0, Expr.UNBOUNDED);
    }

    Expr optional(Expr of) {
        return or(of, epsilon);
    }

    Expr tag(int number) {
        return intern(Expr.atom(next(), Kind.TAG, number));
    }

    /**
     * A number of JSON without sign and exponent that is, times {@code 10^decimals}, a multiple of {@code modulus}.
     * Decimals beyond those that count are zeros.
     *
     * @param decimals 12 at most; {@link Expr#NO_POINT} for whole numbers only
     */
    Expr multiple(long modulus, int decimals) {
        return intern(Expr.multiple(next(), modulus, decimals, 0, Expr.AT_BEGIN));
    }

    /** One of some texts, with common beginnings written once; each may be followed by an expression of its own. */
    Expr oneOf(List<byte[]> texts, List<Expr> followers) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            order.add(i);
        }
        order.sort((a, b) -> Arrays.compareUnsigned(texts.get(a), texts.get(b)));
        return oneOf(texts, followers, order, 0);
    }

    private Expr oneOf(List<byte[]> texts, List<Expr> followers, List<Integer> order, int at) {
        List<Expr> alternatives = new ArrayList<>();
        for (int from = 0; from < order.size(); ) {
            byte[] text = texts.get(order.get(from));
            if (text.length == at) {
                alternatives.add(followers.get(order.get(from)));
                from++;
                continue;
            }
            int to = from + 1;
            while (to < order.size() && texts.get(order.get(to))[at] == text[at]) {
                to++;
            }
            // Sorted: what the first and the last have in common all have. Long texts don't make a deep recursion.
            int shared = Arrays.mismatch(text, texts.get(order.get(to - 1)));
            int next = shared < 0 ? text.length : shared;
            Expr rest = oneOf(texts, followers, order.subList(from, to), next);
            alternatives.add(concat(literal(Arrays.copyOfRange(text, at, next)), rest));
            from = to;
        }
        return or(alternatives);
    }

    /** What follows each byte; null for a byte after which nothing matches. */
    @Nullable
    Expr[] row(Expr e) {
        @Nullable Expr[] row = e.row;
        if (row == null) {
            row = makeRow(e);
            e.row = row;
            if (base != null) {
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
        Map<Long, Integer> first = new HashMap<>();
        for (int b = 0; b < 256; b++) {
            long signature = 0;
            for (int i = 0; i < sets.size(); i++) {
                signature |= (sets.get(i).contains(b) ? 1L : 0) << i;
            }
            Integer known = first.putIfAbsent(signature, b);
            classes[b] = known == null ? b : known;
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
            return intern(Expr.multiple(next(), e.modulus, e.min, e.remainder, 0));
        }
        if (b < '0' || b > '9' || e.max == Expr.BEHIND_ZERO) {
            return empty;
        }
        if (e.max == Expr.AT_BEGIN && b == '0') {
            return intern(Expr.multiple(next(), e.modulus, e.min, 0, Expr.BEHIND_ZERO));
        }
        if (e.max < 0 || e.max < e.min) {
            long remainder = (e.remainder * 10 + (b - '0')) % e.modulus;
            return intern(Expr.multiple(next(), e.modulus, e.min, remainder, e.max < 0 ? Expr.IN_WHOLE : e.max + 1));
        }
        // Behind the decimals that count; one more is remembered so that the point is followed by a digit.
        return b == '0' ? intern(Expr.multiple(next(), e.modulus, e.min, e.remainder, Math.max(e.max, 1))) : empty;
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
        while (done < interned.size()) {
            List<Expr> all = new ArrayList<>(interned.values());
            done = all.size();
            for (Expr e : all) {
                row(e);
                inhabited(e);
                tags(e);
            }
        }
    }

    private int next() {
        return firstId + interned.size();
    }

    private Expr intern(Expr e) {
        if (base != null) {
            Expr shared = base.interned.get(e);
            if (shared != null) {
                return shared;
            }
        }
        Expr known = interned.putIfAbsent(e, e);
        if (known != null) {
            return known;
        }
        weight += 1 + e.parts.length / 8;
        if (weight > limit) {
            throw GrammarException.limit("more than " + limit + " lexer states");
        }
        return e;
    }
}
