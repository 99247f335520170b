package io.alltools.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.alltools.agent.Json;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Over many seeds at a high temperature: who must call calls, and arguments always parse and fit. */
class ForcedCallsTest {

    private static final int CHOICES = 16;

    private static final String TOOLS = """
            [{"type": "function", "function": {"name": "set_alarm", "parameters": {
               "type": "object", "required": ["hour", "label"], "additionalProperties": false,
               "properties": {"hour": {"type": "integer", "minimum": 0, "maximum": 23},
                              "label": {"type": "string", "minLength": 1, "maxLength": 10},
                              "days": {"type": "array", "maxItems": 3, "items": {"enum": ["mon", "tue", "sun"]}}}}}},
             {"type": "function", "function": {"name": "paint", "strict": true, "parameters": {
               "type": "object", "required": ["colour"], "additionalProperties": false,
               "properties": {"colour": {"anyOf": [{"enum": ["red", "blue"]},
                                                   {"type": "string", "pattern": "^#[0-9a-f]{6}$"}]}}}}},
             {"type": "function", "function": {"name": "stop", "parameters": {"additionalProperties": false}}}]""";

    @TempDir
    static Path folder;

    static TinyServer server;
    static final Map<String, Schema> SCHEMAS = new HashMap<>();

    @BeforeAll
    static void start() {
        server = new TinyServer(folder);
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        for (JsonNode tool : Json.MAPPER.readTree(TOOLS)) {
            JsonNode parameters = tool.at("/function/parameters");
            SCHEMAS.put(
                    tool.at("/function/name").asString(),
                    registry.getSchema(parameters.isMissingNode() ? Json.object() : parameters));
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aRequiredCallIsMade() throws Exception {
        check("\"required\"", "set_alarm", "paint", "stop");
    }

    @Test
    void theNamedFunctionIsCalled() throws Exception {
        check("{\"type\": \"function\", \"function\": {\"name\": \"set_alarm\"}}", "set_alarm");
    }

    @Test
    void onlyAllowedFunctionsAreCalled() throws Exception {
        check(
                "{\"type\": \"allowed_tools\", \"allowed_tools\": {\"mode\": \"required\", \"tools\": ["
                        + "{\"type\": \"function\", \"function\": {\"name\": \"paint\"}},"
                        + "{\"type\": \"function\", \"function\": {\"name\": \"stop\"}}]}}",
                "paint",
                "stop");
    }

    @Test
    void whereACallIsOnlyAllowedTheModelMayAnswer() throws Exception {
        JsonNode answer = ask(
                "{\"type\": \"allowed_tools\", \"allowed_tools\": {\"mode\": \"auto\", \"tools\": ["
                        + "{\"type\": \"function\", \"function\": {\"name\": \"stop\"}}]}}",
                3);
        for (JsonNode choice : answer.path("choices")) {
            for (JsonNode call : choice.at("/message/tool_calls")) {
                assertThat(call.at("/function/name").asString()).isEqualTo("stop");
            }
        }
    }

    private static void check(String toolChoice, String... callable) throws Exception {
        int complete = 0;
        for (int seed = 0; seed < 2 * CHOICES; seed += CHOICES) {
            for (JsonNode choice : ask(toolChoice, seed).path("choices")) {
                JsonNode calls = choice.at("/message/tool_calls");
                assertThat(calls).as(choice.toString()).isNotEmpty();
                // A turn that the token limit ended may break off within its last call.
                boolean cut = choice.path("finish_reason").asString().equals("length");
                complete += cut ? 0 : 1;
                for (int i = 0; i < calls.size() - (cut ? 1 : 0); i++) {
                    JsonNode function = calls.path(i).path("function");
                    assertThat(function.path("name").asString()).isIn((Object[]) callable);
                    JsonNode arguments =
                            Json.parseObject(function.path("arguments").asString());
                    assertThat(SCHEMAS.get(function.path("name").asString()).validate(arguments))
                            .as(function.toString())
                            .isEmpty();
                }
            }
        }
        assertThat(complete).as("complete turns").isGreaterThan(CHOICES);
    }

    private static JsonNode ask(String toolChoice, int seed) throws Exception {
        return server.answer("/v1/chat/completions", """
                {"model": "glm-tiny", "messages": [{"role": "user", "content": "Wake me."}], "temperature": 1.5,
                 "seed": %d, "n": %d, "max_tokens": 160, "parallel_tool_calls": false, "tool_choice": %s, "tools": %s}""".formatted(seed, CHOICES, toolChoice, TOOLS));
    }
}
