package io.alltools.runtime.grammar;

/**
 * Whether a model's turn begins with reasoning, {@code <think>…</think>}.
 *
 * @param open the token {@code <think>}; {@link #AS_TEXT} where the vocabulary has none
 * @param close the token {@code </think>}; {@link #AS_TEXT} where the vocabulary has none
 */
public record Thinking(Begin begin, int open, int close) {

    /** Where the reasoning begins. */
    public enum Begin {
        /** Never: the text {@code <think>} means nothing. */
        NEVER,
        /** With the turn, where the model writes {@code <think>} first. */
        WITH_TURN,
        /** In the prompt, which ends with {@code <think>}. */
        IN_PROMPT
    }

    public static final int AS_TEXT = -1;
    public static final Thinking NEVER = new Thinking(Begin.NEVER, AS_TEXT, AS_TEXT);
}
