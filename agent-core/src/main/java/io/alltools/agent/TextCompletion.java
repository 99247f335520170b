package io.alltools.agent;

import java.util.List;

/**
 * A text that was continued.
 *
 * @param text what follows the prompt
 * @param tokens all that {@link TextModel#complete} told; their texts and {@code rest} are the text
 * @param rest text that came out with the end: what might have been the begin of a stop string
 * @param finishReason never {@link FinishReason#TOOL_CALLS}
 */
public record TextCompletion(
        String text, List<TextToken> tokens, String rest, Usage usage, FinishReason finishReason) {}
