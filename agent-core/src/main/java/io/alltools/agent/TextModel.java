package io.alltools.agent;

import java.util.List;
import java.util.function.Consumer;

/**
 * A language model that continues text as it stands, without a chat template, and shows its tokens. Safe for use from
 * many virtual threads.
 *
 * <pre>{@code
 * int[] prompt = model.encode("The capital of France is", true);
 * TextCompletion completion = model.complete(TextRequest.of(prompt, 16), token -> {});
 * }</pre>
 */
public interface TextModel {

    /** Token ids go from 0 to one less. */
    int vocabulary();

    /**
     * The tokens of a text. The spelling of a special token is that token: whoever writes a prompt without a template
     * has to write them.
     *
     * @param begin whether the tokens that begin each of the model's texts stand before it; once, where it has them
     */
    int[] encode(String text, boolean begin);

    /**
     * The tokens of a conversation, as the model's template has it; a special token's spelling in it is plain text.
     *
     * @param answer whether the model speaks next
     */
    int[] encode(List<Message> messages, List<ToolSpec> tools, boolean answer);

    /**
     * The text of tokens, special ones spelled out; U+FFFD stands for bytes that are no whole character.
     *
     * @throws ModelException INVALID_REQUEST when an id is outside the vocabulary
     */
    String decode(int[] tokens);

    /**
     * Continues a prompt and blocks until that is complete. An interrupt cancels it at every stage.
     *
     * @param sink gets each token as it is known, on the calling thread; those of the prompt first, where their
     *     logprobs were asked for
     * @throws ModelException when it could not be continued
     */
    TextCompletion complete(TextRequest request, Consumer<TextToken> sink) throws InterruptedException;
}
