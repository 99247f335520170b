package io.alltools.runtime.grammar;

import static io.alltools.runtime.grammar.Grammars.accepts;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import io.alltools.agent.Json;
import io.alltools.agent.ModelException;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Random small schemas mean to a grammar what they mean to json-schema-validator. */
class SchemaFuzzTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> KEYS = List.of("a", "b", "ab", "c");
    private static final List<String> TEXTS = List.of("", "a", "b", "ab", "ba", "aab", "é😀", "a\nb", "1");
    private static final List<String> PATTERNS = List.of("^a", "b$", "^[ab]*$", "a.?b", "^.{2}$", "é|\\d", "^(?!a)");

    @Test
    void withoutNegationsEveryVerdictAgrees() {
        Verdicts verdicts = compare(new Random(5), 1500, false);
        assertThat(verdicts.disagreements).isEmpty();
        assertThat(verdicts.valid).isGreaterThan(2000);
        assertThat(verdicts.invalid).isGreaterThan(2000);
    }

    /** The opposite of a schema is told as far as that is decidable, so valid instances may be refused, but seldom. */
    @Test
    void withNegationsNothingInvalidIsAccepted() {
        Verdicts verdicts = compare(new Random(6), 1500, true);
        assertThat(verdicts.disagreements).isEmpty();
        assertThat(verdicts.valid).isGreaterThan(2000);
        assertThat(verdicts.refused).isLessThan(verdicts.valid / 50);
        assertThat(verdicts.notTold).isLessThan(120);
    }

    private static final class Verdicts {
        final List<String> disagreements = new java.util.ArrayList<>();
        int valid;
        int invalid;
        int refused;
        int notTold;
    }

    private static Verdicts compare(Random random, int schemas, boolean negations) {
        Verdicts verdicts = new Verdicts();
        for (int i = 0; i < schemas && verdicts.disagreements.size() < 5; i++) {
            JsonNode schema = new Generator(random, negations).root();
            Schema validator = Grammars.validator(schema);
            Grammar grammar;
            try {
                grammar = Grammars.ofSchema(schema);
            } catch (GrammarException e) {
                grammar = null;
                switch (e.kind()) {
                    case UNSATISFIABLE -> {}
                    case UNSUPPORTED, LIMIT -> {
                        // The opposite of a schema can't be told, or in too many alternatives.
                        assertThat(negations).as(schema + ": " + e.getMessage()).isTrue();
                        verdicts.notTold++;
                        continue;
                    }
                    case INVALID -> throw e;
                }
            }
            try {
                if (grammar != null && i % 3 == 0) {
                    walk(schema, validator, grammar, random, verdicts);
                }
                readInstances(schema, validator, grammar, random, verdicts, negations);
            } catch (ModelException tooManyAlternatives) {
                assertThat(negations).as(schema.toString()).isTrue();
                verdicts.notTold++;
            }
        }
        return verdicts;
    }

    private static void readInstances(
            JsonNode schema,
            Schema validator,
            @Nullable Grammar grammar,
            Random random,
            Verdicts verdicts,
            boolean negations) {
        for (int j = 0; j < 12; j++) {
            String instance = Json.write(value(random, 3));
            boolean valid = Grammars.isValid(validator, instance);
            boolean accepted = grammar != null && accepts(grammar, instance);
            if (valid) {
                verdicts.valid++;
            } else {
                verdicts.invalid++;
            }
            if (valid && !accepted && negations) {
                verdicts.refused++;
            } else if (valid != accepted) {
                verdicts.disagreements.add((accepted ? "accepts " : "refuses ") + instance + " of " + schema);
            }
        }
    }

    /** Random allowed tokens come to no dead end, and what ends is valid. */
    private static void walk(JsonNode schema, Schema validator, Grammar grammar, Random random, Verdicts verdicts) {
        Walk walk = new Walk(grammar, Grammars.TINY, random);
        for (int steps = 0; steps < 60 && !walk.ended(); steps++) {
            walk.step(4);
        }
        // A key may come twice; the later one counts, and then there are fewer than minProperties asks for.
        boolean readable = !walk.text().matches("(?s).*[0-9][eE][+-]?[0-9]{3,}.*");
        if (walk.ended() && readable && !Grammars.isValid(validator, walk.text())) {
            verdicts.disagreements.add("writes " + walk.text() + " for " + schema);
        }
    }

    /** Makes schemas. */
    private static final class Generator {
        private final Random random;
        private final boolean negations;

        Generator(Random random, boolean negations) {
            this.random = random;
            this.negations = negations;
        }

        JsonNode root() {
            ObjectNode schema = object(3);
            ObjectNode defs = NODES.objectNode();
            defs.set("r", object(2));
            defs.set("s", object(1));
            schema.set("$defs", defs);
            return schema;
        }

        JsonNode any(int depth) {
            if (random.nextInt(12) == 0) {
                return NODES.booleanNode(random.nextInt(4) > 0);
            }
            return object(depth);
        }

        ObjectNode object(int depth) {
            ObjectNode schema = NODES.objectNode();
            for (int keywords = 1 + random.nextInt(3); keywords > 0; keywords--) {
                add(schema, depth);
            }
            return schema;
        }

        private void add(ObjectNode schema, int depth) {
            switch (random.nextInt(depth == 0 ? 12 : negations ? 27 : 23)) {
                case 0 -> schema.put("type", type());
                case 1 -> schema.putArray("type").add(type()).add(type().equals("null") ? "object" : "array");
                case 2 -> schema.put("minimum", random.nextInt(7) - 3);
                case 3 -> schema.put("exclusiveMaximum", (random.nextInt(13) - 4) / 2.0);
                case 4 -> schema.put("multipleOf", List.of(2.0, 0.5, 3.0, 1.0).get(random.nextInt(4)));
                case 5 -> schema.put("minLength", random.nextInt(3));
                case 6 -> schema.put("maxLength", random.nextInt(4));
                case 7 -> schema.put("pattern", PATTERNS.get(random.nextInt(PATTERNS.size())));
                case 8 -> {
                    ArrayNode values = schema.putArray("enum");
                    for (int i = random.nextInt(4); i >= 0; i--) {
                        values.add(value(random, 1));
                    }
                }
                case 9 -> schema.set("const", value(random, 1));
                case 10 -> schema.put("minItems", random.nextInt(3));
                case 11 -> schema.putArray("required").add(key());
                case 12, 13, 14 -> {
                    ObjectNode properties = schema.putObject("properties");
                    for (int i = random.nextInt(3); i >= 0; i--) {
                        properties.set(key(), any(depth - 1));
                    }
                }
                case 15 -> schema.set("additionalProperties", any(depth - 1));
                case 16 -> {
                    ObjectNode patterns = schema.putObject("patternProperties");
                    for (int i = random.nextInt(2); i >= 0; i--) {
                        patterns.set(PATTERNS.get(random.nextInt(PATTERNS.size())), any(depth - 1));
                    }
                }
                case 17 -> {
                    switch (random.nextInt(5)) {
                        case 0 -> schema.put("minProperties", random.nextInt(3));
                        case 1 -> schema.put("maxProperties", random.nextInt(3));
                        case 2 -> schema.put("maxItems", random.nextInt(3));
                        case 3 ->
                            schema.putObject("dependentRequired")
                                    .putArray(key())
                                    .add(key())
                                    .add(key());
                        default -> schema.set("propertyNames", any(0));
                    }
                }
                case 18 -> schema.set("items", any(depth - 1));
                case 19 -> {
                    ArrayNode prefix = schema.putArray("prefixItems");
                    for (int i = random.nextInt(2); i >= 0; i--) {
                        prefix.add(any(depth - 1));
                    }
                }
                case 20 -> {
                    if (depth == 3) {
                        schema.put("$ref", random.nextBoolean() ? "#/$defs/r" : "#/$defs/s");
                    } else {
                        schema.putObject("properties").putObject(key()).put("$ref", "#");
                    }
                }
                case 21 -> {
                    ArrayNode parts = schema.putArray(random.nextBoolean() ? "anyOf" : "allOf");
                    for (int i = random.nextInt(3); i >= 0; i--) {
                        parts.add(any(depth - 1));
                    }
                }
                case 22 -> schema.putObject("dependentSchemas").set(key(), any(depth - 1));
                case 23, 24 -> schema.set("not", any(depth - 1));
                case 25 -> schema.putArray("oneOf").add(any(depth - 1)).add(any(depth - 1));
                default -> {
                    schema.set("if", any(depth - 1));
                    schema.set("then", any(depth - 1));
                    schema.set("else", any(depth - 1));
                }
            }
        }

        private String type() {
            return List.of("null", "boolean", "integer", "number", "string", "array", "object", "object")
                    .get(random.nextInt(8));
        }

        private String key() {
            return KEYS.get(random.nextInt(KEYS.size()));
        }
    }

    private static JsonNode value(Random random, int depth) {
        switch (random.nextInt(depth == 0 ? 5 : 11)) {
            case 0 -> {
                return NODES.nullNode();
            }
            case 1 -> {
                return NODES.booleanNode(random.nextBoolean());
            }
            case 2 -> {
                return NODES.numberNode(random.nextInt(9) - 4);
            }
            case 3 -> {
                return NODES.numberNode(random.nextInt(5) - 2 + 0.5);
            }
            case 4, 5 -> {
                return NODES.stringNode(TEXTS.get(random.nextInt(TEXTS.size())));
            }
            case 6, 7 -> {
                ArrayNode array = NODES.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(value(random, depth - 1));
                }
                return array;
            }
            default -> {
                ObjectNode object = NODES.objectNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.set(KEYS.get(random.nextInt(KEYS.size())), value(random, depth - 1));
                }
                return object;
            }
        }
    }
}
