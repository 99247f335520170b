package io.alltools.runtime.chat;

import io.alltools.runtime.grammar.Thinking;
import java.util.function.Consumer;

/**
 * Tells the reasoning at the begin of a streamed turn, {@code <think>…</think>}, from what follows it. A
 * {@code <think>} anywhere else is text. Blanks around the reasoning, and between it and the answer, belong to neither.
 */
public final class ThoughtReader {

    private static final String OPEN = "<think>";
    private static final String CLOSE = "</think>";

    private enum State {
        /** So far there were blanks and perhaps a part of {@code <think>}. */
        BEGIN,
        /** In the reasoning, of which only blanks were seen and perhaps a repeated {@code <think>}. */
        OPENED,
        THINKING,
        /** Behind the reasoning, where only blanks were seen. */
        CLOSED,
        ANSWER
    }

    private final Consumer<String> thoughts;
    private final Consumer<String> answer;

    /** What can't be told yet. */
    private final StringBuilder held = new StringBuilder();

    private State state;
    private boolean thought;

    /**
     * @param thoughts gets the reasoning, piece by piece
     * @param answer gets everything else
     */
    public ThoughtReader(Thinking.Begin begin, Consumer<String> thoughts, Consumer<String> answer) {
        this.thoughts = thoughts;
        this.answer = answer;
        this.state = switch (begin) {
            case NEVER -> State.ANSWER;
            case WITH_TURN -> State.BEGIN;
            case IN_PROMPT -> State.OPENED;
        };
    }

    /** The next piece of the turn. */
    public void accept(String piece) {
        if (piece.isEmpty()) {
            return;
        }
        held.append(piece);
        State before;
        do {
            before = state;
            advance();
        } while (state != before);
    }

    /** What was held is told: the turn is over, or goes on with what is no text. */
    public void finish() {
        String rest = held.toString();
        held.setLength(0);
        switch (state) {
            case BEGIN, ANSWER -> tell(answer, rest);
            case OPENED -> tell(thoughts, rest.strip());
            case THINKING -> tell(thoughts, rest.stripTrailing());
            case CLOSED -> {}
        }
        state = State.ANSWER;
    }

    private void advance() {
        switch (state) {
            case BEGIN -> {
                String seen = held.toString().stripLeading();
                if (seen.startsWith(OPEN)) {
                    become(State.OPENED, seen.substring(OPEN.length()));
                } else if (!OPEN.startsWith(seen)) {
                    state = State.ANSWER;
                }
            }
            case OPENED -> {
                String seen = held.toString().stripLeading();
                if (seen.startsWith(OPEN)) {
                    // The prompt opened it, and the model did so again.
                    become(State.THINKING, seen.substring(OPEN.length()));
                } else if (!OPEN.startsWith(seen)) {
                    become(State.THINKING, seen);
                }
            }
            case THINKING -> think();
            case CLOSED -> {
                String seen = held.toString().stripLeading();
                if (!seen.isEmpty()) {
                    become(State.ANSWER, seen);
                }
            }
            case ANSWER -> {
                String all = held.toString();
                held.setLength(0);
                tell(answer, all);
            }
        }
    }

    private void think() {
        if (!thought) {
            become(State.THINKING, held.toString().stripLeading());
        }
        int end = held.indexOf(CLOSE);
        if (end >= 0) {
            String last = held.substring(0, end).stripTrailing();
            become(State.CLOSED, held.substring(end + CLOSE.length()));
            think(last);
            return;
        }
        int sure = held.length() - begun();
        while (sure > 0 && Character.isWhitespace(held.charAt(sure - 1))) {
            sure--;
        }
        String piece = held.substring(0, sure);
        held.delete(0, sure);
        think(piece);
    }

    private void think(String piece) {
        thought |= !piece.isEmpty();
        tell(thoughts, piece);
    }

    /** How much of {@code </think>} the held text ends with. */
    private int begun() {
        for (int length = Math.min(CLOSE.length() - 1, held.length()); length > 0; length--) {
            if (held.substring(held.length() - length).equals(CLOSE.substring(0, length))) {
                return length;
            }
        }
        return 0;
    }

    private void become(State next, String rest) {
        held.setLength(0);
        held.append(rest);
        state = next;
    }

    private static void tell(Consumer<String> listener, String piece) {
        if (!piece.isEmpty()) {
            listener.accept(piece);
        }
    }
}
