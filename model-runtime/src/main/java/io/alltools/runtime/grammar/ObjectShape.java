package io.alltools.runtime.grammar;

import java.util.BitSet;
import java.util.List;

/**
 * What an object may be.
 *
 * @param keys the keys that have a shape of their own, behind each the tag of its number
 * @param values the shapes of these keys' values
 * @param others further keys by the expressions that they match, no two of which match the same key
 * @param required numbers of the keys that must be there
 * @param needs for each key the numbers of those that must be there with it
 * @param min members at least
 * @param max members at most; {@link Expr#UNBOUNDED} for no limit
 */
record ObjectShape(
        Expr keys,
        List<ValueShape> values,
        List<KeyClass> others,
        BitSet required,
        List<BitSet> needs,
        int min,
        int max) {

    /** @param key the whole key with its quotes */
    record KeyClass(Expr key, ValueShape value) {}

    boolean counts() {
        return min > 0 || max != Expr.UNBOUNDED;
    }

    /** The keys that must still come. */
    int missing(BitSet seen) {
        BitSet missing = (BitSet) required.clone();
        for (int key = seen.nextSetBit(0); key >= 0; key = seen.nextSetBit(key + 1)) {
            missing.or(needs.get(key));
        }
        missing.andNot(seen);
        return missing.cardinality();
    }

    boolean mayClose(BitSet seen, int members) {
        return members >= min && missing(seen) == 0;
    }

    /** Whether a member may come so that the object can still be closed. */
    boolean mayFollow(BitSet seen, int members) {
        return max == Expr.UNBOUNDED || members + missing(seen) <= max;
    }

    /** The keys that may come. */
    BitSet allowed(BitSet seen, int members) {
        BitSet allowed = new BitSet(values.size());
        allowed.set(0, values.size());
        allowed.andNot(seen);
        if (max != Expr.UNBOUNDED) {
            for (int key = allowed.nextSetBit(0); key >= 0; key = allowed.nextSetBit(key + 1)) {
                seen.set(key);
                if (!mayFollow(seen, members + 1)) {
                    allowed.clear(key);
                }
                seen.clear(key);
            }
        }
        return allowed;
    }
}
