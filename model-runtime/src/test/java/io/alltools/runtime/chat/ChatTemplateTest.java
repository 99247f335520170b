package io.alltools.runtime.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.Json;
import io.alltools.agent.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class ChatTemplateTest {

    private static final Path CHAT = Path.of("src/test/resources/chat");

    /** Rendered by transformers, see make_chat_fixtures.py. */
    @ParameterizedTest
    @MethodSource("cases")
    void rendersByteForByteWhatTransformersDoes(String line) throws IOException {
        JsonNode example = Json.parseObject(line);
        ChatTemplate template = new ChatTemplate(Files.readString(CHAT.resolve("glm-4-9b-chat.jinja")));
        assertThat(template.render(
                        messages(example), example.path("add_generation_prompt").asBoolean()))
                .isEqualTo(example.path("text").asString());
    }

    static Stream<String> cases() throws IOException {
        return Files.readAllLines(CHAT.resolve("cases.jsonl")).stream();
    }

    @Test
    void whatLooksLikeATemplateInAMessageStaysText() {
        ChatTemplate template = new ChatTemplate("{% for m in messages %}{{ m['content'] }}{% endfor %}");
        String text = "{{ messages }} {% raw %} {# c #} {{ 7 * 7 }}";
        assertThat(template.render(List.of(Map.of("role", "user", "content", text)), false))
                .isEqualTo(text);
    }

    /** In the manner of GLM-Z1, which takes reasoning out of earlier turns and opens that of the next one. */
    private static final String THINKING = """
            [gMASK]<sop>{% for m in messages %}{% if m['role'] == 'user' %}<|user|>
            {{ m['content'] }}{% else %}<|assistant|>
            {{ m['content'].split('</think>')[-1].strip() }}{% endif %}{% endfor %}\
            {% if add_generation_prompt %}<|assistant|>
            <think>
            {% endif %}""";

    @Test
    void aTemplateThatOpensThoughtsIsKnown() {
        ChatTemplate opens = new ChatTemplate(THINKING);
        assertThat(opens.opensThoughts()).isTrue();
        assertThat(opens.render(
                        List.of(
                                Map.of("role", "user", "content", "a"),
                                Map.of("role", "assistant", "content", "<think>hm</think>\n\nb")),
                        false))
                .isEqualTo("[gMASK]<sop><|user|>\na<|assistant|>\nb");
        ChatTemplate knows = new ChatTemplate(THINKING.replace("<think>\n", "<think></think>\n"));
        assertThat(knows.opensThoughts()).isFalse();
        assertThat(knows.knowsThoughts()).isTrue();
        assertThat(new ChatTemplate("{{ messages }}").knowsThoughts()).isFalse();
    }

    @Test
    void aBrokenTemplateIsNamedWithItsLine() {
        ChatTemplate template = new ChatTemplate("a\n{% for %}");
        assertThatThrownBy(() -> template.render(List.of(), false))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("chat template")
                .hasMessageContaining("line 2");
    }

    @Test
    void jsonIsPythons() {
        Object value = Json.MAPPER.convertValue(
                Json.parseObject("{\"a\":[],\"b\":{},\"c\":[1,2.5,1e20,-0.00001,true,null],\"d\":\"é\\u0001/<\\\"\"}"),
                LinkedHashMap.class);
        assertThat(PythonJson.dumps(value, -1))
                .isEqualTo("{\"a\": [], \"b\": {}, \"c\": [1, 2.5, 1e+20, -1e-05, true, null],"
                        + " \"d\": \"é\\u0001/<\\\"\"}");
        assertThat(PythonJson.dumps(Map.of("k", List.of(1, "x")), 2))
                .isEqualTo("{\n  \"k\": [\n    1,\n    \"x\"\n  ]\n}");
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> messages(JsonNode example) {
        return (List<Map<String, Object>>) Json.MAPPER.convertValue(example.path("messages"), List.class);
    }
}
