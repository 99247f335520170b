package io.alltools.runtime.grammar;

import io.alltools.runtime.grammar.Expr.Kind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Masks of lexemes that allow large parts of the vocabulary, each computed once.
 *
 * <p>The inside of a string is where most of the vocabulary is allowed, in many variants: up to so many characters, any
 * text but some names. A variant is computed as the difference to the plain string: wherever both are in the same
 * state, or the limit is farther away than any token reaches, a whole subtree of the trie is as it is there.
 */
final class LexemeMasks {

    private final Vocabulary vocabulary;
    private final Expressions expressions;
    private final Map<Expr, LexemeMask> own = new HashMap<>();
    private final @Nullable Expr[] path;
    private final @Nullable Expr[] basePath;
    private int[] ends = new int[256];
    private int endCount;

    LexemeMasks(Vocabulary vocabulary, Expressions expressions) {
        this.vocabulary = vocabulary;
        this.expressions = expressions;
        int depth = vocabulary.nodeHeight[0] + 2;
        this.path = new @Nullable Expr[depth];
        this.basePath = new @Nullable Expr[depth];
    }

    LexemeMask of(Expr e) {
        boolean common = e.id < JsonText.COMMON.expressions.size();
        LexemeMask mask = common ? vocabulary.commonMask(e.id) : own.get(e);
        if (mask == null) {
            mask = compute(e);
            if (common) {
                vocabulary.keepCommonMask(e.id, mask);
            } else {
                own.put(e, mask);
            }
        }
        return mask;
    }

    private LexemeMask compute(Expr e) {
        endCount = 0;
        Expr base = JsonText.COMMON.textBodyEnd;
        if (e != base && insideString(e) && weight(e) * 2 > weight(base)) {
            return differenceTo(base, e);
        }
        long[] inside = new long[vocabulary.words()];
        walk(e, inside);
        return new LexemeMask(inside, Arrays.copyOf(ends, endCount));
    }

    /** Nodes of the trie behind the bytes that may come first. */
    private long weight(Expr e) {
        @Nullable Expr[] row = expressions.row(e);
        long weight = 0;
        for (int node = 1; node < vocabulary.nodes(); node = vocabulary.nodeEnd[node]) {
            if (row[vocabulary.nodeByte[node] & 0xFF] != null) {
                weight += vocabulary.nodeEnd[node] - node;
            }
        }
        return weight;
    }

    private void walk(Expr start, long[] inside) {
        path[0] = start;
        int nodes = vocabulary.nodes();
        for (int node = 1; node < nodes; ) {
            int depth = vocabulary.nodeDepth[node];
            Expr from = path[depth - 1];
            Expr next = from == null ? null : expressions.row(from)[vocabulary.nodeByte[node] & 0xFF];
            if (next == null) {
                node = vocabulary.nodeEnd[node];
                continue;
            }
            path[depth] = next;
            vocabulary.addTokens(node, inside);
            if (next.nullable) {
                addEnd(node);
            }
            node++;
        }
    }

    private LexemeMask differenceTo(Expr base, Expr e) {
        LexemeMask plain = of(base);
        endCount = 0;
        long[] inside = plain.inside().clone();
        path[0] = e;
        basePath[0] = base;
        int nodes = vocabulary.nodes();
        for (int node = 0; node < nodes; ) {
            int depth = vocabulary.nodeDepth[node];
            if (node > 0) {
                int b = vocabulary.nodeByte[node] & 0xFF;
                Expr from = path[depth - 1];
                Expr baseFrom = basePath[depth - 1];
                path[depth] = from == null ? null : expressions.row(from)[b];
                basePath[depth] = baseFrom == null ? null : expressions.row(baseFrom)[b];
            }
            Expr here = path[depth];
            Expr baseHere = basePath[depth];
            int end = vocabulary.nodeEnd[node];
            if (here == null) {
                for (int dead = node; dead < end && baseHere != null; dead++) {
                    vocabulary.removeTokens(dead, inside);
                }
                node = end;
                continue;
            }
            if (node > 0) {
                vocabulary.addTokens(node, inside);
                if (here.nullable) {
                    addEnd(node);
                }
            }
            if (here == baseHere || baseHere == base && isFreeFor(here, vocabulary.nodeHeight[node])) {
                copyEnds(plain, node + 1, end);
                node = end;
            } else if (baseHere == base && mustGoOnFor(here, vocabulary.nodeHeight[node])) {
                removeEnds(plain, node + 1, end, inside);
                node = end;
            } else {
                node++;
            }
        }
        return new LexemeMask(inside, Arrays.copyOf(ends, endCount));
    }

    private static boolean insideString(Expr e) {
        Expr at = e;
        while (at.is(Kind.CONCAT)) {
            at = at.right();
        }
        return at == JsonText.COMMON.quote;
    }

    /** Whether any text of up to so many bytes may follow, and the quote at each place. */
    private static boolean isFreeFor(Expr e, int bytes) {
        Expr repeat = repeatedChars(e);
        return repeat != null && repeat.min == 0 && (repeat.max == Expr.UNBOUNDED || repeat.max >= bytes);
    }

    /** Whether any text of up to so many bytes may follow, but no quote in it. */
    private static boolean mustGoOnFor(Expr e, int bytes) {
        Expr repeat = repeatedChars(e);
        return repeat != null && repeat.min >= bytes && (repeat.max == Expr.UNBOUNDED || repeat.max >= bytes);
    }

    private static @Nullable Expr repeatedChars(Expr e) {
        return e.is(Kind.CONCAT)
                        && e.right() == JsonText.COMMON.quote
                        && e.left().is(Kind.REPEAT)
                        && e.left().left() == JsonText.COMMON.textBody.left()
                ? e.left()
                : null;
    }

    private void copyEnds(LexemeMask plain, int from, int to) {
        for (int i = firstEnd(plain, from); i < plain.ends().length && plain.ends()[i] < to; i++) {
            addEnd(plain.ends()[i]);
        }
    }

    /** Without the tokens that hold the end: those are all below a node at which the plain string ends. */
    private void removeEnds(LexemeMask plain, int from, int to, long[] inside) {
        for (int i = firstEnd(plain, from); i < plain.ends().length && plain.ends()[i] < to; i++) {
            vocabulary.removeTokens(plain.ends()[i], inside);
        }
    }

    private static int firstEnd(LexemeMask plain, int node) {
        int at = Arrays.binarySearch(plain.ends(), node);
        return at < 0 ? -at - 1 : at;
    }

    private void addEnd(int node) {
        if (endCount == ends.length) {
            ends = Arrays.copyOf(ends, 2 * endCount);
        }
        ends[endCount++] = node;
    }
}
