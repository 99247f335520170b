package io.alltools.runtime.grammar;

import io.alltools.runtime.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A tokenizer's tokens as a trie of their bytes, for masks. Made once for a model; grammars share it.
 *
 * <p>The trie lies in arrays in depth-first order, so that a walk reads memory forwards and leaves a subtree out by one
 * addition.
 */
public final class Vocabulary {

    private final Tokenizer tokenizer;
    private final int size;

    /** The byte that leads to node {@code n}; node 0 is the root. */
    final byte[] nodeByte;

    /** The first node behind the subtree of node {@code n}. */
    final int[] nodeEnd;

    /** A token that ends at node {@code n}, or -1. */
    final int[] nodeToken;

    final short[] nodeDepth;

    /** Bytes of the longest way down from node {@code n}. */
    final short[] nodeHeight;

    /** Another token of the same bytes, or -1. */
    private final int[] twin;

    /** Masks of the expressions that all grammars share, by their id. */
    private final Map<Integer, LexemeMask> commonMasks = new ConcurrentHashMap<>();

    private Vocabulary(Tokenizer tokenizer, int size) {
        this.tokenizer = tokenizer;
        this.size = size;
        this.twin = new int[size];
        Arrays.fill(twin, -1);
        byte[][] bytes = new byte[size][];
        List<Integer> order = new ArrayList<>(size);
        for (int id = 0; id < size; id++) {
            bytes[id] = tokenizer.isSpecial(id) ? new byte[0] : tokenizer.bytes(id);
            if (bytes[id].length > 0) {
                order.add(id);
            }
        }
        order.sort((a, b) -> Arrays.compareUnsigned(bytes[a], bytes[b]));
        int nodes = 1;
        byte[] last = new byte[0];
        for (int id : order) {
            nodes += bytes[id].length - common(last, bytes[id]);
            last = bytes[id];
        }
        this.nodeByte = new byte[nodes];
        this.nodeEnd = new int[nodes];
        this.nodeToken = new int[nodes];
        this.nodeDepth = new short[nodes];
        this.nodeHeight = new short[nodes];
        Arrays.fill(nodeToken, -1);
        build(order, bytes);
    }

    /**
     * Reads a tokenizer's vocabulary.
     *
     * @param size ids the model knows; ids beyond it are left out
     */
    public static Vocabulary of(Tokenizer tokenizer, int size) {
        return new Vocabulary(tokenizer, size);
    }

    /** Ids from 0 on. */
    public int size() {
        return size;
    }

    Tokenizer tokenizer() {
        return tokenizer;
    }

    /** Words of a mask. */
    int words() {
        return (size + 63) >> 6;
    }

    int nodes() {
        return nodeByte.length;
    }

    /** Sets the bits of all tokens that end at a node. */
    void addTokens(int node, long[] mask) {
        for (int token = nodeToken[node]; token >= 0; token = twin[token]) {
            mask[token >> 6] |= 1L << token;
        }
    }

    /** Another token of the same bytes, or -1. */
    int twin(int token) {
        return twin[token];
    }

    void removeTokens(int node, long[] mask) {
        for (int token = nodeToken[node]; token >= 0; token = twin[token]) {
            mask[token >> 6] &= ~(1L << token);
        }
    }

    /** The node where these bytes lead, or -1. */
    int find(byte[] bytes, int from, int to) {
        int node = 0;
        for (int i = from; i < to; i++) {
            int child = node + 1;
            while (child < nodeEnd[node] && nodeByte[child] != bytes[i]) {
                child = nodeEnd[child];
            }
            if (child >= nodeEnd[node]) {
                return -1;
            }
            node = child;
        }
        return node;
    }

    @Nullable
    LexemeMask commonMask(int expression) {
        return commonMasks.get(expression);
    }

    void keepCommonMask(int expression, LexemeMask mask) {
        commonMasks.put(expression, mask);
    }

    private void build(List<Integer> order, byte[][] bytes) {
        int[] path = new int
                [1 + order.stream().mapToInt(id -> bytes[id].length).max().orElse(0)];
        int next = 1;
        byte[] last = new byte[0];
        for (int id : order) {
            byte[] token = bytes[id];
            int shared = common(last, token);
            close(path, last.length, shared, next);
            for (int i = shared; i < token.length; i++) {
                nodeByte[next] = token[i];
                nodeDepth[next] = (short) (i + 1);
                path[i + 1] = next++;
            }
            int node = path[token.length];
            twin[id] = nodeToken[node];
            nodeToken[node] = id;
            last = token;
        }
        close(path, last.length, 0, next);
        nodeEnd[0] = next;
        for (int node = next - 1; node > 0; node--) {
            // A node behind is deeper or elsewhere: the nearest one before that is less deep is the parent.
            int parent = node - 1;
            while (nodeDepth[parent] >= nodeDepth[node]) {
                parent--;
            }
            nodeHeight[parent] = (short) Math.max(nodeHeight[parent], nodeHeight[node] + 1);
        }
    }

    private void close(int[] path, int from, int to, int end) {
        for (int depth = from; depth > to; depth--) {
            nodeEnd[path[depth]] = end;
        }
    }

    private static int common(byte[] a, byte[] b) {
        int mismatch = Arrays.mismatch(a, b);
        return mismatch < 0 ? a.length : mismatch;
    }
}
