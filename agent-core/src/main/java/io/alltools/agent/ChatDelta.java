package io.alltools.agent;

/** A piece of a model's turn, as it is generated. */
public sealed interface ChatDelta {

    record Text(String text) implements ChatDelta {}

    record Reasoning(String text) implements ChatDelta {}

    /** The call at position {@code index} of the turn begins; its arguments follow in pieces. */
    record CallStarted(int index, String id, String name) implements ChatDelta {}

    /** A piece of the arguments of the call at {@code index}. */
    record CallArguments(int index, String piece) implements ChatDelta {}

    /**
     * How likely a token of the turn was, in front of the piece that the token completes; only where the request asks
     * for it. A model may tell all of them with the turn alone.
     */
    record Token(TokenLogprob logprob) implements ChatDelta {}
}
