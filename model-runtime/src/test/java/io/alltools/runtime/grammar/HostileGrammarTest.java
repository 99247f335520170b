package io.alltools.runtime.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.alltools.agent.ModelException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Schemas and patterns by somebody who means harm end in bounded time and memory: in a grammar, or in its refusal. */
class HostileGrammarTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private record Attack(String name, Supplier<JsonNode> schema) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Attack> attacks() {
        return Stream.of(
                attack("not, 490 deep", nested(490, "{\"not\":", "{}", "}")),
                attack("arrays, 240 deep", nested(240, "{\"items\":{\"items\":", "{}", "}}")),
                attack("allOf, 240 deep", nested(240, "{\"allOf\":[{\"type\":\"object\"},", "{}", "]}")),
                attack(
                        "anyOf of 2000",
                        list("anyOf", 2000, i -> "{\"type\":\"object\",\"required\":[\"k" + i + "\"]}")),
                attack(
                        "oneOf of 500",
                        list("oneOf", 500, i -> "{\"type\":\"object\",\"properties\":{\"k" + i + "\":{}}}")),
                attack(
                        "allOf of anyOf, 2^20",
                        list(
                                "allOf",
                                20,
                                i -> "{\"anyOf\":[{\"required\":[\"a" + i + "\"]},{\"required\":[\"b" + i + "\"]}]}")),
                attack(
                        "allOf of oneOf, 3^12",
                        list(
                                "allOf",
                                12,
                                i -> "{\"oneOf\":[{\"minItems\":" + i + "},{\"maxItems\":" + i + "},{\"required\":[\"b"
                                        + i + "\"]}]}")),
                attack("wide members in many alternatives", wideAlternatives()),
                attack(
                        "recursion with allOf and not",
                        "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"properties\":{\"x\":{\"allOf\":["
                                + "{\"$ref\":\"#/$defs/a\"},{\"not\":{\"$ref\":\"#/$defs/b\"}}]}}},\"b\":{\"properties\":{\"x\":{\"$ref\":\"#/$defs/a\"},"
                                + "\"y\":{\"not\":{\"$ref\":\"#/$defs/a\"}}}}}}"),
                attack("subsets of 16 definitions", subsets()),
                attack(
                        "references in a circle",
                        "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"$ref\":\"#/$defs/b\"},\"b\":{\"$ref\":\"#/$defs/a\"}}}"),
                attack("a chain of 20000 references", chain(20_000, i -> "{\"$ref\":\"#/$defs/d" + i + "\"}")),
                attack(
                        "a chain of 5000 required values",
                        chain(
                                5000,
                                i -> "{\"type\":\"object\",\"required\":[\"n\"],"
                                        + "\"properties\":{\"n\":{\"$ref\":\"#/$defs/d" + i + "\"}}}")),
                attack("an enum of 40000 texts", list("enum", 40_000, i -> "\"value " + i * 7919 % 40_000 + "\"")),
                attack("an enum of 5000 objects", list("enum", 5000, i -> "{\"k\":" + i + "}")),
                attack("an enum of prefixes", list("enum", 1200, i -> "\"" + "a".repeat(i) + "\"")),
                attack("a text of 900 KB", "{\"const\":\"" + "ab".repeat(450_000) + "\"}"),
                attack(
                        "two texts of 90 KB",
                        "{\"enum\":[\"" + "a".repeat(90_000) + "b\",\"" + "a".repeat(90_000) + "c\"]}"),
                attack("a key of 49 KB with many values below", longKey()),
                attack("a key of 49 KB with many identifiers below", longKeyWithIdentifiers()),
                attack(
                        "10000 properties",
                        "{\"properties\":{" + join(10_000, i -> "\"p" + i + "\":{\"type\":\"integer\"}") + "}}"),
                attack(
                        "2000 properties that need each other",
                        "{\"dependentRequired\":{" + join(2000, i -> "\"p" + i + "\":[\"p" + (i + 1) + "\"]") + "}}"),
                attack(
                        "overlapping key patterns",
                        "{\"patternProperties\":{"
                                + join(12, i -> "\"^.*" + (char) ('a' + i) + "\":{\"minimum\":" + i + "}") + "}}"),
                attack(
                        "key patterns against properties",
                        "{\"patternProperties\":{" + join(60, i -> "\"^x{" + i + "}y\":{}") + "},\"properties\":{"
                                + join(5000, i -> "\"q" + i + "\":{}") + "}}"),
                attack("10^9 items", "{\"type\":\"array\",\"minItems\":1000000000,\"maxItems\":1000000000}"),
                attack(
                        "10^9 members",
                        "{\"type\":\"object\",\"minProperties\":1000000000,\"maxProperties\":1000000000}"),
                attack("10^9 characters", "{\"type\":\"string\",\"minLength\":1000000000}"),
                attack(
                        "100000 characters with a pattern",
                        "{\"type\":\"string\",\"minLength\":100000,\"pattern\":\"a.*b\"}"),
                attack("10^300 items", "{\"type\":\"array\",\"minItems\":1e300,\"maxItems\":1e301}"),
                attack(
                        "limits of 400 digits",
                        "{\"minimum\":" + "7".repeat(400) + ",\"maximum\":" + "8".repeat(400) + "}"),
                attack("limits of 900 digits", "{\"type\":\"integer\",\"minimum\":" + "7".repeat(900) + "}"),
                new Attack(
                        "a limit of 10^9 digits",
                        () -> NODES.objectNode().put("type", "integer").put("minimum", new BigDecimal("1e999999999"))),
                new Attack(
                        "a divisor of 10^9 digits",
                        () -> NODES.objectNode().put("multipleOf", new BigDecimal("1e999999999"))),
                new Attack(
                        "a constant of 10^9 digits",
                        () -> NODES.objectNode().put("const", new BigDecimal("1e999999999"))),
                attack("a divisor of 10^-300", "{\"multipleOf\":1e-300}"),
                attack(
                        "a divisor with limits",
                        "{\"multipleOf\":9973,\"minimum\":5,\"maximum\":123456789012345678901234567890}"),
                attack(
                        "divisors that have no common multiple here",
                        "{\"allOf\":[{\"multipleOf\":9973},{\"multipleOf\":9967},{\"multipleOf\":9949}],"
                                + "\"minimum\":1,\"maximum\":1000000000}"),
                attack("half a million brackets", "{\"enum\":[" + "[".repeat(400) + "]".repeat(400) + "]}"),
                attack(
                        "not of many keys",
                        "{\"not\":{\"properties\":{" + join(1000, i -> "\"p" + i + "\":{\"type\":\"integer\"}")
                                + "}}}"),
                attack(
                        "many nots of few keys",
                        list(
                                "allOf",
                                12,
                                i -> "{\"not\":{\"properties\":{\"a" + i + "\":{\"type\":\"integer\"},\"b" + i
                                        + "\":{\"type\":\"null\"}}}}")),
                attack(
                        "if in if in if",
                        nested(
                                150,
                                "{\"if\":{\"required\":[\"a\"]},\"then\":{\"required\":[\"b\"]},\"else\":",
                                "{}",
                                "}")));
    }

    private static Attack attack(String name, String schema) {
        return new Attack(name, () -> Grammars.json(schema));
    }

    private static String nested(int depth, String open, String inside, String close) {
        return open.repeat(depth) + inside + close.repeat(depth);
    }

    private static String join(int count, IntFunction<String> part) {
        return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining(","));
    }

    private static String list(String keyword, int count, IntFunction<String> part) {
        return "{\"" + keyword + "\":[" + join(count, part) + "]}";
    }

    private static String chain(int length, IntFunction<String> link) {
        return "{\"$ref\":\"#/$defs/d0\",\"$defs\":{" + join(length, i -> "\"d" + i + "\":" + link.apply(i + 1))
                + ",\"d" + length + "\":{\"type\":\"null\"}}}";
    }

    private static String wideAlternatives() {
        String wide = "{\"properties\":{" + join(800, i -> "\"p" + i + "\":{\"type\":\"integer\"}") + "}}";
        String alternatives = "{\"anyOf\":[" + join(20, i -> "{\"required\":[\"p" + i + "\"]}") + "]}";
        return "{\"allOf\":[" + wide + "," + String.join(",", Collections.nCopies(6, alternatives)) + "]}";
    }

    /** The values of x may have to satisfy any subset. */
    private static String subsets() {
        return "{\"$ref\":\"#/$defs/d0\",\"$defs\":{"
                + join(
                        16,
                        i -> "\"d" + i + "\":{\"properties\":{\"x\":{\"allOf\":[{\"$ref\":\"#/$defs/d" + i
                                + "\"},{\"$ref\":\"#/$defs/d"
                                + (i * 5 + 3) % 16 + "\"}]},\"y\":{\"allOf\":[{\"$ref\":\"#/$defs/d" + (i + 1) % 16
                                + "\"},{\"$ref\":\"#/$defs/d"
                                + (i * 7 + 2) % 16 + "\"}]}},\"minProperties\":" + i % 3 + "}")
                + "}}";
    }

    private static String longKey() {
        return "{\"properties\":{\"" + "k".repeat(49_000) + "\":{\"properties\":{"
                + join(15_000, i -> "\"" + i + "\":{\"minimum\":1}") + "}}}}";
    }

    private static String longKeyWithIdentifiers() {
        return "{\"properties\":{\"" + "k".repeat(49_000) + "\":{\"allOf\":["
                + join(20_000, i -> "{\"$id\":\"" + i + "\"}") + "]}}}";
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void aSchemaEndsInAGrammarOrItsRefusal(Attack attack) {
        JsonNode schema = attack.schema.get();
        assertTimeoutPreemptively(PATIENCE, () -> {
            try {
                follow(Grammar.ofSchema(schema, Grammars.TINY_VOCABULARY, GrammarOptions.STRICT), 200);
            } catch (GrammarException | ModelException refused) {
                assertThat(refused.getMessage()).isNotEmpty().hasSizeLessThan(5000);
            }
        });
    }

    static List<String> patterns() {
        List<String> patterns = new ArrayList<>(List.of(
                "(a+)+$",
                "^(a|aa)+$",
                "(.*a){30}",
                "(.*a){300}x",
                ".*a.{20}",
                ".*a.{20}b.{20}c",
                "(.*a.{12}){3}",
                "[\\s\\S]{1,100000}",
                "^(?=.{0,90000}$)(?=.*\\d)(?=.*[a-z]).*$",
                "((a{0,100}){0,100}){0,100}",
                "(((a{1,9}){1,9}){1,9}){1,9}b",
                "(a?){1000}a{1000}",
                "^(([a-z])+.)+[A-Z]([a-z])+$",
                "(x+x+)+y",
                "(?i)([a-z]{1,50}\\.){50}",
                "\\p{L}{1,5000}",
                "(?!.*a.{15}b).*",
                "(?!.*(a.{10}|b.{11}|c.{12})).*z",
                "(?=.*a.{14}).*b.{14}",
                "a{100000}",
                "(a{1000}){1000}"));
        patterns.add("(".repeat(190) + "a" + ")*".repeat(190));
        patterns.add("(".repeat(5000) + "a" + ")".repeat(5000));
        patterns.add("a?".repeat(20_000));
        patterns.add("a" + "?".repeat(40_000));
        patterns.add("(?:^a?){0,4}".replace("^a?", "(?:^a?){0,4}").repeat(10));
        patterns.add(nested(60, "(?:", "\\b", "|^a){0,4}"));
        patterns.add("(?i)" + ".".repeat(20_000));
        patterns.add("(?i)" + "[\\0-\\u{10ffff}]".repeat(2000));
        patterns.add(IntStream.range(0, 20_000).mapToObj(Integer::toString).collect(Collectors.joining("|")));
        patterns.add("["
                + IntStream.range(0, 20_000)
                        .mapToObj(i -> Character.toString(0x4e00 + 2 * i))
                        .collect(Collectors.joining())
                + "]+");
        patterns.add(IntStream.range(0, 200)
                .mapToObj(i -> "\\p{Is" + (i % 2 == 0 ? "LATIN" : "greek") + "}")
                .collect(Collectors.joining()));
        patterns.add(
                IntStream.range(0, 12)
                                .mapToObj(i -> "(?=.*" + (char) ('a' + i) + ")")
                                .collect(Collectors.joining()) + ".*");
        patterns.add("(?!".repeat(150) + "a" + ")".repeat(150));
        patterns.add("(a|b|ab)*?" + "(c|d|cd)*?".repeat(60) + "(?!e)");
        return patterns;
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void aPatternEndsInAGrammarOrItsRefusal(String pattern) {
        assertTimeoutPreemptively(PATIENCE, () -> {
            try {
                follow(Grammar.ofRegex(pattern, Grammars.TINY_VOCABULARY, GrammarOptions.STRICT), 60);
            } catch (GrammarException | ModelException refused) {
                assertThat(refused.getMessage()).isNotEmpty();
            }
            ObjectNode schema = NODES.objectNode().put("type", "string").put("pattern", pattern);
            schema.put("maxLength", 50_000);
            try {
                follow(Grammar.ofSchema(schema, Grammars.TINY_VOCABULARY, GrammarOptions.STRICT), 60);
            } catch (GrammarException | ModelException refused) {
                assertThat(refused.getMessage()).isNotEmpty();
            }
        });
    }

    /** Takes random tokens. */
    private static void follow(Grammar grammar, int count) {
        Random random = new Random(12);
        int masks = 0;
        while (masks < count) {
            Walk walk = new Walk(grammar, Grammars.TINY, random);
            while (masks++ < count && !walk.ended()) {
                walk.step(1000);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {600, 20_000})
    void valuesTooDeepInsideEachOtherAreRefused(int depth) {
        JsonNode schema = NODES.objectNode();
        for (int i = 0; i < depth; i++) {
            ArrayNode parts = NODES.arrayNode().add(schema);
            schema = NODES.objectNode().set("anyOf", parts);
        }
        JsonNode deep = schema;
        assertTimeoutPreemptively(PATIENCE, () -> {
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> Grammars.ofSchema(deep).matcher(Set.of()))
                    .isInstanceOf(GrammarException.class);
        });
    }
}
