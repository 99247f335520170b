package io.alltools.runtime.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.runtime.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mask holds exactly the tokens whose bytes can be read at its place. */
class MaskTest {

    private static final List<String> SCHEMAS = List.of(
            "{}",
            "{\"type\":\"string\"}",
            "{\"type\":\"string\",\"maxLength\":1}",
            "{\"type\":\"string\",\"minLength\":1,\"maxLength\":3}",
            "{\"type\":\"string\",\"minLength\":4}",
            "{\"type\":\"string\",\"minLength\":9,\"maxLength\":9}",
            "{\"type\":\"string\",\"maxLength\":14}",
            "{\"type\":\"string\",\"minLength\":12,\"maxLength\":30}",
            "{\"type\":\"string\",\"pattern\":\"^[a-z]+( [a-z]+)*$\"}",
            "{\"type\":\"string\",\"pattern\":\"é|[^a-z]{2}\",\"maxLength\":5}",
            "{\"type\":\"string\",\"pattern\":\"^(?!the)\",\"minLength\":2}",
            "{\"type\":\"string\",\"format\":\"date-time\"}",
            "{\"type\":\"string\",\"not\":{\"enum\":[\"the\",\"he\",\"\"]}}",
            "{\"type\":\"string\",\"enum\":[\"the\",\"them\",\"then \",\"t\\n😀é\",\"\"]}",
            "{\"type\":\"object\",\"properties\":{\"the\":{},\"them\":{\"type\":\"null\"},\"te\":{\"type\":\"integer\"}},"
                    + "\"additionalProperties\":{\"type\":\"boolean\"}}",
            "{\"type\":\"object\",\"properties\":{\"é😀\":{},\"\":{}},\"required\":[\"é😀\"],\"additionalProperties\":false}",
            "{\"type\":\"object\",\"propertyNames\":{\"maxLength\":3},\"minProperties\":1,\"maxProperties\":3}",
            "{\"type\":\"object\",\"patternProperties\":{\"^a\":{\"type\":\"string\"},\"n$\":{\"maxLength\":2}}}",
            "{\"type\":\"array\",\"items\":{\"type\":[\"integer\",\"string\"],\"maxLength\":2},\"minItems\":1,\"maxItems\":4}",
            "{\"type\":\"array\",\"prefixItems\":[{\"type\":\"integer\",\"minimum\":-12,\"maximum\":120},{\"type\":\"number\",\"multipleOf\":0.25}]}",
            "{\"anyOf\":[{\"type\":\"string\",\"maxLength\":3},{\"type\":\"string\",\"pattern\":\"the\"},{\"type\":\"array\",\"items\":{}}]}");

    private static Tokenizer randomTokenizer(int seed) {
        List<String> texts = List.of(
                "{\"the\": \"then \\n\\u00e9\", \"te\":12}]",
                "é😀漢\"]}, \"aé",
                "\", \"them\":null,\n  \"n\": [1.25, -3]",
                "abcdefgh ijklmn\"\\\"\\\\",
                "\"\"}}\":\"\",\"");
        return Grammars.randomTokenizer(new Random(seed), texts);
    }

    @Test
    void masksAreWhatReadingEachTokenSays() {
        compareAtManyPlaces(Grammars.TINY);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void masksOfRandomVocabulariesToo(int seed) {
        try (Tokenizer tokenizer = randomTokenizer(seed)) {
            compareAtManyPlaces(tokenizer);
        }
    }

    private static void compareAtManyPlaces(Tokenizer tokenizer) {
        Random random = new Random(9);
        Vocabulary vocabulary = Vocabulary.of(tokenizer, 1024);
        for (String schema : SCHEMAS) {
            Grammar grammar = Grammar.ofSchema(Grammars.json(schema), vocabulary, GrammarOptions.STRICT);
            Grammar other = Grammar.ofSchema(Grammars.json(schema), vocabulary, GrammarOptions.STRICT);
            for (int walks = 0; walks < 3; walks++) {
                Walk walk = new Walk(grammar, tokenizer, random);
                for (int steps = 0; steps < 25 && !walk.ended(); steps++) {
                    if (random.nextInt(3) == 0) {
                        compare(walk, other, tokenizer, schema);
                    }
                    walk.step(15);
                }
            }
        }
    }

    @Test
    void masksOfRegularExpressionsToo() {
        Random random = new Random(10);
        for (String pattern :
                List.of("(the|he)+", "[^\\n]*\\n(?!the)[a-z é]+", "é?😀{1,3}x", "\\w+@\\w+(\\.\\w+){1,2}")) {
            Grammar grammar = Grammar.ofRegex(pattern, Grammars.TINY_VOCABULARY, GrammarOptions.STRICT);
            Grammar other = Grammar.ofRegex(pattern, Grammars.TINY_VOCABULARY, GrammarOptions.STRICT);
            for (int walks = 0; walks < 5; walks++) {
                Walk walk = new Walk(grammar, Grammars.TINY, random);
                for (int steps = 0; steps < 12 && !walk.ended(); steps++) {
                    compare(walk, other, Grammars.TINY, pattern);
                    walk.step(20);
                }
            }
        }
    }

    /** Reads each token with a grammar that has not seen the place before. */
    private static void compare(Walk walk, Grammar other, Tokenizer tokenizer, String what) {
        GrammarMatcher here = other.matcher(Set.of());
        for (int token : walk.tokens()) {
            here.accept(token);
        }
        List<Integer> readable = new ArrayList<>();
        for (int token = 0; token < 1024; token++) {
            if (!tokenizer.isSpecial(token) && tokenizer.bytes(token).length > 0 && reads(here, token)) {
                readable.add(token);
            }
        }
        if (here.mayEnd()) {
            readable.add(Grammars.FIRST_SPECIAL);
        }
        assertThat(Walk.tokensOf(walk.matcher().allowed()))
                .as(() -> "behind " + walk.text() + " of " + what)
                .containsExactly(
                        readable.stream().mapToInt(Integer::intValue).sorted().toArray());
    }

    private static boolean reads(GrammarMatcher at, int token) {
        try {
            at.copy().accept(token);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
