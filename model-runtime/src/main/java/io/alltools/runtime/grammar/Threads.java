package io.alltools.runtime.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects all that may be read at one place: pairs of a lexeme and what comes behind it. */
final class Threads {

    private final Machine machine;
    private final int limit;
    private final List<Expr> exprs = new ArrayList<>();
    private final List<Frame> frames = new ArrayList<>();
    private final List<Integer> specials = new ArrayList<>();
    private final List<Frame> specialFrames = new ArrayList<>();
    private boolean end;

    Threads(Machine machine, int limit) {
        this.machine = machine;
        this.limit = limit;
    }

    JsonText json() {
        return JsonText.COMMON;
    }

    Expressions expressions() {
        return machine.expressions();
    }

    /** The one frame that equals this one. */
    Frame frame(Frame frame) {
        return machine.frame(frame);
    }

    /** A lexeme may be read and then the frame is entered; a lexeme that may be empty enters it at once as well. */
    void read(Expr lexeme, Frame then) {
        if (lexeme == machine.expressions().empty || !then.allows(lexeme, this)) {
            return;
        }
        for (int i = 0; i < exprs.size(); i++) {
            if (exprs.get(i) == lexeme && frames.get(i) == then) {
                return;
            }
        }
        if (exprs.size() >= limit) {
            throw GrammarException.limit("more than " + limit + " alternatives at one place");
        }
        exprs.add(lexeme);
        frames.add(then);
        if (lexeme.nullable) {
            then.enterAfter(lexeme, this);
        }
    }

    /** A special token may come. */
    void special(int token, Frame then) {
        for (int i = 0; i < specials.size(); i++) {
            if (specials.get(i) == token && specialFrames.get(i) == then) {
                return;
            }
        }
        specials.add(token);
        specialFrames.add(then);
    }

    /** The text may end here. */
    void end() {
        end = true;
    }

    boolean isEmpty() {
        return exprs.isEmpty() && specials.isEmpty() && !end;
    }

    State toState() {
        int[] tokens = specials.stream().mapToInt(Integer::intValue).toArray();
        return new State(
                exprs.toArray(Expr[]::new),
                frames.toArray(Frame[]::new),
                tokens,
                specialFrames.toArray(Frame[]::new),
                end);
    }

    @Override
    public String toString() {
        return exprs.size() + " lexemes, specials " + Arrays.toString(specials.toArray());
    }
}
