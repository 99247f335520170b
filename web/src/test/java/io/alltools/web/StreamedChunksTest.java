package io.alltools.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.alltools.agent.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Every chunk is one of OpenAI's, and what they say together is the answer that comes whole. */
class StreamedChunksTest {

    private static final String WEATHER = "'tools':[{'type':'function','function':{'name':'get_weather','parameters':"
            + "{'type':'object','properties':{'city':{'type':'string','maxLength':12}},'required':['city'],"
            + "'additionalProperties':false}}}]";

    /** The token between two calls is so likely that a next call always follows. */
    private static final String SEVERAL_CALLS =
            "'max_tokens':80,'tool_choice':'required','logit_bias':{'SEPARATOR':100}," + WEATHER;

    @TempDir
    static Path folder;

    static TinyServer server;
    static Schema schema;

    @BeforeAll
    static void start() throws Exception {
        server = new TinyServer(folder);
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Json.MAPPER.readTree(
                        Files.readString(Path.of("src/test/resources/openai-chat-chunk.schema.json"))));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'max_tokens':60",
                "'max_tokens':60,'temperature':1.4,'seed':5,'n':3",
                "'max_tokens':3",
                "'max_tokens':40,'logprobs':true,'top_logprobs':3",
                "'max_tokens':40,'logprobs':true,'temperature':1.2,'seed':2,'n':2",
                "'max_tokens':40,'logprobs':true,'stop':['am','o']",
                "'max_tokens':80,'response_format':{'type':'json_schema','json_schema':{'name':'a','strict':true,"
                        + "'schema':{'type':'object','properties':{'ok':{'type':'boolean'},'why':{'enum':['no','yes']}},"
                        + "'required':['ok','why'],'additionalProperties':false}}}",
                "'max_tokens':120,'tool_choice':'required'," + WEATHER,
                "'max_tokens':200,'logprobs':true,'top_logprobs':1,'tool_choice':'required','temperature':1.3,'seed':9,"
                        + "'n':2," + WEATHER,
                "'max_tokens':8,'tool_choice':'required'," + WEATHER,
                SEVERAL_CALLS,
            })
    void chunksFitTheirSchemaAndAddUpToTheWholeAnswer(String given) throws Exception {
        String fields = given.replace("SEPARATOR", separator());
        JsonNode whole = server.answer("/v1/chat/completions", body("Who are you?", fields));
        List<JsonNode> chunks = server.chunks(
                "/v1/chat/completions",
                body("Who are you?", fields + ",'stream':true,'stream_options':{'include_usage':true}"));

        for (JsonNode chunk : chunks) {
            assertThat(schema.validate(chunk)).as(chunk.toString()).isEmpty();
            assertThat(chunk.path("id")).isEqualTo(chunks.getFirst().path("id"));
            assertThat(chunk.path("system_fingerprint")).isEqualTo(whole.path("system_fingerprint"));
        }
        ArrayNode choices = (ArrayNode) withoutIds(whole.path("choices"));
        for (int i = 0; i < choices.size(); i++) {
            assertThat(withoutIds(Json.MAPPER.createArrayNode().add(accumulated(chunks, i)))
                            .path(0))
                    .isEqualTo(choices.path(i));
        }
        ObjectNode usage = (ObjectNode) chunks.getLast().path("usage");
        assertThat(chunks.getLast().path("choices").isEmpty()).isTrue();
        assertThat(usage.path("completion_tokens")).isEqualTo(whole.at("/usage/completion_tokens"));
        assertThat(usage.path("prompt_tokens")).isEqualTo(whole.at("/usage/prompt_tokens"));
    }

    @Test
    void parallelCallsHaveAnIndexAndAnIdEach() throws Exception {
        JsonNode calls = accumulated(
                        server.chunks(
                                "/v1/chat/completions",
                                body(
                                        "Who are you?",
                                        "'stream':true," + SEVERAL_CALLS.replace("SEPARATOR", separator()))),
                        0)
                .at("/message/tool_calls");

        assertThat(calls.size()).isGreaterThan(1);
        assertThat(calls.valueStream().map(call -> call.path("id").asString())).doesNotHaveDuplicates();
    }

    @Test
    void withoutBeingAskedNoChunkSpeaksOfUsage() throws Exception {
        assertThat(server.chunks("/v1/chat/completions", body("Who are you?", "'max_tokens':3,'stream':true")))
                .noneMatch(chunk -> chunk.has("usage"));
    }

    private static String separator() throws Exception {
        return server.answer("/tokenize", "{'prompt':'<|assistant|>','add_special_tokens':false}")
                .at("/tokens/0")
                .asString();
    }

    /** As official clients do it: by the index of the choice and of the call. */
    private static ObjectNode accumulated(List<JsonNode> chunks, int index) {
        ObjectNode choice = Json.object().put("index", index);
        ObjectNode message = choice.putObject("message");
        ArrayNode logprobs = Json.MAPPER.createArrayNode();
        StringBuilder content = new StringBuilder();
        List<ObjectNode> calls = new ArrayList<>();
        for (JsonNode chunk : chunks) {
            JsonNode part = chunk.at("/choices/0");
            if (part.path("index").asInt(-1) != index) {
                continue;
            }
            assertThat(choice.has("finish_reason")).as("chunks after the last").isFalse();
            JsonNode delta = part.path("delta");
            if (delta.has("role")) {
                message.set("role", delta.path("role"));
            }
            assertThat(message.has("role")).as("the role comes first").isTrue();
            content.append(delta.path("content").asString(""));
            for (JsonNode call : delta.path("tool_calls")) {
                int at = call.path("index").asInt();
                if (at == calls.size()) {
                    ObjectNode begun = call.deepCopy().asObject();
                    begun.remove("index");
                    calls.add(begun);
                } else {
                    assertThat(at).as("calls come one after the other").isEqualTo(calls.size() - 1);
                    ObjectNode function = (ObjectNode) calls.get(at).path("function");
                    function.put(
                            "arguments",
                            function.path("arguments").asString()
                                    + call.at("/function/arguments").asString());
                }
            }
            part.at("/logprobs/content").forEach(logprobs::add);
            if (part.path("finish_reason").isString()) {
                choice.set("finish_reason", part.path("finish_reason"));
            }
        }
        message.put("content", content.isEmpty() && !calls.isEmpty() ? null : content.toString());
        message.putNull("refusal");
        if (!calls.isEmpty()) {
            message.putArray("tool_calls").addAll(calls);
        }
        if (logprobs.isEmpty()) {
            choice.putNull("logprobs");
        } else {
            choice.putObject("logprobs").putNull("refusal").set("content", logprobs);
        }
        return choice;
    }

    /** Each call has an id of its own, also where everything else repeats. */
    private static JsonNode withoutIds(JsonNode choices) {
        for (JsonNode choice : choices) {
            choice.at("/message/tool_calls").forEach(call -> ((ObjectNode) call).remove("id"));
        }
        return choices;
    }

    private static String body(String question, String fields) {
        return "{'model':'glm-tiny','messages':[{'role':'user','content':'" + question + "'}]," + fields + "}";
    }
}
