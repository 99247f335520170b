package io.alltools.runtime.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
        return ranges(listOfBoth(other));
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
        List<int[]> all = listOfBoth(NONE);
        for (int i = 0; i < size(); i++) {
            // Beyond the scripts that have two cases nothing changes.
            for (int point = low(i); point <= Math.min(high(i), 0x1FFFF); point++) {
                for (int other : new int[] {Character.toUpperCase(point), Character.toLowerCase(point)}) {
                    if (other != point) {
                        all.add(new int[] {other, other});
                    }
                }
            }
        }
        return ranges(all);
    }

    private List<int[]> listOfBoth(CharSet other) {
        List<int[]> all = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            all.add(new int[] {low(i), high(i)});
        }
        for (int i = 0; i < other.size(); i++) {
            all.add(new int[] {other.low(i), other.high(i)});
        }
        return all;
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
