package io.alltools.runtime.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.alltools.agent.Constraints;
import io.alltools.agent.Json;
import io.alltools.agent.ToolChoice;
import io.alltools.agent.ToolSpec;
import io.alltools.runtime.embedded.EmbeddedModel;
import io.alltools.runtime.tokenizer.Tokenizer;
import io.alltools.runtime.tokenizer.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every accepted answer of the function-calling sample is accepted by the grammar of its functions, unless it breaks
 * the function's own schema: the leaderboard also lets through a default of another type or outside the enumeration,
 * and a spelling that it compares without punctuation. Those are rejected.
 */
class FunctionCallingSampleTest {

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Set<String> accepted = new HashSet<>();
    private static final Set<String> invalid = new HashSet<>();

    @TempDir
    static Path folder;

    static Tokenizer tokenizer;
    static TurnGrammars grammars;
    static int observation;
    static int separator;

    @BeforeAll
    static void open() {
        tokenizer = Tokenizers.open(EmbeddedModel.unpack(folder), folder.resolve("native"));
        observation = tokenizer.special("<|observation|>").orElseThrow();
        separator = tokenizer.special("<|assistant|>").orElseThrow();
        int user = tokenizer.special("<|user|>").orElseThrow();
        grammars = new TurnGrammars(
                Vocabulary.of(tokenizer, tokenizer.size()),
                new TurnTokens(List.of(user), observation, separator),
                GrammarLimits.DEFAULT);
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    static Stream<JsonNode> cases() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/bfcl/sample.jsonl")).stream()
                .<JsonNode>map(Json::parseObject)
                .filter(example -> !example.path("accepted").isNull());
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("cases")
    void everyAcceptedAnswerIsAccepted(JsonNode example) {
        List<ToolSpec> tools = new ArrayList<>();
        for (JsonNode function : example.path("functions")) {
            tools.add(ToolSpec.function(
                    function.path("name").asString(),
                    function.path("description").asString(),
                    (ObjectNode) jsonSchema(function.path("parameters"))));
        }
        List<List<String>> calls = new ArrayList<>();
        for (JsonNode expected : example.path("accepted")) {
            Map.Entry<String, JsonNode> call = expected.properties().iterator().next();
            calls.add(variants(call.getValue()).stream()
                    .map(arguments -> call.getKey() + "\n" + arguments)
                    .toList());
        }
        int most = calls.stream().mapToInt(List::size).max().orElse(0);
        for (Constraints constraints : List.of(
                Constraints.DEFAULT,
                Constraints.DEFAULT.withToolChoice(ToolChoice.REQUIRED),
                new Constraints(ToolChoice.REQUIRED, true, true, Constraints.DEFAULT.format()))) {
            variants:
            for (int variant = 0; variant < most; variant++) {
                GrammarMatcher turn = grammars.turn(tools, constraints);
                for (int i = 0; i < calls.size(); i++) {
                    if (i > 0) {
                        accept(turn, separator, "the separator before call " + i);
                    }
                    String text =
                            calls.get(i).get(Math.min(variant, calls.get(i).size() - 1));
                    if (!isValid(text, tools)) {
                        invalid.add(text);
                        assertThat(turn.acceptText(text)).as(text).isFalse();
                        continue variants;
                    }
                    for (int token : tokenizer.encode(text)) {
                        accept(turn, token, text);
                    }
                }
                accept(turn, observation, "the end");
                assertThat(turn.mayEnd()).isTrue();
                accepted.add(example.path("id").asString());
            }
        }
        assertThat(accepted).contains(example.path("id").asString());
    }

    /** The answers that break their schema are few and known: more would mean that the check is wrong. */
    @AfterAll
    static void fewAnswersBreakTheirOwnSchema() {
        assertThat(accepted).hasSize(170);
        assertThat(invalid).hasSizeLessThanOrEqualTo(20);
    }

    private static boolean isValid(String call, List<ToolSpec> tools) {
        String name = call.substring(0, call.indexOf('\n'));
        ToolSpec tool =
                tools.stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
        return SCHEMAS.getSchema(tool.parameters())
                .validate(Json.parseObject(call.substring(name.length())))
                .isEmpty();
    }

    private static void accept(GrammarMatcher turn, int token, String text) {
        assertThat(turn.allowed()[token >> 6] >>> token & 1)
                .as("%s at %s", new String(tokenizer.bytes(token), java.nio.charset.StandardCharsets.UTF_8), text)
                .isEqualTo(1);
        turn.accept(token);
    }

    /**
     * Arguments in which each accepted value occurs; "" means that the argument is left out. Written as Python does and
     * without spaces.
     */
    private static List<String> variants(JsonNode arguments) {
        List<String> variants = new ArrayList<>();
        int most = 1;
        for (JsonNode values : arguments) {
            most = Math.max(most, values.size());
        }
        for (int i = 0; i < most; i++) {
            ObjectNode variant = Json.object();
            for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
                JsonNode values = argument.getValue();
                // An empty list of values stands for an empty array.
                JsonNode value = values.isEmpty() ? values : values.get(Math.min(i, values.size() - 1));
                if (!value.isString() || !value.asString().isEmpty()) {
                    variant.set(argument.getKey(), chosen(value));
                }
            }
            String compact = Json.write(variant);
            variants.add(compact);
            variants.add(spaced(variant));
        }
        return variants;
    }

    /** Inside an object the accepted values are listed again. */
    private static JsonNode chosen(JsonNode value) {
        if (value.isArray()) {
            var items = Json.MAPPER.createArrayNode();
            value.forEach(item -> items.add(chosen(item)));
            return items;
        }
        if (!value.isObject()) {
            return value;
        }
        ObjectNode object = Json.object();
        value.properties().forEach(member -> {
            JsonNode first = member.getValue().isArray() ? member.getValue().get(0) : member.getValue();
            if (!first.isString() || !first.asString().isEmpty()) {
                object.set(member.getKey(), chosen(first));
            }
        });
        return object;
    }

    private static String spaced(JsonNode value) {
        if (value.isObject()) {
            List<String> members = new ArrayList<>();
            value.properties().forEach(m -> members.add(Json.write(m.getKey()) + ": " + spaced(m.getValue())));
            return "{" + String.join(", ", members) + "}";
        }
        if (value.isArray()) {
            List<String> items = new ArrayList<>();
            value.forEach(item -> items.add(spaced(item)));
            return "[" + String.join(", ", items) + "]";
        }
        return Json.write(value);
    }

    /** The leaderboard's names of types as JSON Schema has them. */
    private static JsonNode jsonSchema(JsonNode schema) {
        if (schema.isArray()) {
            var items = Json.MAPPER.createArrayNode();
            schema.forEach(item -> items.add(jsonSchema(item)));
            return items;
        }
        if (!schema.isObject()) {
            return schema;
        }
        ObjectNode result = Json.object();
        schema.properties().forEach(member -> {
            JsonNode value = member.getValue();
            if (member.getKey().equals("type") && value.isString()) {
                switch (value.asString()) {
                    case "dict" -> result.put("type", "object");
                    case "float" -> result.put("type", "number");
                    case "tuple" -> result.put("type", "array");
                    case "any" -> {}
                    default -> result.set("type", value);
                }
            } else {
                result.set(member.getKey(), jsonSchema(value));
            }
        });
        return result;
    }
}
