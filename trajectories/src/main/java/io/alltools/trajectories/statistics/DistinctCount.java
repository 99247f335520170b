package io.alltools.trajectories.statistics;

import java.util.TreeSet;

/**
 * How many different texts there were, in bounded memory: exactly up to {@value #KEPT}, and estimated from the smallest
 * hashes beyond (Bar-Yossef et al. 2002), with an error of some 2 %.
 */
final class DistinctCount {

    static final int KEPT = 4096;

    private final TreeSet<Long> smallest = new TreeSet<>();
    private boolean full;

    void add(String text) {
        long hash = hash(text) >>> 1;
        if (smallest.size() < KEPT) {
            smallest.add(hash);
        } else if (hash < smallest.last() && smallest.add(hash)) {
            smallest.removeLast();
            full = true;
        } else if (!smallest.contains(hash)) {
            full = true;
        }
    }

    long count() {
        return full ? Math.round((KEPT - 1) / ((smallest.last() + 1.0) / Long.MAX_VALUE)) : smallest.size();
    }

    /** FNV-1a over the characters, mixed as SplitMix64 does, so that all bits are equally likely. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
        return hash ^ hash >>> 31;
    }
}
