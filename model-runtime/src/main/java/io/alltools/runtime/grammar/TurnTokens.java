package io.alltools.runtime.grammar;

import java.util.List;

/**
 * The special tokens that shape a GLM-4 turn.
 *
 * @param answerEnds {@code <|user|>} and {@code <|endoftext|>}: the answer is complete
 * @param observation {@code <|observation|>}: the calls are complete
 * @param separator {@code <|assistant|>}: another call follows
 */
public record TurnTokens(List<Integer> answerEnds, int observation, int separator) {}
