package io.alltools.runtime.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.Constraints;
import io.alltools.agent.FinishReason;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Sampling;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolChoice;
import io.alltools.agent.ToolSpec;
import io.alltools.runtime.RuntimeOptions;
import io.alltools.runtime.embedded.EmbeddedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small model at a high temperature has no idea what it writes; its calls are valid all the same. */
class RequiredCallsTest {

    private static final int CALLS = 200;
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private static final List<ToolSpec> TOOLS =
            List.of(tool("get_weather", """
                    {"type": "object", "properties": {"city": {"type": "string"}, "unit": {"enum": ["celsius", "fahrenheit"]}},
                     "required": ["city"]}"""), tool("book_flight", """
                    {"type": "object",
                     "properties": {"from": {"type": "string", "pattern": "^[A-Z]{3}$"}, "to": {"type": "string", "pattern": "^[A-Z]{3}$"},
                                    "date": {"type": "string", "format": "date"}, "passengers": {"type": "integer", "minimum": 1, "maximum": 9},
                                    "class": {"type": ["string", "null"], "maxLength": 12}},
                     "required": ["from", "to", "date", "passengers"], "additionalProperties": false}"""), tool("set_lights", """
                    {"type": "object",
                     "properties": {"rooms": {"type": "array", "items": {"$ref": "#/$defs/room"}, "minItems": 1, "maxItems": 3},
                                    "on": {"type": "boolean"}, "level": {"type": "number", "exclusiveMinimum": 0, "maximum": 1}},
                     "required": ["rooms", "on"],
                     "$defs": {"room": {"oneOf": [{"type": "string", "minLength": 1, "maxLength": 8},
                                                  {"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"],
                                                   "maxProperties": 2}]}}}"""));

    @TempDir
    static Path cache;

    @Test
    void everyCallFitsItsSchema() throws Exception {
        RuntimeOptions options = RuntimeOptions.defaults().withCache(cache).withContext(4096);
        int calls = 0;
        int seed = 0;
        try (GlmChatModel model = EmbeddedModel.open(options);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            while (calls < CALLS) {
                List<Future<AssistantTurn>> turns = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    ChatRequest request = request(++seed);
                    turns.add(threads.submit(() -> model.generate(request, delta -> {})));
                }
                for (Future<AssistantTurn> turn : turns) {
                    calls += requireValid(turn.get());
                }
                assertThat(seed).as("turns for %d calls", calls).isLessThan(4 * CALLS);
            }
        }
    }

    /** A turn that reached the token limit says so; its last call is not one. */
    private static int requireValid(AssistantTurn turn) {
        if (turn.finishReason() == FinishReason.LENGTH) {
            return 0;
        }
        assertThat(turn.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(turn.calls()).isNotEmpty();
        for (ToolCall call : turn.calls()) {
            ToolSpec tool = TOOLS.stream()
                    .filter(t -> t.name().equals(call.name()))
                    .findFirst()
                    .orElseThrow();
            assertThat(SCHEMAS.getSchema(tool.parameters()).validate(Json.parseObject(call.arguments())))
                    .as(call.arguments())
                    .isEmpty();
        }
        return turn.calls().size();
    }

    private static ChatRequest request(int seed) {
        String question = List.of("What is the weather in Paris?", "Book a flight to Oslo", "Lights on!", "你好")
                .get(seed % 4);
        return new ChatRequest(
                        List.of(Message.user(question)), TOOLS, new Sampling(1.5, 0, 1, (long) seed), 300, List.of())
                .withConstraints(Constraints.DEFAULT.withToolChoice(ToolChoice.REQUIRED));
    }

    private static ToolSpec tool(String name, String schema) {
        return ToolSpec.function(name, "", Json.parseObject(schema));
    }
}
