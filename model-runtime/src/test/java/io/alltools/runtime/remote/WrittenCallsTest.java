package io.alltools.runtime.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.agent.ToolSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenCallsTest {

    private static final List<ToolSpec> TOOLS = List.of(
            ToolSpec.builtIn("python", "", "code"),
            ToolSpec.function("get_weather", "", Json.parseObject("{\"type\": \"object\"}")),
            ToolSpec.function("get_time", "", Json.parseObject("{\"type\": \"object\"}")));

    /** Calls as {@code name arguments; …}; ⏎ is a line break. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '~',
            value = {
                "{\"name\": \"get_weather\", \"arguments\": {\"city\": \"Oslo\"}} ¦ get_weather {\"city\":\"Oslo\"}",
                "{\"name\":\"get_weather\",\"parameters\":{\"city\":\"Oslo\"}} ¦ get_weather {\"city\":\"Oslo\"}",
                "{\"arguments\": {\"city\": \"Oslo\"}, \"name\": \"get_weather\"} ¦ get_weather {\"city\":\"Oslo\"}",
                "⏎⏎{⏎  \"name\": \"get_time\",⏎  \"arguments\": {}⏎}⏎ ¦ get_time {}",
                "{\"name\": \"get_weather\", \"arguments\": \"{\\\"city\\\": \\\"Oslo\\\"}\"} ¦ get_weather {\"city\":\"Oslo\"}",
                "{\"name\": \"python\", \"arguments\": {\"code\": \"print(1)\"}} ¦ python print(1)",
                "{\"name\": \"python\", \"arguments\": \"print(1)\"} ¦ python print(1)",
                "{\"name\": \"python\", \"arguments\": {\"input\": \"print(1)\"}} ¦ python print(1)",
                "{\"name\": \"python\", \"arguments\": \"{\\\"code\\\": \\\"print(1)\\\"}\"} ¦ python print(1)",
                "{\"type\": \"function\", \"name\": \"get_time\", \"parameters\": {}} ¦ get_time {}",
                "{\"type\": \"function\", \"function\": {\"name\": \"get_time\", \"arguments\": {}}} ¦ get_time {}",
                "{\"function\": {\"name\": \"get_time\", \"arguments\": \"{}\"}} ¦ get_time {}",
                "{\"id\": \"call_1\", \"type\": \"function\", \"function\": {\"name\": \"get_time\", \"arguments\": {}}} ¦ get_time {}",
                "[{\"name\": \"get_time\", \"arguments\": {}}] ¦ get_time {}",
                "[{\"name\": \"get_time\", \"arguments\": {}}, {\"name\": \"python\", \"arguments\": {\"code\": \"1\"}}] ¦ get_time {}; python 1",
                "```json⏎{\"name\": \"get_time\", \"arguments\": {}}⏎``` ¦ get_time {}",
                "```⏎{\"name\": \"get_time\", \"arguments\": {}}⏎``` ¦ get_time {}",
                "```tool_call⏎{\"name\": \"get_time\", \"arguments\": {}}⏎```⏎ ¦ get_time {}",
                "```json⏎[{\"name\": \"get_time\", \"parameters\": {}}]⏎``` ¦ get_time {}",
                "<tool_call>⏎{\"name\": \"get_time\", \"arguments\": {}}⏎</tool_call> ¦ get_time {}",
                "<tool_call>{\"name\": \"get_time\", \"arguments\": {}}</tool_call> ¦ get_time {}",
                "<tool_call>⏎{\"name\": \"get_time\", \"arguments\": {}}⏎ ¦ get_time {}",
                "<tool_call>⏎{\"name\": \"get_time\", \"arguments\": {}}⏎</tool_call>⏎<tool_call>⏎{\"name\": \"python\", \"arguments\": {\"code\": \"2\"}}⏎</tool_call> ¦ get_time {}; python 2",
                "<tool_call>[{\"name\": \"get_time\", \"arguments\": {}}, {\"name\": \"get_time\", \"arguments\": {\"a\": 1}}]</tool_call> ¦ get_time {}; get_time {\"a\":1}",
                "<|tool_call|>{\"name\": \"get_time\", \"arguments\": {}}<|/tool_call|> ¦ get_time {}",
                "<|tool_call|>[{\"name\": \"get_time\", \"arguments\": {}}] ¦ get_time {}",
                "get_weather⏎{\"city\": \"Oslo\"} ¦ get_weather {\"city\":\"Oslo\"}",
                "⏎get_weather⏎{\"city\": \"Oslo\"}⏎ ¦ get_weather {\"city\":\"Oslo\"}",
                "python⏎{\"code\": \"print(1)\"} ¦ python print(1)",
                "```⏎get_weather⏎{\"city\": \"Oslo\"}⏎``` ¦ get_weather {\"city\":\"Oslo\"}",
                "{\"name\": \"get_weather\", \"arguments\": {\"city\": \"</tool_call> ```\"}} ¦ get_weather {\"city\":\"</tool_call> ```\"}",
            })
    void aCallIsFoundAndNothingOfItIsSaid(String text, String calls) {
        for (int pieces : List.of(1, 2, 5, 1000)) {
            StringBuilder said = new StringBuilder();
            assertThat(read(lines(text), pieces, said))
                    .as("pieces of %d", pieces)
                    .isEqualTo(calls);
            assertThat(said).as("pieces of %d", pieces).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hello.",
                "",
                "⏎ ",
                "I would call {\"name\": \"get_time\", \"arguments\": {}}.",
                "{\"name\": \"get_time\", \"arguments\": {}} would tell the time.",
                "```json⏎{\"name\": \"get_time\", \"arguments\": {}}⏎```⏎This is how it is called.",
                "Here:⏎```json⏎{\"name\": \"get_time\", \"arguments\": {}}⏎```",
                "{\"name\": \"get_wind\", \"arguments\": {}}",
                "{\"name\": \"get_time\"}",
                "{\"name\": \"Ada\", \"age\": 36}",
                "{\"name\": \"get_time\", \"arguments\": {}, \"answer\": 4}",
                "{\"name\": \"get_time\", \"arguments\": {}, \"parameters\": {}}",
                "{\"name\": \"get_time\", \"arguments\": 3}",
                "{\"name\": \"get_weather\", \"arguments\": \"Oslo\"}",
                "{\"name\": \"get_time\", \"arguments\": {",
                "[{\"name\": \"get_time\", \"arguments\": {}}, {\"name\": \"get_wind\", \"arguments\": {}}]",
                "[]",
                "[1, 2, 3]",
                "{}",
                "<tool_call>⏎</tool_call>",
                "<tool_call>not JSON</tool_call>",
                "<tool_calls> is a tag.",
                "Text, then <tool_call>{\"name\": \"get_time\", \"arguments\": {}}</tool_call>",
                "get_weather⏎is what I would call.",
                "get_weather",
                "python⏎print(1)",
                "```python⏎print(1)⏎```",
                "```⏎",
                "get_wind⏎{}",
                "{'name': 'get_time', 'arguments': {}}",
            })
    void anythingElseIsTextToTheLastCharacter(String text) {
        for (int pieces : List.of(1, 2, 5, 1000)) {
            StringBuilder said = new StringBuilder();
            assertThat(read(lines(text), pieces, said))
                    .as("pieces of %d", pieces)
                    .isEmpty();
            assertThat(said.toString()).as("pieces of %d", pieces).isEqualTo(lines(text));
        }
    }

    @Test
    void whatCanBeNoCallIsNotHeldUp() {
        StringBuilder said = new StringBuilder();
        WrittenCalls calls = new WrittenCalls(TOOLS, said::append);
        calls.accept("{\"name\": \"Ada");
        assertThat(said.toString()).isEqualTo("{\"name\": \"Ada");
        said.setLength(0);
        calls = new WrittenCalls(TOOLS, said::append);
        calls.accept("```py");
        calls.accept("thon\nprint");
        assertThat(said.toString()).isEqualTo("```python\nprint");
    }

    private static String read(String text, int length, StringBuilder said) {
        WrittenCalls calls = new WrittenCalls(TOOLS, said::append);
        for (int i = 0; i < text.length(); i += length) {
            calls.accept(text.substring(i, Math.min(text.length(), i + length)));
        }
        return String.join(
                "; ",
                calls.finish().stream()
                        .map(call -> call.name() + " " + call.arguments())
                        .toList());
    }

    private static String lines(String text) {
        return text.replace('⏎', '\n');
    }
}
