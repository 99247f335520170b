package io.alltools.web.openai;

import io.alltools.agent.TextModel;

/**
 * A prompt of a completion.
 *
 * @param text what an echo gives back
 * @param unseen how many of its first tokens stand before that text: those that begin each of the model's texts
 */
record TextPrompt(int[] tokens, String text, int unseen) {

    static TextPrompt of(String text, boolean begin, TextModel model) {
        int[] tokens = model.encode(text, begin);
        return new TextPrompt(tokens, text, tokens.length - model.encode(text, false).length);
    }

    static TextPrompt of(int[] tokens, TextModel model) {
        return new TextPrompt(tokens, model.decode(tokens), 0);
    }
}
