package io.alltools.runtime.grammar;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.alltools.agent.Json;
import io.alltools.runtime.embedded.EmbeddedModel;
import io.alltools.runtime.tokenizer.Tokenizer;
import io.alltools.runtime.tokenizer.Tokenizers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Vocabularies, grammars and an independent validator for the tests of this package. */
final class Grammars {

    /** Of glm-tiny: the vocabulary's other tokens have the ids below. */
    static final int FIRST_SPECIAL = 1010;

    static final Path CACHE = temporaryFolder();
    static final Tokenizer TINY = Tokenizers.open(EmbeddedModel.unpack(CACHE), CACHE.resolve("native"));
    static final Vocabulary TINY_VOCABULARY = Vocabulary.of(TINY, 1024);

    private static final SchemaRegistry VALIDATOR =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private Grammars() {}

    private static Path temporaryFolder() {
        try {
            Path folder = Files.createTempDirectory("grammars-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String text) {
        return Json.MAPPER.readTree(text);
    }

    static Grammar ofSchema(String schema) {
        return ofSchema(json(schema));
    }

    static Grammar ofSchema(JsonNode schema) {
        return Grammar.ofSchema(schema, TINY_VOCABULARY, GrammarOptions.STRICT);
    }

    static boolean accepts(Grammar grammar, String text) {
        GrammarMatcher matcher = grammar.matcher(Set.of());
        return matcher.acceptText(text) && matcher.mayEnd();
    }

    /** What json-schema-validator says. */
    static boolean isValid(Schema schema, String instance) {
        return schema.validate(instance, InputFormat.JSON).isEmpty();
    }

    static Schema validator(JsonNode schema) {
        return VALIDATOR.getSchema(schema);
    }

    /** All single bytes and random pieces of texts: tokens that end inside characters, escapes and keywords. */
    static Tokenizer randomTokenizer(Random random, List<String> texts) {
        Set<String> tokens = new LinkedHashSet<>();
        for (int b = 0; b < 256; b++) {
            tokens.add(Base64.getEncoder().encodeToString(new byte[] {(byte) b}));
        }
        while (tokens.size() < FIRST_SPECIAL) {
            byte[] text = texts.get(random.nextInt(texts.size())).getBytes(StandardCharsets.UTF_8);
            int from = random.nextInt(text.length);
            int to = Math.min(text.length, from + 1 + random.nextInt(12));
            byte[] piece = Arrays.copyOfRange(text, from, to);
            if (random.nextInt(4) == 0) {
                piece[random.nextInt(piece.length)] = (byte) (random.nextInt(95) + ' ');
            }
            tokens.add(Base64.getEncoder().encodeToString(piece));
        }
        List<String> lines = new ArrayList<>();
        tokens.forEach(token -> lines.add(token + " " + lines.size()));
        try {
            Path folder = Files.createTempDirectory(CACHE, "random-");
            Files.write(folder.resolve("tokenizer.model"), lines);
            Files.copy(
                    EmbeddedModel.unpack(CACHE).resolve("tokenizer_config.json"),
                    folder.resolve("tokenizer_config.json"));
            return Tokenizers.open(folder, CACHE.resolve("native"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
