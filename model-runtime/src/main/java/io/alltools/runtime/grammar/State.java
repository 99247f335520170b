package io.alltools.runtime.grammar;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Everything that a grammar remembers of what was read: the lexemes under way, each with its stack. */
final class State {

    static final State DEAD = new State(new Expr[0], new Frame[0], new int[0], new Frame[0], false);

    final Expr[] exprs;
    final Frame[] frames;
    final int[] specials;
    final Frame[] specialFrames;

    /** Whether the text may end here. */
    final boolean end;

    /** The states that bytes lead to; null where nobody asked yet. */
    @Nullable
    State @Nullable [] next;

    @Nullable
    Mask mask;

    private final int hash;

    State(Expr[] exprs, Frame[] frames, int[] specials, Frame[] specialFrames, boolean end) {
        this.exprs = exprs;
        this.frames = frames;
        this.specials = specials;
        this.specialFrames = specialFrames;
        this.end = end;
        int h = end ? 1 : 0;
        for (int i = 0; i < exprs.length; i++) {
            h = 31 * h + exprs[i].id;
            h = 31 * h + System.identityHashCode(frames[i]);
        }
        h = 31 * h + Arrays.hashCode(specials);
        this.hash = h;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof State s
                && end == s.end
                && same(exprs, s.exprs)
                && same(frames, s.frames)
                && Arrays.equals(specials, s.specials)
                && same(specialFrames, s.specialFrames);
    }

    private static boolean same(Object[] a, Object[] b) {
        if (a.length != b.length) {
            return false;
        }
        for (int i = 0; i < a.length; i++) {
            if (a[i] != b[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
