package io.alltools.trajectories.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What the leaderboard's {@code ast_checker} says of the same calls. */
class AstCheckTest {

    private static final String FUNCTION = """
            [{"name": "f", "description": "", "parameters": {"type": "dict", "required": ["s"], "properties": {
              "s": {"type": "string"}, "i": {"type": "integer"}, "x": {"type": "float"}, "b": {"type": "boolean"},
              "l": {"type": "array", "items": {"type": "string"}}, "n": {"type": "array", "items": {"type": "integer"}},
              "t": {"type": "tuple", "items": {"type": "float"}}, "d": {"type": "dict"},
              "m": {"type": "array", "items": {"type": "dict"}}, "q": {"type": "array", "items": {"type": "array"}},
              "a": {"type": "any"}, "u": {"type": "array"}}}}]
            """;

    /** Arguments beside {@code s}, and what is accepted of them. */
    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "s": "april 1 2024"       | "s": ["April 1, 2024"]              | true
                    "s": "A-B_C*D^E/F."       | "s": ["abcdef"]                     | true
                    "s": "it's"               | "s": ["it\\"s"]                     | true
                    "s": "a:b"                | "s": ["ab"]                         | false
                    "s": "b"                  | "s": ["a", "b"]                     | true
                    "s": 5                    | "s": ["5"]                          | false
                    "s": null                 | "s": ["a"]                          | false
                    "s": ""                   | "s": ["a", ""]                      | true
                    "i": 5                    | "i": [5]                            | true
                    "i": 5.0                  | "i": [5]                            | false
                    "i": true                 | "i": [1]                            | false
                    "i": "5"                  | "i": [5]                            | false
                    "i": "n"                  | "i": ["n"]                          | true
                    "i": "N"                  | "i": ["n"]                          | false
                    "i": 6                    | "i": [5, ""]                        | false
                    "x": 5                    | "x": [5.0]                          | true
                    "x": 5.0                  | "x": [5]                            | true
                    "x": 5.1                  | "x": [5]                            | false
                    "x": "5"                  | "x": [5.0]                          | false
                    "b": true                 | "b": [true]                         | true
                    "b": true                 | "b": [false, ""]                    | false
                    "b": 1                    | "b": [true]                         | false
                    "l": ["New York", "LA"]   | "l": [["new-york", "la"]]           | true
                    "l": ["la", "ny"]         | "l": [["ny", "la"]]                 | false
                    "l": ["a"]                | "l": [["b"], ["a"]]                 | true
                    "l": []                   | "l": [["a"], ""]                    | true
                    "l": []                   | "l": [[]]                           | true
                    "l": []                   | "l": []                             | false
                    "l": [1]                  | "l": [["1"]]                        | false
                    "l": "a"                  | "l": [["a"]]                        | false
                    "n": [1, 2]               | "n": [[1, 2]]                       | true
                    "n": [1, 2.0]             | "n": [[1, 2]]                       | false
                    "n": [1.5]                | "n": [[1.5]]                        | true
                    "t": [1.5, 2.5]           | "t": [[1.5, 2.5]]                   | true
                    "t": [1, 2.5]             | "t": [[1.0, 2.5]]                   | false
                    "q": [[1], [2]]           | "q": [[[1], [2]]]                   | true
                    "u": [1, "A"]             | "u": [[1, "a"]]                     | true
                    "d": {"k": "V"}           | "d": [{"k": ["v", "w"]}]            | true
                    "d": {"k": "x"}           | "d": [{"k": ["v"]}]                 | false
                    "d": {"k": "x"}           | "d": [{"k": ["v"]}, {"k": ["x"]}]   | true
                    "d": {}                   | "d": [{"k": ["v"]}]                 | false
                    "d": {}                   | "d": [{"k": ["v", ""]}]             | true
                    "d": {"k": 1, "z": 1}     | "d": [{"k": [1]}]                   | false
                    "d": {}                   | "d": [""]                           | false
                    "d": "k"                  | "d": [{"k": [1]}]                   | false
                    "m": [{"k": 1}]           | "m": [[{"k": [1, 2]}]]              | true
                    "m": [{"k": 1}, {"k": 2}] | "m": [[{"k": [2]}, {"k": [1]}]]     | false
                    "m": [{"k": 1}]           | "m": [[{"k": [1]}, {"k": [1]}]]     | false
                    "m": ["k"]                | "m": [[{"k": [1]}]]                 | false
                    "m": []                   | "m": [[{"k": [1]}], ""]             | true
                    "a": "x"                  | "a": ["X"]                          | true
                    "a": 5                    | "a": [5]                            | true
                    "z": 5                    | "z": [5]                            | false
                    "i": 5                    | "x": [5, ""]                        | false
                    """)
    void oneArgument(String made, String possible, boolean accepted) {
        String call = made.startsWith("\"s\"") ? made : "\"s\": \"a\", " + made;
        String answer = possible.startsWith("\"s\"") ? possible : "\"s\": [\"a\"], " + possible;
        assertThat(problem("[{\"f\": {" + answer + "}}]", "{" + call + "}")).isEqualTo(accepted);
    }

    @Test
    void whatIsLeftOutMustBeOptional() {
        assertThat(problem("[{\"f\": {\"s\": [\"a\"], \"i\": [5]}}]", "{\"s\": \"a\"}"))
                .isFalse();
        assertThat(problem("[{\"f\": {\"s\": [\"a\"], \"i\": [5, \"\"]}}]", "{\"s\": \"a\"}"))
                .isTrue();
        // Required is required, whatever is accepted.
        assertThat(problem("[{\"f\": {\"s\": [\"a\", \"\"]}}]", "{}")).isFalse();
    }

    @Test
    void callsAreInAnyOrderAndAsManyAsExpected() {
        String two = "[{\"f\": {\"s\": [\"a\"]}}, {\"f\": {\"s\": [\"b\"]}}]";
        assertThat(problem(two, "{\"s\": \"b\"}", "{\"s\": \"a\"}")).isTrue();
        assertThat(problem(two, "{\"s\": \"a\"}", "{\"s\": \"a\"}")).isFalse();
        assertThat(problem(two, "{\"s\": \"a\"}")).isFalse();
        assertThat(problem(two, "{\"s\": \"a\"}", "{\"s\": \"b\"}", "{\"s\": \"b\"}"))
                .isFalse();
        assertThat(problem(two)).isFalse();
    }

    @Test
    void namesMustBeExact() {
        AstCheck check =
                new AstCheck(Json.MAPPER.readTree(FUNCTION), Json.MAPPER.readTree("[{\"f\": {\"s\": [\"a\"]}}]"));
        assertThat(check.problem(List.of(new AstCheck.Call("F", Json.parseObject("{\"s\": \"a\"}")))))
                .contains("no call is {\"f\":{\"s\":[\"a\"]}}: expected the function f, found F");
    }

    private static boolean problem(String accepted, String... calls) {
        JsonNode functions = Json.MAPPER.readTree(FUNCTION);
        return new AstCheck(functions, Json.MAPPER.readTree(accepted))
                .problem(List.of(calls).stream()
                        .map(arguments -> new AstCheck.Call("f", Json.parseObject(arguments)))
                        .toList())
                .isEmpty();
    }
}
