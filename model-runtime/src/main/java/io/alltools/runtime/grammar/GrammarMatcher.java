package io.alltools.runtime.grammar;

import io.alltools.agent.ModelException;
import io.alltools.runtime.sampling.TokenConstraint;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Supplier;

/** A place in a text that follows a {@link Grammar}. */
public final class GrammarMatcher implements TokenConstraint {

    private static final int MAX_FORCED = 4096;

    private final Machine machine;
    private final Vocabulary vocabulary;
    private final Set<Integer> ends;
    private final long[] words;
    private State state;
    private boolean ended;
    private boolean current;

    /** The bytes since the last special token: how the tokenizer would go on depends on them. */
    private byte[] recent = new byte[256];

    private int recentLength;

    GrammarMatcher(Machine machine, Set<Integer> ends) {
        this.machine = machine;
        this.vocabulary = machine.vocabulary();
        this.ends = ends;
        this.words = new long[vocabulary.words()];
        this.state = machine.start();
    }

    /** @throws ModelException when the grammar exceeds its limits here; so do the other methods */
    @Override
    public long[] allowed() {
        if (!current) {
            withinLimits(() -> machine.mask(state)).writeTo(words);
            if (state.end) {
                for (int end : ends) {
                    words[end >> 6] |= 1L << end;
                }
            }
            current = true;
        }
        return words;
    }

    /** Whether the text may end here. */
    public boolean mayEnd() {
        return state.end;
    }

    /** @throws IllegalArgumentException when the token is not allowed here */
    @Override
    public void accept(int token) {
        current = false;
        if (state.end && ends.contains(token)) {
            ended = true;
            return;
        }
        State next;
        if (vocabulary.tokenizer().isSpecial(token)) {
            next = withinLimits(() -> machine.stepSpecial(state, token));
            recentLength = 0;
        } else {
            next = read(state, vocabulary.tokenizer().bytes(token));
        }
        if (ended || next == State.DEAD) {
            throw new IllegalArgumentException("token " + token + " is not allowed here");
        }
        if (!vocabulary.tokenizer().isSpecial(token)) {
            remember(vocabulary.tokenizer().bytes(token));
        }
        state = next;
    }

    /** Reads text as a whole; false, and the place stays, when it is not allowed. */
    public boolean acceptText(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        State next = read(state, bytes);
        if (next == State.DEAD) {
            return false;
        }
        state = next;
        current = false;
        remember(bytes);
        return true;
    }

    private State read(State from, byte[] bytes) {
        return withinLimits(() -> {
            State at = from;
            for (int i = 0; i < bytes.length && at != State.DEAD; i++) {
                at = machine.step(at, bytes[i] & 0xFF);
            }
            return at;
        });
    }

    /** The machine is shared by all that follow the same grammar. */
    private <T> T withinLimits(Supplier<T> work) {
        synchronized (machine) {
            try {
                machine.expressions()
                        .until(System.nanoTime()
                                + machine.limits().compileTime().toNanos());
                return work.get();
            } catch (GrammarException e) {
                throw new ModelException(ModelException.Kind.INVALID_REQUEST, e.getMessage(), e);
            }
        }
    }

    @Override
    public int[] forced() {
        byte[] forced = forcedBytes();
        return forced.length == 0 ? new int[0] : tokensOf(forced);
    }

    private byte[] forcedBytes() {
        return withinLimits(() -> {
            byte[] bytes = new byte[16];
            int count = 0;
            State at = state;
            for (int b = machine.onlyByte(at); b >= 0 && count < MAX_FORCED; b = machine.onlyByte(at)) {
                if (count == bytes.length) {
                    bytes = Arrays.copyOf(bytes, 2 * count);
                }
                bytes[count++] = (byte) b;
                at = machine.step(at, b);
            }
            return Arrays.copyOf(bytes, count);
        });
    }

    /**
     * The tokens that the tokenizer writes for these bytes behind what was read. The last ones are left to the model
     * where a longer token, which the grammar allows, could take their place.
     */
    private int[] tokensOf(byte[] forced) {
        int[] tokens = tokenize(forced);
        byte[] all = forced;
        int[] begins = new int[tokens.length + 1];
        for (int i = 0; i < tokens.length; i++) {
            begins[i + 1] = begins[i] + vocabulary.tokenizer().bytes(tokens[i]).length;
        }
        int keep = tokens.length;
        State at = state;
        for (int i = 0; i < tokens.length; i++) {
            // A longer token may also begin inside the token: "m es" in place of "me s".
            boolean mayGrow = false;
            for (int from = begins[i]; from < begins[i + 1] && !mayGrow; from++) {
                mayGrow = mayGrow(at, all, from);
                at = read(at, new byte[] {all[from]});
            }
            if (mayGrow) {
                keep = i;
                break;
            }
        }
        return Arrays.copyOf(tokens, keep);
    }

    /**
     * Tokens of the forced bytes as they come in the tokens of all that was read since the last special token; of the
     * forced bytes alone where what was read has no such tokens, since the model wrote it otherwise.
     */
    private int[] tokenize(byte[] forced) {
        String text = new String(forced, StandardCharsets.UTF_8);
        int[] tokens = endOf(
                vocabulary.tokenizer().encode(new String(recent, 0, recentLength, StandardCharsets.UTF_8) + text),
                forced);
        return tokens.length > 0 ? tokens : endOf(vocabulary.tokenizer().encode(text), forced);
    }

    /**
     * The last tokens that together are these bytes; none where the bytes begin inside a token, or inside a character.
     */
    private int[] endOf(int[] tokens, byte[] bytes) {
        int left = bytes.length;
        int from = tokens.length;
        while (left > 0 && from > 0) {
            byte[] token = vocabulary.tokenizer().bytes(tokens[--from]);
            left -= token.length;
            if (left < 0 || !Arrays.equals(bytes, left, left + token.length, token, 0, token.length)) {
                return new int[0];
            }
        }
        return left == 0 ? Arrays.copyOfRange(tokens, from, tokens.length) : new int[0];
    }

    /** Whether some token reads the forced bytes from here to their end and then more. */
    private boolean mayGrow(State at, byte[] forced, int from) {
        int node = vocabulary.find(forced, from, forced.length);
        if (node < 0 || vocabulary.nodeEnd[node] == node + 1) {
            return false;
        }
        return withinLimits(() -> {
            State end = at;
            for (int i = from; i < forced.length; i++) {
                end = machine.step(end, forced[i] & 0xFF);
            }
            return machine.readsBelow(node, end);
        });
    }

    private void remember(byte[] bytes) {
        if (recentLength + bytes.length > recent.length) {
            // A tokenizer splits long before this many bytes; only the last ones matter.
            int kept = Math.min(recentLength, 64);
            byte[] moved = new byte[Math.max(256, 2 * (kept + bytes.length))];
            System.arraycopy(recent, recentLength - kept, moved, 0, kept);
            recent = moved;
            recentLength = kept;
        }
        System.arraycopy(bytes, 0, recent, recentLength, bytes.length);
        recentLength += bytes.length;
    }

    @Override
    public TokenConstraint copy() {
        GrammarMatcher copy = new GrammarMatcher(machine, ends);
        copy.state = state;
        copy.ended = ended;
        copy.recent = recent.clone();
        copy.recentLength = recentLength;
        return copy;
    }
}
