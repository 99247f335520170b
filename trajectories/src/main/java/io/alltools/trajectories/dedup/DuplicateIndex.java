package io.alltools.trajectories.dedup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BiPredicate;

/**
 * Clusters of duplicates: texts that are like each other, directly or through others. Of each the one with the best
 * rank is kept, among equals the first.
 *
 * <p>Heap: 8 bytes a text, and what it was allowed for signatures and keys. Used once, by one thread.
 */
final class DuplicateIndex implements AutoCloseable {

    /** A key that many unlike texts share says nothing; comparing each with each would take forever. */
    private static final int MOST_COMPARED = 32;

    private final BiPredicate<int[], int[]> alike;
    private final Signatures signatures;
    private final KeyRuns keys;
    private final int[] read;
    private final int[][] compared;
    private final int[] comparedIndexes = new int[MOST_COMPARED];
    private int[] parents = new int[1024];
    private float[] ranks = new float[1024];
    private int size;

    /**
     * @param scratch an empty folder
     * @param width places of a signature
     * @param alike whether two signatures are of duplicates
     */
    DuplicateIndex(Path scratch, int width, long memoryBytes, BiPredicate<int[], int[]> alike) {
        this.alike = alike;
        this.signatures = new Signatures(scratch, width, memoryBytes / 2);
        // Sorting takes as much again.
        this.keys = new KeyRuns(scratch, (int) Math.min(1 << 28, memoryBytes / 2 / 24));
        this.read = new int[width];
        this.compared = new int[MOST_COMPARED][width];
    }

    /** Adds a text; its index is how many there were before it. */
    void add(Fingerprint fingerprint, float rank) throws IOException {
        if (size == parents.length) {
            int longer = Math.addExact(size, size >> 1);
            parents = Arrays.copyOf(parents, longer);
            ranks = Arrays.copyOf(ranks, longer);
        }
        parents[size] = size;
        ranks[size] = rank;
        signatures.add(fingerprint.signature());
        for (long key : fingerprint.keys()) {
            keys.add(key, size);
        }
        size++;
    }

    boolean isSpilled() {
        return signatures.isSpilled() || keys.spilledRuns() > 0;
    }

    /** @return for each text the index of the one that is kept of its cluster: its own for those that are kept */
    int[] kept() throws IOException {
        keys.forEachGroup(this::join);
        int[] best = new int[size];
        Arrays.fill(best, -1);
        for (int i = 0; i < size; i++) {
            int root = root(i);
            if (best[root] < 0 || ranks[i] > ranks[best[root]]) {
                best[root] = i;
            }
        }
        int[] kept = new int[size];
        for (int i = 0; i < size; i++) {
            kept[i] = best[root(i)];
        }
        return kept;
    }

    /** Compares each text of a group with those before it that it is not yet in a cluster with. */
    private void join(int[] members, int count) {
        int kinds = 0;
        for (int i = 0; i < count; i++) {
            signatures.read(members[i], read);
            boolean compare = true;
            for (int kind = 0; kind < kinds && compare; kind++) {
                if (Arrays.equals(compared[kind], read)) {
                    unite(comparedIndexes[kind], members[i]);
                    compare = false;
                } else if (root(comparedIndexes[kind]) != root(members[i]) && alike.test(compared[kind], read)) {
                    unite(comparedIndexes[kind], members[i]);
                }
            }
            if (compare && kinds < MOST_COMPARED) {
                System.arraycopy(read, 0, compared[kinds], 0, read.length);
                comparedIndexes[kinds++] = members[i];
            }
        }
    }

    private int root(int index) {
        int at = index;
        while (parents[at] != at) {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }

    private void unite(int first, int second) {
        int a = root(first);
        int b = root(second);
        // The lower index becomes the root; halving paths keeps the trees flat enough.
        parents[Math.max(a, b)] = Math.min(a, b);
    }

    @Override
    public void close() throws IOException {
        signatures.close();
    }
}
