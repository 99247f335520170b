package io.alltools.runtime.grammar;

import java.util.List;

/**
 * What an array may be.
 *
 * @param prefix shapes of the first items
 * @param rest shape of the items behind them
 * @param min items at least
 * @param max items at most; {@link Expr#UNBOUNDED} for no limit
 */
record ArrayShape(List<ValueShape> prefix, ValueShape rest, int min, int max) {

    ValueShape item(int index) {
        return index < prefix.size() ? prefix.get(index) : rest;
    }

    boolean mayHold(int items) {
        return max == Expr.UNBOUNDED || items <= max;
    }

    /** Counts only as far as it matters, so that a long array comes back to the same states. */
    int counted(int items) {
        return max == Expr.UNBOUNDED ? Math.min(items, Math.max(prefix.size(), min)) : items;
    }
}
