package io.alltools.runtime.grammar;

import io.alltools.runtime.grammar.Expr.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes expressions, each only once, and simplifies them while it does.
 *
 * <p>One that builds on another finds that one's expressions first.
 */
class ExpressionPool {

    private final @Nullable ExpressionPool base;
    private final int firstId;
    private final int limit;
    private final Map<Expr, Expr> interned = new HashMap<>();

    /** Grows with each expression and with the length of its lists. */
    private long weight;

    private long deadline = Long.MAX_VALUE;

    final Expr empty;
    final Expr epsilon;

    /** Every string. */
    final Expr any;

    ExpressionPool(int limit) {
        this.base = null;
        this.firstId = 0;
        this.limit = limit;
        this.empty = intern(Expr.atom(next(), Kind.EMPTY, 0));
        this.epsilon = intern(Expr.atom(next(), Kind.EPSILON, 0));
        this.any = intern(Expr.not(next(), empty));
    }

    ExpressionPool(ExpressionPool base, int limit) {
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

    /** The same, with some of its digits read. */
    Expr multiple(Expr of, long remainder, int read) {
        return intern(Expr.multiple(next(), of.modulus, of.min, remainder, read));
    }

    /** Whether it builds on another. */
    boolean buildsOnAnother() {
        return base != null;
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

    /** All that it made itself. */
    Collection<Expr> made() {
        return interned.values();
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
