package io.alltools.runtime.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A set of Unicode code points.
 *
 * @param bounds first and last of each range in turn, rising, with a gap between any two
 */
record CharSet(int[] bounds) {

    static final int LAST = 0x10FFFF;
    static final CharSet NONE = new CharSet(new int[0]);
    static final CharSet ALL = range(0, LAST);

    static CharSet of(int... points) {
        CharSet set = NONE;
        for (int point : points) {
            set = set.or(range(point, point));
        }
        return set;
    }

    static CharSet range(int low, int high) {
        return new CharSet(new int[] {low, high});
    }

    /** Ranges in any order, first and last of each in turn. */
    static CharSet ranges(List<int[]> ranges) {
        List<int[]> sorted = new ArrayList<>(ranges);
        sorted.sort((a, b) -> Integer.compare(a[0], b[0]));
        List<int[]> merged = new ArrayList<>();
        for (int[] range : sorted) {
            if (!merged.isEmpty() && range[0] <= merged.getLast()[1] + 1) {
                merged.getLast()[1] = Math.max(merged.getLast()[1], range[1]);
            } else {
                merged.add(range.clone());
            }
        }
        return new CharSet(merged.stream().flatMapToInt(Arrays::stream).toArray());
    }

    static CharSet union(List<CharSet> sets) {
        List<int[]> all = new ArrayList<>();
        sets.forEach(set -> set.addRanges(all));
        return ranges(all);
    }

    int size() {
        return bounds.length / 2;
    }

    int low(int range) {
        return bounds[2 * range];
    }

    int high(int range) {
        return bounds[2 * range + 1];
    }

    boolean isEmpty() {
        return bounds.length == 0;
    }

    boolean contains(int point) {
        int at = Arrays.binarySearch(bounds, point);
        return at >= 0 || (-at - 1) % 2 == 1;
    }

    CharSet or(CharSet other) {
        return union(List.of(this, other));
    }

    CharSet not() {
        List<int[]> gaps = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < size(); i++) {
            if (low(i) > next) {
                gaps.add(new int[] {next, low(i) - 1});
            }
            next = high(i) + 1;
        }
        if (next <= LAST) {
            gaps.add(new int[] {next, LAST});
        }
        return ranges(gaps);
    }

    CharSet and(CharSet other) {
        List<int[]> common = new ArrayList<>();
        for (int i = 0, j = 0; i < size() && j < other.size(); ) {
            int low = Math.max(low(i), other.low(j));
            int high = Math.min(high(i), other.high(j));
            if (low <= high) {
                common.add(new int[] {low, high});
            }
            if (high(i) < other.high(j)) {
                i++;
            } else {
                j++;
            }
        }
        return ranges(common);
    }

    /** With the other case of each letter. */
    CharSet ignoringCase() {
        List<int[]> all = new ArrayList<>();
        addRanges(all);
        for (int i = 0; i < size(); i++) {
            int from = Arrays.binarySearch(Cased.POINTS, low(i));
            for (int at = from < 0 ? -from - 1 : from; at < Cased.POINTS.length && Cased.POINTS[at] <= high(i); at++) {
                int upper = Character.toUpperCase(Cased.POINTS[at]);
                int lower = Character.toLowerCase(Cased.POINTS[at]);
                all.add(new int[] {upper, upper});
                all.add(new int[] {lower, lower});
            }
        }
        return ranges(all);
    }

    /** All characters that have another case; found when somebody asks. */
    private static final class Cased {
        static final int[] POINTS = IntStream.rangeClosed(0, LAST)
                .filter(point -> Character.toUpperCase(point) != point || Character.toLowerCase(point) != point)
                .toArray();
    }

    private void addRanges(List<int[]> all) {
        for (int i = 0; i < size(); i++) {
            all.add(new int[] {low(i), high(i)});
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CharSet set && Arrays.equals(bounds, set.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    @Override
    public String toString() {
        return Arrays.toString(bounds);
    }
}
