package io.alltools.runtime.grammar;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A schema by types: what is allowed of each type, for arrays and objects in alternatives. A value satisfies it when it
 * satisfies what stands for its type.
 *
 * @param exact whether it allows everything that it should; otherwise less, and so its opposite can't be told
 */
record Form(Scalars scalars, List<Array> arrays, List<Member> objects, boolean exact) {

    Form(Scalars scalars, List<Array> arrays, List<Member> objects) {
        this(scalars, arrays, objects, true);
    }

    /** Nothing but some scalars. */
    static Form of(Scalars scalars) {
        return new Form(scalars, List.of(), List.of());
    }

    /**
     * Values without parts.
     *
     * @param number the numbers as written
     * @param text what is between the quotes of a string
     */
    record Scalars(boolean isNull, boolean isTrue, boolean isFalse, Expr number, Expr text) {}

    /** @param max {@link Expr#UNBOUNDED} for no limit */
    record Array(List<Conjunction> prefix, Conjunction rest, int min, int max) {

        static final Array ANY = new Array(List.of(), Conjunction.TRUE, 0, Expr.UNBOUNDED);

        Conjunction item(int index) {
            return index < prefix.size() ? prefix.get(index) : rest;
        }
    }

    /**
     * One way in which an object may be.
     *
     * @param named keys with a demand of their own
     * @param others all other keys, divided by expressions for what is between their quotes
     * @param needs keys that must be there when another is
     * @param max {@link Expr#UNBOUNDED} for no limit
     */
    record Member(
            Map<String, Conjunction> named,
            List<Keys> others,
            Set<String> required,
            Map<String, Set<String>> needs,
            int min,
            int max) {}

    record Keys(Expr body, Conjunction value) {}
}
