package io.alltools.runtime.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.runtime.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tokens that need no model: they are what the tokenizer writes, all forced, and allowed. */
class ForcedTokensTest {

    private static final Tokenizer TINY = Grammars.TINY;

    @Test
    void withForcedTokensAnswersAreSplitAsTheTokenizerSplitsThem() throws IOException {
        List<String> problems = new ArrayList<>();
        int forcedTokens = 0;
        for (JsonNode line : MaskBenchTest.sample()) {
            Grammar grammar;
            try {
                grammar = Grammars.ofSchema(line.path("schema"));
            } catch (GrammarException e) {
                continue;
            }
            for (JsonNode test : line.path("tests")) {
                String text = Json.write(test.path("data"));
                if (test.path("valid").asBoolean() && text.length() < 2000 && Grammars.accepts(grammar, text)) {
                    forcedTokens += follow(grammar, text, line.path("name").asString(), problems);
                }
            }
        }
        assertThat(problems).isEmpty();
        assertThat(forcedTokens).isGreaterThan(500);
    }

    @Test
    void namesThatBeginAlikeAreNotSplitElsewhere() {
        List<String> problems = new ArrayList<>();
        String schema = "{\"type\":\"object\",\"properties\":{\"location\":{\"enum\":[\"Berlin\",\"Berlin-Mitte\"]},"
                + "\"locations\":{\"const\":\"the weather is fine\"},\"é😀 漢字\":{\"const\":[1,2.5,null]}},"
                + "\"additionalProperties\":false}";
        Grammar grammar = Grammars.ofSchema(schema);
        int forced = 0;
        for (String text : List.of(
                "{\"location\":\"Berlin\"}",
                "{\"locations\":\"the weather is fine\",\"location\":\"Berlin-Mitte\"}",
                "{ \"é😀 漢字\": [1, 2.5, null] }",
                "{\n  \"locations\": \"the weather is fine\"\n}")) {
            forced += follow(grammar, text, text, problems);
        }
        assertThat(problems).isEmpty();
        assertThat(forced).isPositive();
    }

    /** Takes what is forced, else the text's own next token; counts what was forced. */
    private static int follow(Grammar grammar, String text, String name, List<String> problems) {
        int[] own = TINY.encode(text);
        GrammarMatcher matcher = grammar.matcher(Set.of());
        int at = 0;
        int forcedCount = 0;
        while (at < own.length) {
            int[] forced = matcher.forced();
            forcedCount += forced.length;
            for (int token : forced.length > 0 ? forced : new int[] {own[at]}) {
                if (at == own.length || token != own[at]) {
                    problems.add(name + ": forces "
                            + Arrays.stream(forced)
                                    .mapToObj(ForcedTokensTest::text)
                                    .toList() + " instead of " + text(own[Math.min(at, own.length - 1)]) + " in "
                            + text);
                    return forcedCount;
                }
                assertThat(matcher.allowed()[token >> 6] >>> token & 1).as(text).isEqualTo(1);
                matcher.accept(token);
                at++;
            }
        }
        return forcedCount;
    }

    private static String text(int token) {
        return new String(TINY.bytes(token), StandardCharsets.UTF_8);
    }

    @Test
    void whatIsForcedHasNoAlternative() {
        Random random = new Random(11);
        for (String schema : List.of(
                "{\"enum\":[\"alpha beta\",\"alpha bravo\",12345,12399]}",
                "{\"type\":\"object\",\"properties\":{\"identifier\":{\"const\":\"xyzzy\"},\"identity\":{\"type\":\"null\"}},"
                        + "\"required\":[\"identifier\"],\"additionalProperties\":false}",
                "{\"type\":\"array\",\"minItems\":2,\"maxItems\":2,\"items\":{\"type\":\"boolean\"}}",
                "{\"type\":\"string\",\"pattern\":\"^abc[def]ghi$\"}")) {
            Grammar grammar = Grammars.ofSchema(schema);
            for (int walks = 0; walks < 20; walks++) {
                Walk walk = new Walk(grammar, TINY, random);
                for (int steps = 0; steps < 40 && !walk.ended(); steps++) {
                    GrammarMatcher bytewise = (GrammarMatcher) walk.matcher().copy();
                    for (int token : walk.matcher().forced()) {
                        for (byte b : TINY.bytes(token)) {
                            assertThat(bytewise.mayEnd()).isFalse();
                            for (int allowed : Walk.tokensOf(bytewise.allowed())) {
                                assertThat(TINY.bytes(allowed)[0])
                                        .as(() -> "behind " + walk.text() + " of " + schema)
                                        .isEqualTo(b);
                            }
                            assertThat(bytewise.acceptText(String.valueOf((char) b)))
                                    .isTrue();
                        }
                    }
                    walk.step(10);
                }
            }
        }
    }

    @Test
    void nothingIsForcedWhereTheTextMayEnd() {
        GrammarMatcher matcher = Grammar.ofRegex("ab(cd)?", Grammars.TINY_VOCABULARY, GrammarOptions.STRICT)
                .matcher(Set.of());
        assertThat(matcher.acceptText("ab")).isTrue();
        assertThat(matcher.forced()).isEmpty();
    }
}
