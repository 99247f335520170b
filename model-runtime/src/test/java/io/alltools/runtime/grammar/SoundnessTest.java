package io.alltools.runtime.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import io.alltools.agent.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Whatever allowed tokens are taken, there is always a way on, and what ends is valid. */
class SoundnessTest {

    /** Larger numbers than these are not read by the validator as they are written. */
    private static final String HUGE_NUMBER = "(?s).*[0-9][eE][+-]?[0-9]{3,}.*|(?s).*[0-9]{300,}.*";

    @Test
    void whateverIsTakenItEndsInAValidValue() throws IOException {
        Random random = new Random(7);
        int ended = 0;
        int compiled = 0;
        List<String> problems = new ArrayList<>();
        for (JsonNode line : MaskBenchTest.sample()) {
            JsonNode schema = line.path("schema");
            Grammar grammar;
            try {
                grammar = Grammars.ofSchema(schema);
            } catch (GrammarException e) {
                continue;
            }
            compiled++;
            String name = line.path("name").asString();
            List<String> valid = validTexts(line, grammar);
            for (int i = 0; i < 2 + valid.size(); i++) {
                Walk walk = new Walk(grammar, Grammars.TINY, random);
                if (i >= 2) {
                    // Such a walk seldom finds all keys that are required; so others begin somewhere in a valid text.
                    int[] tokens = Grammars.TINY.encode(valid.get(i - 2));
                    for (int at = random.nextInt(tokens.length); at >= 0; at--) {
                        walk.take(tokens[walk.tokens().length]);
                    }
                }
                int begin = walk.tokens().length;
                for (int steps = 0; steps < 400 && !walk.ended(); steps++) {
                    walk.step(begin + (i == 0 ? 5 : 60));
                }
                if (walk.ended()) {
                    ended++;
                    problem(schema, walk.text()).ifPresent(problem -> problems.add(name + ": " + problem));
                }
            }
        }
        assertThat(problems).isEmpty();
        assertThat(compiled).isGreaterThan(375);
        assertThat(ended).isGreaterThan(500);
    }

    private static List<String> validTexts(JsonNode line, Grammar grammar) {
        List<String> valid = new ArrayList<>();
        for (JsonNode test : line.path("tests")) {
            String text = Json.write(test.path("data"));
            if (test.path("valid").asBoolean() && valid.size() < 2 && Grammars.accepts(grammar, text)) {
                valid.add(text);
            }
        }
        return valid;
    }

    private static java.util.Optional<String> problem(JsonNode schema, String text) {
        if (text.matches(HUGE_NUMBER)) {
            return java.util.Optional.empty();
        }
        try {
            Json.MAPPER.readTree(text);
        } catch (RuntimeException e) {
            return java.util.Optional.of("no JSON: " + text + " " + e.getMessage());
        }
        List<Error> errors;
        try {
            Schema validator = Grammars.validator(schema);
            errors = validator.validate(text, InputFormat.JSON);
        } catch (SchemaException e) {
            // It wants to read a document that the schema only names.
            return java.util.Optional.empty();
        }
        return errors.isEmpty() ? java.util.Optional.empty() : java.util.Optional.of(errors + " in " + text);
    }

    @Test
    void forbiddenTokensAreRefusedAndLeaveThePlaceAsItWas() {
        GrammarMatcher matcher = Grammars.ofSchema("{\"enum\":[\"ab\",\"ac\"]}").matcher(Set.of());
        int[] quote = Grammars.TINY.encode("\"");
        matcher.accept(quote[0]);
        long[] before = matcher.allowed().clone();
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> matcher.accept(quote[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(matcher.allowed()).isEqualTo(before);
        assertThat(matcher.acceptText("a\"")).isFalse();
        assertThat(matcher.acceptText("ab\"")).isTrue();
        assertThat(matcher.mayEnd()).isTrue();
    }
}
