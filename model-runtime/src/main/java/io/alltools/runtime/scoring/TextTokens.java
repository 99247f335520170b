package io.alltools.runtime.scoring;

import io.alltools.runtime.tokenizer.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A text as a GLM-4 model reads it: {@code [gMASK]<sop>} and then the text's tokens.
 *
 * @param prefix how many tokens come before the text; they are context and not scored
 * @param bytes of the text in UTF-8
 */
public record TextTokens(int[] ids, int prefix, long bytes) {

    private static final List<String> PREFIX = List.of("[gMASK]", "<sop>");

    /** Special tokens that the text spells are scored as plain text. */
    public static TextTokens of(String text, Tokenizer tokenizer) {
        int[] prefix = prefix(tokenizer);
        int[] ids = IntStream.concat(IntStream.of(prefix), IntStream.of(tokenizer.encode(text)))
                .toArray();
        return new TextTokens(ids, prefix.length, text.getBytes(StandardCharsets.UTF_8).length);
    }

    /** The tokens that begin each text, as far as the vocabulary has them. */
    public static int[] prefix(Tokenizer tokenizer) {
        return PREFIX.stream()
                .map(tokenizer::special)
                .filter(OptionalInt::isPresent)
                .mapToInt(OptionalInt::getAsInt)
                .toArray();
    }
}
