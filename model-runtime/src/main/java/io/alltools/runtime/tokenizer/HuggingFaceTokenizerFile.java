package io.alltools.runtime.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.alltools.agent.Json;
import io.alltools.runtime.checkpoint.CheckpointException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * HuggingFace's tokenizer.json, encoded by the reference implementation.
 *
 * <p>The special tokens are taken out of what the native tokenizer gets, so that it can't see one in anybody's text;
 * they are known here only. Decoding needs no native code: a byte-level vocabulary spells each token's bytes.
 */
final class HuggingFaceTokenizerFile implements Tokenizer {

    private final HuggingFaceTokenizer plain;
    private final Map<String, Integer> specials;
    private final byte[][] bytes;
    private final boolean[] special;
    private final Map<Integer, Integer> moved; // the native tokenizer's id -> the file's id

    private HuggingFaceTokenizerFile(
            HuggingFaceTokenizer plain,
            Map<String, Integer> specials,
            byte[][] bytes,
            boolean[] special,
            Map<Integer, Integer> moved) {
        this.plain = plain;
        this.moved = Map.copyOf(moved);
        this.specials = Map.copyOf(specials);
        this.bytes = bytes;
        this.special = special;
    }

    static Tokenizer open(Path file, Path nativeCache) {
        ObjectNode json;
        try {
            json = Json.parseObject(Files.readString(file));
        } catch (IOException | IllegalArgumentException e) {
            throw new CheckpointException(file, "can't be read: " + e.getMessage(), e);
        }
        String decoder = json.path("decoder").path("type").asString("");
        if (!decoder.equals("ByteLevel")) {
            throw new CheckpointException(
                    file, "has the decoder \"" + decoder + "\", expected \"ByteLevel\" as GLM-4 checkpoints have");
        }
        Map<String, Integer> vocabulary = new HashMap<>();
        json.path("model")
                .path("vocab")
                .properties()
                .forEach(e -> vocabulary.put(e.getKey(), e.getValue().asInt()));
        Map<String, Integer> specials = new HashMap<>();
        List<JsonNode> others = new ArrayList<>();
        for (JsonNode added : json.path("added_tokens")) {
            if (added.path("special").asBoolean(false)) {
                specials.put(
                        added.path("content").asString(""), added.path("id").asInt());
            } else {
                others.add(added);
            }
        }
        Map<String, Integer> added = new HashMap<>();
        others.forEach(token ->
                added.put(token.path("content").asString(""), token.path("id").asInt()));
        int size = 1 + Math.max(max(vocabulary), Math.max(max(specials), max(added)));
        byte[][] bytes = new byte[size][0];
        boolean[] special = new boolean[size];
        try {
            vocabulary.forEach((token, id) -> bytes[id] = ByteLevel.decode(token));
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(file, String.valueOf(e.getMessage()), e);
        }
        added.forEach((spelling, id) -> bytes[id] = spelling.getBytes(StandardCharsets.UTF_8));
        specials.forEach((spelling, id) -> {
            bytes[id] = spelling.getBytes(StandardCharsets.UTF_8);
            special[id] = true;
        });
        HuggingFaceTokenizer plain = plain(file, json, others, nativeCache);
        return new HuggingFaceTokenizerFile(plain, specials, bytes, special, moved(file, plain, added));
    }

    /** The native tokenizer numbers added tokens anew, so without the special ones the others get ids of those. */
    private static Map<Integer, Integer> moved(Path file, HuggingFaceTokenizer plain, Map<String, Integer> added) {
        Map<Integer, Integer> moved = new HashMap<>();
        added.forEach((spelling, id) -> {
            long[] ids = plain.encode(spelling, false, false).getIds();
            if (ids.length != 1) {
                throw new CheckpointException(
                        file, "the added token \"" + spelling + "\" becomes " + ids.length + " tokens, expected one");
            }
            moved.put(Math.toIntExact(ids[0]), id);
        });
        return moved;
    }

    private static HuggingFaceTokenizer plain(Path file, ObjectNode json, List<JsonNode> others, Path nativeCache) {
        // The native library is unpacked there; without this DJL would make a folder of its own in the home.
        System.setProperty("DJL_CACHE_DIR", nativeCache.toString());
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        ObjectNode plain = json.deepCopy();
        plain.putArray("added_tokens").addAll(others);
        // A template post-processor names special tokens, which are gone; rendered prompts bring their own.
        plain.putNull("post_processor");
        try {
            return HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(Json.write(plain).getBytes(StandardCharsets.UTF_8)),
                    Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
        } catch (IOException | RuntimeException e) {
            throw new CheckpointException(file, "is not a usable tokenizer: " + e.getMessage(), e);
        }
    }

    @Override
    public int[] encode(String text) {
        if (text.isEmpty()) {
            return new int[0];
        }
        long[] ids = plain.encode(Utf16.wellFormed(text), false, false).getIds();
        int[] result = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            int id = Math.toIntExact(ids[i]);
            result[i] = moved.getOrDefault(id, id);
        }
        return result;
    }

    @Override
    public int size() {
        return bytes.length;
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
        return id < special.length && special[id];
    }

    @Override
    public byte[] bytes(int id) {
        // Ids beyond the vocabulary are padding rows of the embedding: they have no text.
        return id < bytes.length ? bytes[id] : new byte[0];
    }

    @Override
    public void close() {
        plain.close();
    }

    private static int max(Map<String, Integer> ids) {
        return ids.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }
}
