package io.alltools.runtime.grammar;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stack machine above lexers: reads bytes and special tokens, follows all alternatives at once and remembers where
 * each byte led. Used by one thread at a time.
 */
final class Machine {

    private static final int BROAD = 32;

    private final Expressions expressions;
    private final Vocabulary vocabulary;
    private final GrammarLimits limits;
    private final LexemeMasks lexemes;
    private final Map<Frame, Frame> frames = new HashMap<>();
    private final Map<State, State> states = new HashMap<>();
    private final State start;

    private final State[] path;
    private int[] found = new int[256];
    private int foundCount;
    /** When the mask that is being computed must be ready; 0 while none is. */
    private long deadline;

    Machine(Expressions expressions, Vocabulary vocabulary, GrammarLimits limits, Rule root) {
        this.expressions = expressions;
        this.vocabulary = vocabulary;
        this.limits = limits;
        this.lexemes = new LexemeMasks(vocabulary, expressions);
        this.path = new State[vocabulary.nodeHeight[0] + 2];
        Threads threads = new Threads(this, limits.threads());
        root.enter(frame(new EndFrame()), threads);
        this.start = intern(threads.toState());
    }

    /** The grammar is complete; special tokens end the text where it says so. */
    private static final class EndFrame extends Frame {
        EndFrame() {
            super(EndFrame.class, 0, NO_BITS, null);
        }

        @Override
        void enter(Threads threads) {
            threads.end();
        }
    }

    Expressions expressions() {
        return expressions;
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    GrammarLimits limits() {
        return limits;
    }

    State start() {
        return start;
    }

    Frame frame(Frame frame) {
        Frame known = frames.putIfAbsent(frame, frame);
        return known == null ? frame : known;
    }

    /** The state behind a byte; {@link State#DEAD} when it can't come. */
    State step(State state, int b) {
        @Nullable State[] next = state.next;
        if (next == null) {
            next = new @Nullable State[256];
            state.next = next;
        }
        State to = next[b];
        if (to == null) {
            to = computeStep(state, b);
            next[b] = to;
        }
        return to;
    }

    private State computeStep(State state, int b) {
        Threads threads = new Threads(this, limits.threads());
        for (int i = 0; i < state.exprs.length; i++) {
            Expr next = expressions.row(state.exprs[i])[b];
            if (next != null) {
                threads.read(next, state.frames[i]);
            }
        }
        return threads.isEmpty() ? State.DEAD : intern(threads.toState());
    }

    /** The state behind a special token; {@link State#DEAD} when it can't come. */
    State stepSpecial(State state, int token) {
        Threads threads = new Threads(this, limits.threads());
        for (int i = 0; i < state.specials.length; i++) {
            if (state.specials[i] == token) {
                state.specialFrames[i].enter(threads);
            }
        }
        return threads.isEmpty() ? State.DEAD : intern(threads.toState());
    }

    private State intern(State state) {
        if (states.size() >= limits.states()) {
            // Whoever is in one of them keeps it and what it leads to; what is needed again is made again.
            states.clear();
            frames.clear();
            start.next = null;
        }
        State known = states.putIfAbsent(state, state);
        if (known == null && (states.size() & 0x3F) == 0) {
            checkTime();
        }
        return known == null ? state : known;
    }

    private void checkTime() {
        if (deadline != 0 && System.nanoTime() - deadline > 0) {
            throw GrammarException.limit(
                    "a mask took more than " + limits.maskTime().toMillis() + " ms");
        }
    }

    /** Roughly the kilobytes that it keeps. */
    int kilobytes() {
        return expressions.size() + states.size();
    }

    /**
     * The tokens that may come.
     *
     * @throws GrammarException when it takes too long
     */
    Mask mask(State state) {
        Mask mask = state.mask;
        if (mask == null) {
            deadline = System.nanoTime() + limits.maskTime().toNanos();
            try {
                mask = compute(state);
            } finally {
                deadline = 0;
            }
            state.mask = mask;
        }
        return mask;
    }

    private Mask compute(State state) {
        foundCount = 0;
        long[] shared = null;
        boolean ownShared = false;
        boolean[] broad = new boolean[state.exprs.length];
        int narrow = 0;
        for (int i = 0; i < broad.length; i++) {
            broad[i] = isBroad(state.exprs[i]);
            narrow += broad[i] ? 0 : 1;
        }
        for (int i = 0; i < broad.length; i++) {
            if (!broad[i]) {
                continue;
            }
            LexemeMask lexeme = lexemes.of(state.exprs[i]);
            if (shared == null) {
                shared = lexeme.inside();
            } else {
                shared = ownShared ? shared : shared.clone();
                ownShared = true;
                for (int word = 0; word < shared.length; word++) {
                    shared[word] |= lexeme.inside()[word];
                }
            }
            walkBehind(lexeme, state.frames[i]);
        }
        if (narrow > 0) {
            walk(0, narrow == broad.length ? state : only(state, broad));
        }
        for (int token : state.specials) {
            add(token);
        }
        return new Mask(shared, Arrays.copyOf(found, foundCount));
    }

    private boolean isBroad(Expr e) {
        int count = 0;
        for (Expr next : expressions.row(e)) {
            count += next == null ? 0 : 1;
        }
        return count >= BROAD && !expressions.hasTags(e);
    }

    private State only(State state, boolean[] leftOut) {
        int count = 0;
        Expr[] exprs = new Expr[leftOut.length];
        Frame[] stacks = new Frame[leftOut.length];
        for (int i = 0; i < leftOut.length; i++) {
            if (!leftOut[i]) {
                exprs[count] = state.exprs[i];
                stacks[count++] = state.frames[i];
            }
        }
        return intern(
                new State(Arrays.copyOf(exprs, count), Arrays.copyOf(stacks, count), new int[0], new Frame[0], false));
    }

    /** Tokens that hold the lexeme's end and go on behind it. */
    private void walkBehind(LexemeMask lexeme, Frame then) {
        if (lexeme.ends().length == 0) {
            return;
        }
        Threads threads = new Threads(this, limits.threads());
        then.enter(threads);
        if (threads.isEmpty()) {
            return;
        }
        State behind = intern(threads.toState());
        for (int node : lexeme.ends()) {
            if (vocabulary.nodeEnd[node] > node + 1) {
                walk(node, behind);
            }
        }
    }

    /** Adds all tokens below a node that can be read from a state. */
    private void walk(int from, State state) {
        int base = vocabulary.nodeDepth[from];
        int end = vocabulary.nodeEnd[from];
        path[0] = state;
        for (int node = from + 1; node < end; ) {
            int depth = vocabulary.nodeDepth[node] - base;
            State next = step(path[depth - 1], vocabulary.nodeByte[node] & 0xFF);
            if (next == State.DEAD) {
                node = vocabulary.nodeEnd[node];
                continue;
            }
            path[depth] = next;
            if (vocabulary.nodeToken[node] >= 0) {
                addTokens(node);
            }
            node++;
        }
    }

    private void addTokens(int node) {
        if ((foundCount & 0xFF) == 0 && System.nanoTime() > deadline) {
            throw GrammarException.limit(
                    "a mask took more than " + limits.maskTime().toMillis() + " ms");
        }
        for (int token = vocabulary.nodeToken[node]; token >= 0; token = vocabulary.twin(token)) {
            add(token);
        }
    }

    private void add(int token) {
        if (foundCount == found.length) {
            found = Arrays.copyOf(found, 2 * foundCount);
        }
        found[foundCount++] = token;
    }

    /** Whether a token below a node of the trie can be read from a state. */
    boolean readsBelow(int from, State state) {
        int base = vocabulary.nodeDepth[from];
        int end = vocabulary.nodeEnd[from];
        path[0] = state;
        for (int node = from + 1; node < end; ) {
            int depth = vocabulary.nodeDepth[node] - base;
            State next = step(path[depth - 1], vocabulary.nodeByte[node] & 0xFF);
            if (next == State.DEAD) {
                node = vocabulary.nodeEnd[node];
            } else if (vocabulary.nodeToken[node] >= 0) {
                return true;
            } else {
                path[depth] = next;
                node++;
            }
        }
        return false;
    }

    /** The only byte that may come; -1 when there are several, or something else may come. */
    int onlyByte(State state) {
        if (state.end || state.specials.length > 0) {
            return -1;
        }
        int only = -1;
        for (int i = 0; i < state.exprs.length; i++) {
            @Nullable Expr[] row = expressions.row(state.exprs[i]);
            for (int b = 0; b < 256; b++) {
                if (row[b] != null && b != only) {
                    if (only >= 0 || step(state, b) == State.DEAD) {
                        if (only >= 0 && step(state, b) != State.DEAD) {
                            return -1;
                        }
                        continue;
                    }
                    only = b;
                }
            }
        }
        return only;
    }
}
