package io.alltools.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.alltools.agent.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** All Tools requests as a client makes them, with glm-tiny and nothing made up. */
class EmbeddedAllToolsTest {

    private static final String COMPLETIONS = "/v1/chat/completions";
    private static final String INTERPRETER = "{'type':'code_interpreter'}";
    private static final String AT_THE_CLIENT = "{'type':'code_interpreter','code_interpreter':{'sandbox':'none'}}";
    private static final String BROWSER = "{'type':'web_browser','web_browser':{'browser':'auto'}}";
    private static final String WEATHER =
            "{'type':'function','function':{'name':'get_weather','description':'Get the current weather of a city.',"
                    + "'parameters':{'type':'object','properties':{'city':{'type':'string'}},'required':['city']}}}";

    @TempDir
    static Path folder;

    static TinyServer server;
    static Schema schema;

    @BeforeAll
    static void start() throws Exception {
        Path pages = Files.createDirectories(folder.resolve("pages"));
        Files.writeString(
                pages.resolve("norland.html"),
                "<title>Norland</title><h1>Norland</h1><p>Norland is a country. The capital of Norland is Vetia. It has 2"
                        + " million inhabitants.</p>");
        Files.writeString(
                pages.resolve("vetia.html"),
                "<title>Vetia</title><p>Vetia is the capital of Norland and lies on the river Ossa.</p>");
        server = new TinyServer(
                folder.resolve("data"),
                Map.of("ALLTOOLS_SEARCH_FOLDER", pages.toString()),
                List.of("python", "simple_browser"));
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Json.MAPPER.readTree(
                        Files.readString(Path.of("src/test/resources/glm-alltools-chunk.schema.json"))));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void codeIsStreamedAsItIsWrittenThenWhatItPrintedThenTheAnswer() throws Exception {
        List<JsonNode> chunks = stream(asks("What is 48213 * 77?"), INTERPRETER);

        List<JsonNode> written = calls(chunks, "assistant");
        assertThat(written).hasSizeGreaterThan(2).allSatisfy(call -> {
            assertThat(call.path("type").asString()).isEqualTo("code_interpreter");
            assertThat(call.path("index").asInt(-1)).isZero();
            assertThat(call.path("id")).isEqualTo(written.getFirst().path("id"));
        });
        assertThat(input(written)).contains("48213").contains("77");
        List<JsonNode> ran = calls(chunks, "tool");
        assertThat(ran).hasSize(1);
        assertThat(ran.getFirst().at("/code_interpreter/outputs/0/type").asString())
                .isEqualTo("logs");
        assertThat(ran.getFirst().at("/code_interpreter/outputs/0/logs").asString())
                .isEqualTo("3712401");
        assertThat(ends(chunks)).containsExactly("tool_calls", "stop");
        assertThat(text(chunks)).contains("3712401");
        assertThat(chunks.getLast().path("status").asString()).isEqualTo("completed");
        assertThat(chunks.getLast().at("/usage/completion_tokens").asInt()).isPositive();
    }

    @Test
    void theWholeAnswerIsWhatTheChunksAddUpTo() throws Exception {
        String tools = INTERPRETER + "," + BROWSER;
        List<JsonNode> chunks = stream(asks("What is the capital of Norland?"), tools);
        JsonNode whole = whole(asks("What is the capital of Norland?"), tools);

        JsonNode message = whole.at("/choices/0/message");
        assertThat(message.path("content").asString()).isEqualTo(text(chunks)).contains("Vetia");
        assertThat(message.path("tool_calls").size()).isEqualTo(2);
        for (int i = 0; i < 2; i++) {
            int index = i;
            List<JsonNode> pieces = calls(chunks, "assistant").stream()
                    .filter(call -> call.path("index").asInt() == index)
                    .toList();
            assertThat(message.path("tool_calls")
                            .path(i)
                            .at("/web_browser/input")
                            .asString())
                    .isEqualTo(input(pieces));
            assertThat(message.path("tool_calls").path(i).at("/web_browser/outputs"))
                    .isEqualTo(calls(chunks, "tool").get(i).at("/web_browser/outputs"));
        }
        assertThat(whole.path("object").asString()).isEqualTo("chat.completion");
        assertThat(whole.path("status").asString()).isEqualTo("completed");
        assertThat(whole.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
    }

    @Test
    void searchResultsHaveTitleLinkAndContentAndPagesTheirText() throws Exception {
        JsonNode calls = whole(asks("What is the capital of Norland?"), BROWSER).at("/choices/0/message/tool_calls");

        JsonNode hit = calls.at("/0/web_browser/outputs/0");
        assertThat(hit.path("title").asString()).isNotBlank();
        assertThat(hit.path("link").asString()).contains(".html");
        assertThat(hit.path("content").asString()).contains("Norland");
        JsonNode page = calls.at("/1/web_browser/outputs/0");
        assertThat(page.path("content").asString()).contains("capital");
        assertThat(page.path("link").asString()).contains(".html");
        assertThat(page.path("metadata").asString()).isEqualTo("quote_result [7†source]");
    }

    @Test
    void codeWithoutASandboxIsTheClientsToRun() throws Exception {
        ArrayNode messages = asks("What is 48213 * 77?");
        List<JsonNode> chunks = stream(messages, AT_THE_CLIENT);
        assertThat(chunks.getLast().path("status").asString()).isEqualTo("requires_action");
        assertThat(ends(chunks)).containsExactly("tool_calls");
        assertThat(calls(chunks, "tool")).isEmpty();

        JsonNode message = whole(messages, AT_THE_CLIENT).at("/choices/0/message");
        assertThat(message.at("/tool_calls/0/code_interpreter/input").asString())
                .contains("48213");
        messages.add(message);
        messages.add(result(message, "3712401"));
        JsonNode answer = whole(messages, AT_THE_CLIENT);
        assertThat(answer.path("status").asString()).isEqualTo("completed");
        assertThat(answer.at("/choices/0/message/content").asString()).contains("3712401");
    }

    @Test
    void aFunctionBesideTheInterpreterIsTheClientsToCall() throws Exception {
        String tools = INTERPRETER + "," + WEATHER;
        ArrayNode messages = asks("What is the weather in Paris?");
        List<JsonNode> chunks =
                stream(messages, tools, "'tool_choice':{'type':'function','function':{'name':'get_weather'}}");
        assertThat(chunks.getLast().path("status").asString()).isEqualTo("requires_action");
        List<JsonNode> pieces = calls(chunks, "assistant");
        assertThat(pieces.getFirst().at("/function/name").asString()).isEqualTo("get_weather");
        assertThat(pieces.stream().filter(piece -> piece.has("id"))).hasSize(1);
        assertThat(Json.parseObject(pieces.stream()
                                .map(piece -> piece.at("/function/arguments").asString())
                                .collect(Collectors.joining()))
                        .has("city"))
                .isTrue();

        ObjectNode message = Json.object().put("role", "assistant").putNull("content");
        message.putArray("tool_calls")
                .addObject()
                .put("id", "call_1")
                .put("type", "function")
                .putObject("function")
                .put("name", "get_weather")
                .put("arguments", "{\"city\": \"Paris\"}");
        messages.add(message);
        messages.add(result(message, "{\"city\": \"Paris\", \"temperature\": 21, \"condition\": \"sunny\"}"));
        JsonNode answer = whole(messages, tools);
        assertThat(answer.path("status").asString()).isEqualTo("completed");
        assertThat(answer.at("/choices/0/message/content").asString()).contains("21");
    }

    @Test
    void aClientThatKeepsNothingButItsMessagesGoesOn() throws Exception {
        ArrayNode messages = asks("What is 48213 * 77?");
        JsonNode first = whole(messages, INTERPRETER);
        messages.add(first.at("/choices/0/message"));
        messages.addObject().put("role", "user").put("content", "What is 6 * 7?");
        JsonNode second = whole(messages, INTERPRETER);
        assertThat(second.at("/choices/0/message/content").asString()).contains("42");
        assertThat(second.path("conversation_id")).isNotEqualTo(first.path("conversation_id"));
    }

    @Test
    void theRunIsRecordedAsATrajectory() throws Exception {
        JsonNode answer = whole(asks("What is 6 * 7?"), INTERPRETER);
        JsonNode atif = server.get("/api/runs/" + answer.path("id").asString() + "/atif");
        assertThat(atif.path("session_id")).isEqualTo(answer.path("conversation_id"));
        assertThat(atif.toString()).contains("print(6 * 7)");
    }

    @Test
    void aNamedToolIsCalledWhateverTheModelWouldRatherDo() throws Exception {
        List<JsonNode> chunks = stream(
                asks("Who are you?"),
                INTERPRETER + "," + BROWSER,
                "'max_tokens':40,'tool_choice':{'type':'web_browser'}");
        assertThat(calls(chunks, "assistant").getFirst().path("type").asString())
                .isEqualTo("web_browser");
    }

    private static ArrayNode asks(String question) {
        ArrayNode messages = Json.MAPPER.createArrayNode();
        messages.addObject().put("role", "user").put("content", question);
        return messages;
    }

    private static JsonNode result(JsonNode message, String content) {
        return Json.object()
                .put("role", "tool")
                .put("tool_call_id", message.at("/tool_calls/0/id").asString())
                .put("content", content);
    }

    private static String body(ArrayNode messages, String tools, String fields) {
        ObjectNode body =
                Json.parseObject(("{'model':'glm-tiny'," + fields + ",'tools':[" + tools + "]}").replace('\'', '"'));
        // The server of the tests takes single quotes for double ones.
        return body.set("messages", messages).toString().replace("'", "\\u0027");
    }

    private static JsonNode whole(ArrayNode messages, String tools) throws Exception {
        return server.answer(COMPLETIONS, body(messages, tools, "'stream':false"));
    }

    private static List<JsonNode> stream(ArrayNode messages, String tools) throws Exception {
        return stream(messages, tools, "'user':'u'");
    }

    private static List<JsonNode> stream(ArrayNode messages, String tools, String fields) throws Exception {
        List<JsonNode> chunks = server.chunks(COMPLETIONS, body(messages, tools, "'stream':true," + fields));
        for (JsonNode chunk : chunks) {
            assertThat(schema.validate(chunk)).as(chunk.toString()).isEmpty();
        }
        return chunks;
    }

    private static List<JsonNode> calls(List<JsonNode> chunks, String role) {
        return chunks.stream()
                .map(chunk -> chunk.at("/choices/0/delta"))
                .filter(delta -> delta.path("role").asString().equals(role) && delta.has("tool_calls"))
                .map(delta -> delta.at("/tool_calls/0"))
                .toList();
    }

    private static String input(List<JsonNode> calls) {
        return calls.stream()
                .map(call ->
                        call.path(call.path("type").asString()).path("input").asString())
                .collect(Collectors.joining());
    }

    private static String text(List<JsonNode> chunks) {
        return chunks.stream()
                .map(chunk -> chunk.at("/choices/0/delta/content").asString(""))
                .collect(Collectors.joining());
    }

    private static List<String> ends(List<JsonNode> chunks) {
        return chunks.stream()
                .map(chunk -> chunk.at("/choices/0/finish_reason"))
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .toList();
    }
}
