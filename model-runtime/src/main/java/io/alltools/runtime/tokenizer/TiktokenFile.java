package io.alltools.runtime.tokenizer;

import io.alltools.runtime.checkpoint.CheckpointException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A tokenizer.model of ranks, as glm-4-9b-chat ships it, with the special tokens of the tokenizer_config.json beside
 * it.
 *
 * <p>The merging knows no special tokens, so that it can't see one in anybody's text.
 */
final class TiktokenFile implements Tokenizer {

    /**
     * How GLM-4 splits a text before it merges (tokenization_chatglm.py of glm-4-9b-chat). The file itself doesn't say.
     */
    static final String GLM4_SPLIT = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private final Pattern split;
    private final BytePairMerger merger;
    private final byte[][] tokens; // [rank][bytes]
    private final Map<String, Integer> specials;
    private final Map<Integer, byte[]> spellings = new HashMap<>();

    private TiktokenFile(Pattern split, byte[][] tokens, Map<String, Integer> specials) {
        this.split = split;
        this.merger = new BytePairMerger(tokens);
        this.tokens = tokens;
        this.specials = Map.copyOf(specials);
        specials.forEach((spelling, id) -> spellings.put(id, spelling.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Opens a tokenizer.model that splits as GLM-4 does.
     *
     * @throws CheckpointException when this file or tokenizer_config.json is not as expected
     */
    static Tokenizer open(Path file) {
        return open(file, GLM4_SPLIT);
    }

    static Tokenizer open(Path file, String split) {
        byte[][] tokens = TiktokenRanks.read(file);
        Map<String, Integer> specials = SpecialTokens.read(file.resolveSibling("tokenizer_config.json"), tokens.length);
        // tiktoken's \s, \S and ignored case are Unicode's; Java's are so with this flag.
        Pattern pattern = Pattern.compile(split, Pattern.UNICODE_CHARACTER_CLASS);
        return new TiktokenFile(pattern, tokens, specials);
    }

    @Override
    public int[] encode(String text) {
        IntStream.Builder ids = IntStream.builder();
        Matcher pieces = split.matcher(Utf16.wellFormed(text));
        while (pieces.find()) {
            merger.encode(pieces.group().getBytes(StandardCharsets.UTF_8), ids);
        }
        return ids.build().toArray();
    }

    @Override
    public int size() {
        return 1 + spellings.keySet().stream().mapToInt(Integer::intValue).reduce(tokens.length - 1, Math::max);
    }

    @Override
    public Set<String> specials() {
        return specials.keySet();
    }

    @Override
    public OptionalInt special(String spelling) {
        Integer id = specials.get(spelling);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    @Override
    public boolean isSpecial(int id) {
        return spellings.containsKey(id);
    }

    @Override
    public byte[] bytes(int id) {
        // Ids beyond the vocabulary are padding rows of the embedding: they have no text.
        return id < tokens.length ? tokens[id] : spellings.getOrDefault(id, new byte[0]);
    }

    @Override
    public void close() {
        // Holds nothing outside the heap.
    }
}
