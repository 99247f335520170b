package io.alltools.runtime.grammar;

import java.util.List;

/** What a JSON value may be. Filled in once its parts are known, since shapes may hold themselves. */
final class ValueShape implements Rule {

    /** Null, booleans, numbers and strings as they are written. */
    private Expr scalar;

    private List<ArrayShape> arrays = List.of();
    private List<ObjectShape> objects = List.of();

    ValueShape(Expr nothing) {
        this.scalar = nothing;
    }

    void fill(Expr scalar, List<ArrayShape> arrays, List<ObjectShape> objects) {
        this.scalar = scalar;
        this.arrays = arrays;
        this.objects = objects;
    }

    @Override
    public void enter(Frame then, Threads threads) {
        threads.read(scalar, then);
        for (ArrayShape array : arrays) {
            threads.read(threads.json().openArray, threads.frame(new ArrayFrame.Open(array, then)));
        }
        for (ObjectShape object : objects) {
            threads.read(threads.json().openObject, threads.frame(ObjectFrame.open(object, then)));
        }
    }
}
