package io.alltools.runtime.tokenizer;

import java.util.OptionalInt;
import java.util.Set;

/** Text to token ids and back, for byte-level vocabularies. Safe for use from several threads. */
public interface Tokenizer extends AutoCloseable {

    /**
     * Encodes text in which nothing is special: a special token's spelling becomes the tokens of its letters.
     *
     * <p>An unpaired surrogate is encoded as U+FFFD; any other text can be had back exactly from the tokens' bytes.
     */
    int[] encode(String text);

    /** How many ids it knows, from 0 on; a model may have more rows as padding. */
    int size();

    /** The spellings of the special tokens. */
    Set<String> specials();

    /** The id of a special token; empty when the vocabulary has no such special token. */
    OptionalInt special(String spelling);

    /** Whether this id is a special token. */
    boolean isSpecial(int id);

    /** The UTF-8 bytes of a token, perhaps only a part of a character; of a special token its spelling. */
    byte[] bytes(int id);

    @Override
    void close();
}
