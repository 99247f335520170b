package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Passage;
import io.alltools.agent.PolicyRule;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolPolicy.Verdict;
import io.alltools.agent.Trust;
import io.alltools.web.RealToolsParts;
import io.alltools.web.permission.Permissions;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** All Tools requests with the real tools and a model that does what it is told. */
@Timeout(120)
class AllToolsRequestsTest {

    private static final String COMPLETIONS = "/v1/chat/completions";
    private static final String INTERPRETER = "{'type':'code_interpreter'}";
    private static final String AT_THE_CLIENT = "{'type':'code_interpreter','code_interpreter':{'sandbox':'none'}}";
    private static final String BROWSER = "{'type':'web_browser'}";
    private static final String DRAWING = "{'type':'drawing_tool'}";
    private static final String RETRIEVAL = "{'type':'retrieval','retrieval':{'knowledge_id':'documents'}}";
    private static final String FUNCTION = "{'type':'function','function':{'name':'f','parameters':{'type':'object',"
            + "'properties':{'n':{'type':'integer'}}}}}";

    @TempDir
    static Path folder;

    static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        Path pages = Files.createDirectories(folder.resolve("pages"));
        Files.writeString(
                pages.resolve("norland.html"),
                "<title>Norland</title><h1>Norland</h1><p>The capital of Norland is Vetia.</p>");
        Path documents = Files.createDirectories(folder.resolve("documents"));
        Files.writeString(documents.resolve("kitchen.md"), "# Kitchen\n\nBread is baked at 220 degrees.\n");
        Files.writeString(documents.resolve("bakery.md"), "# Bakery\n\nBread is sold from six.\n");
        server = new RunningServer(
                folder.resolve("data"),
                new RealToolsParts(Map.of(
                        "ALLTOOLS_SEARCH_FOLDER",
                        pages.toString(),
                        "ALLTOOLS_DOCUMENTS",
                        documents.toString(),
                        "ALLTOOLS_GUARDRAILS",
                        "refuse-input=email",
                        "ALLTOOLS_CACHE",
                        folder.resolve("cache").toString())));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aFileThatCodeWroteHasAnAddress() throws Exception {
        JsonNode answer = answer("call python open('/mnt/data/a b.csv', 'w').write('1,2')", INTERPRETER, "");
        JsonNode outputs = call(answer).at("/code_interpreter/outputs");
        assertThat(outputs.at("/0/logs").asString()).contains("a b.csv");
        assertThat(outputs.at("/1/type").asString()).isEqualTo("file");
        String file = outputs.at("/1/file").asString();
        assertThat(file)
                .isEqualTo(server.uri("/api/sessions/"
                                + answer.path("conversation_id").asString() + "/files/a%20b.csv")
                        .toString());
        assertThat(get(file)).isEqualTo("1,2");
    }

    @Test
    void variablesAndFilesOfAConversationGoOn() throws Exception {
        JsonNode first = answer("call python x = 6", INTERPRETER, "");
        String conversation = first.path("conversation_id").asString();
        JsonNode second = answer("call python x * 7", INTERPRETER, ",'conversation_id':'" + conversation + "'");
        assertThat(call(second).at("/code_interpreter/outputs/0/logs").asString())
                .isEqualTo("42");
        assertThat(second.path("conversation_id").asString()).isEqualTo(conversation);
        assertThat(second.path("id")).isNotEqualTo(first.path("id"));
    }

    @Test
    void anImageHasAnAddress() throws Exception {
        JsonNode drawing = call(answer("call cogview a cat", DRAWING, "")).path("drawing_tool");
        assertThat(drawing.path("input").asString()).isEqualTo("a cat");
        assertThat(get(drawing.at("/outputs/0/image").asString())).contains("PNG");
    }

    @Test
    void anImageThatCouldNotBeMadeSaysWhy() throws Exception {
        JsonNode drawing = call(answer("call cogview nothing", DRAWING, "")).path("drawing_tool");
        assertThat(drawing.path("outputs").size()).isZero();
        assertThat(drawing.path("error").asString()).contains("no image could be made");
    }

    @Test
    void passagesOfDocumentsComeWithTheirPlaces() throws Exception {
        JsonNode retrieval =
                call(answer("call retrieval {'query':'bread'}", RETRIEVAL, "")).path("retrieval");
        assertThat(retrieval.path("outputs"))
                .extracting(output -> output.path("document").asString())
                .containsExactlyInAnyOrder("kitchen.md:1-3", "bakery.md:1-3");
        assertThat(retrieval.path("outputs"))
                .extracting(output -> output.path("text").asString())
                .containsExactlyInAnyOrder(
                        "# Kitchen\n\nBread is baked at 220 degrees.", "# Bakery\n\nBread is sold from six.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "call python print(6 * 7)|" + INTERPRETER,
                "call python open('c.txt', 'w').write('x')|" + INTERPRETER,
                "call python 1 / 0|" + INTERPRETER,
                "call simple_browser search('norland capital')|" + BROWSER,
                "call simple_browser search('qqxz')|" + BROWSER,
                "call simple_browser mclick([0])|" + BROWSER,
                "call simple_browser fly()|" + BROWSER,
                "call retrieval {'query':'bread'}|" + RETRIEVAL,
                "call retrieval {'query':'submarine'}|" + RETRIEVAL,
                "call cogview nothing|" + DRAWING
            })
    void whatAClientSendsBackIsWhatTheModelSaw(String input, String tool) throws Exception {
        JsonNode answer = answer(input, tool, "");
        List<Message> seen = lastMessages();
        ToolCall made = ((Message.Assistant) seen.get(seen.size() - 2)).calls().getFirst();
        Message.Observation saw = (Message.Observation) seen.getLast();

        ObjectNode next = body("go on", tool, "");
        next.withArray("messages")
                .insert(0, answer.at("/choices/0/message"))
                .insert(0, Json.object().put("role", "user").put("content", input));
        answered(next);
        List<Message> again = lastMessages();
        assertThat(((Message.Assistant) again.get(1)).calls()).containsExactly(made);
        Message.Observation sent = (Message.Observation) again.get(2);
        assertThat(sent.callId()).isEqualTo(made.id());
        assertThat(sent.text()).isEqualTo(saw.text());
        assertThat(sent.passages())
                .extracting(Passage::metadata)
                .isEqualTo(saw.passages().stream().map(Passage::metadata).toList());
        assertThat(sent.trust()).isIn(saw.trust(), Trust.UNTRUSTED);
        assertThat(again.getLast()).isEqualTo(Message.user("go on"));
    }

    /** The forms that GLM-4-AllTools' documentation and clients have. */
    @Test
    void callsAndResultsMayComeAsText() throws Exception {
        ObjectNode body = body("and now?", INTERPRETER + "," + FUNCTION, "");
        body.set("messages", Json.MAPPER.readTree("""
                [{"role": "user", "content": [{"type": "text", "text": "How many?"}]},
                 {"role": "assistant", "content": "arguments='{\\"n\\": 3}', name='f'"},
                 {"role": "tool", "content": "[100, 200]"},
                 {"role": "assistant", "content": "\\n  x = 6\\n  print(x)\\n"},
                 {"role": "tool", "content": "6"},
                 {"role": "assistant", "content": "It is 6."},
                 {"role": "user", "content": "and now?"}]"""));
        answered(body);
        assertThat(lastMessages())
                .containsExactly(
                        Message.user("How many?"),
                        new Message.Assistant("", List.of(new ToolCall("call_2", "f", "{\"n\": 3}"))),
                        new Message.Observation("call_2", List.of(Passage.of("[100, 200]")), Trust.UNTRUSTED),
                        new Message.Assistant("", List.of(new ToolCall("call_4", "python", "x = 6\nprint(x)"))),
                        new Message.Observation("call_4", List.of(Passage.of("6")), Trust.UNTRUSTED),
                        Message.assistant("It is 6."),
                        Message.user("and now?"));
    }

    @Test
    void outputsMayStandInAMessageOfTheirOwn() throws Exception {
        ObjectNode body = body("and now?", BROWSER, "");
        body.set("messages", Json.MAPPER.readTree("""
                [{"role": "user", "content": "Where?"},
                 {"role": "assistant", "tool_calls": [
                   {"id": "c1", "type": "web_browser", "web_browser": {"input": "search(\\"city\\")"}}]},
                 {"role": "tool", "tool_calls": [{"type": "web_browser", "web_browser": {"outputs": [
                   {"title": "A 【1†b】", "link": "https://a.example/x", "content": "one\\ntwo"}]}}]},
                 {"role": "user", "content": "and now?"}]"""));
        answered(body);
        Message.Observation sent = (Message.Observation) lastMessages().get(2);
        assertThat(sent.trust()).isEqualTo(Trust.UNTRUSTED);
        assertThat(sent.passages().getFirst().metadata()).isEqualTo("browser_result");
        assertThat(sent.text()).isEqualTo("""
                TITLE: city

                 # 【0†A [1 b]†a.example】
                one two
                Visible: 0% - 100%""");
    }

    @Test
    void aFunctionsCallWaitsForTheClientAndOneThatIsWrongDoesNot() throws Exception {
        JsonNode waits = answer("call f {'n':3}", INTERPRETER + "," + FUNCTION, "");
        assertThat(waits.path("status").asString()).isEqualTo("requires_action");
        assertThat(waits.at("/choices/0/finish_reason").asString()).isEqualTo("tool_calls");
        assertThat(call(waits).at("/function/arguments").asString()).isEqualTo("{\"n\":3}");
        assertThat(call(waits).at("/function").has("outputs")).isFalse();

        JsonNode wrong = answer("call f {'n':'three'}", INTERPRETER + "," + FUNCTION, "");
        assertThat(wrong.path("status").asString()).isEqualTo("completed");
        assertThat(call(wrong).at("/function/outputs/0/content").asString()).contains("do not fit its schema");
    }

    @Test
    void codeForTheClientIsNotRunHere() throws Exception {
        JsonNode waits = answer("call python open('/mnt/data/x', 'w')", AT_THE_CLIENT, "");
        assertThat(waits.path("status").asString()).isEqualTo("requires_action");
        assertThat(call(waits).at("/code_interpreter/input").asString()).contains("/mnt/data/x");
        assertThat(call(waits).at("/code_interpreter").has("outputs")).isFalse();
        assertThat(server.app.sessionFolder(waits.path("conversation_id").asString()))
                .doesNotExist();
    }

    @Test
    void aFailureBeforeTheFirstChunkIsAnHttpStatus() throws Exception {
        for (String stream : List.of("true", "false")) {
            String fields = ",'stream':" + stream;
            HttpResponse<String> busy = post(body("overload", INTERPRETER, fields));
            assertThat(busy.statusCode()).isEqualTo(429);
            assertThat(busy.headers().firstValue("Retry-After")).isPresent();
            HttpResponse<String> broken = post(body("break", INTERPRETER, fields));
            assertThat(broken.statusCode()).isEqualTo(500);
            assertThat(RunningServer.json(broken).at("/error/message").asString())
                    .isEqualTo("it broke");
        }
    }

    @Test
    void aFailureLaterIsTheStatusOfTheLastChunk() throws Exception {
        List<JsonNode> chunks = chunks("breakLater", INTERPRETER);
        JsonNode last = chunks.getLast();
        assertThat(chunks.getFirst().at("/choices/0/delta/content").asString()).isEqualTo("so ");
        assertThat(last.path("status").asString()).isEqualTo("failed");
        assertThat(last.path("last_error"))
                .isEqualTo(Json.object().put("code", "failed").put("message", "it broke later"));
        assertThat(last.at("/choices/0/finish_reason").asString()).isEqualTo("network_error");
    }

    @Test
    void anAnswerThatReachesItsLimitIsCutAndSaysSo() throws Exception {
        JsonNode answer = answer("one two three", INTERPRETER, ",'max_tokens':2");
        assertThat(answer.at("/choices/0/message/content").asString()).isEqualTo("one two ");
        assertThat(answer.at("/choices/0/finish_reason").asString()).isEqualTo("length");
        assertThat(answer.at("/last_error/code").asString()).isEqualTo("budget_exhausted");
    }

    @Test
    void aClientThatGoesAwayCancelsTheRun() throws Exception {
        HttpRequest request = server.postRequest(
                COMPLETIONS, body("count 100000", INTERPRETER, ",'stream':true").toString());
        HttpResponse<InputStream> response = server.client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream stream = response.body()) {
            assertThat(stream.read()).isEqualTo('d');
        }
        assertThat(server.model.interrupted.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aCallThatWouldAskAPersonIsDeniedAtOnce() throws Exception {
        server.app.permit(new Permissions(List.of(PolicyRule.of(Verdict.ASK, "python")), Duration.ofMinutes(5)));
        try {
            JsonNode answer = answer("call python print(1)", INTERPRETER, "");
            assertThat(answer.path("status").asString()).isEqualTo("completed");
            assertThat(call(answer).at("/code_interpreter/outputs/0/logs").asString())
                    .contains("not permitted (nobody is there to ask)");
        } finally {
            server.app.permit(Permissions.of(Map.of()));
        }
    }

    /** What a client's function says may be private and from outside: it must not leave with a search. */
    @Test
    void afterAFunctionsResultTheWebIsSearchedOnlyWhereARuleAllowsIt() throws Exception {
        ObjectNode body = body("call simple_browser search('norland')", BROWSER + "," + FUNCTION, "");
        body.withArray("messages")
                .insert(
                        0,
                        Json.object()
                                .put("role", "tool")
                                .put("tool_call_id", "c")
                                .put("content", "secret"))
                .insert(0, Json.parseObject("""
                                {"role": "assistant", "tool_calls": [
                                  {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}]}"""));
        assertThat(call(answered(body)).at("/web_browser/outputs/0/content").asString())
                .contains("not permitted (nobody is there to ask)");
        server.app.permit(
                new Permissions(List.of(PolicyRule.of(Verdict.ALLOW, "simple_browser")), Duration.ofMinutes(5)));
        try {
            assertThat(call(answered(body)).at("/web_browser/outputs/0/title").asString())
                    .isEqualTo("Norland");
        } finally {
            server.app.permit(Permissions.of(Map.of()));
        }
    }

    @Test
    void whatAGuardrailRefusesIsSensitive() throws Exception {
        JsonNode answer = answer("write to ann.lee@example.com", INTERPRETER, "");
        assertThat(answer.path("status").asString()).isEqualTo("failed");
        assertThat(answer.at("/choices/0/finish_reason").asString()).isEqualTo("sensitive");
        assertThat(answer.at("/last_error/code").asString()).isEqualTo("refused");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hello there|" + INTERPRETER,
                "call python open('/mnt/data/a b.csv', 'w').write('1,2')|" + INTERPRETER,
                "call python 1|" + AT_THE_CLIENT,
                "call simple_browser search('norland')|" + BROWSER,
                "call simple_browser fly()|" + BROWSER,
                "call cogview a cat|" + DRAWING,
                "call cogview nothing|" + DRAWING,
                "call retrieval {'query':'bread'}|" + RETRIEVAL,
                "call f {'n':3}|" + INTERPRETER + "," + FUNCTION,
                "call f {'n':'three'}|" + INTERPRETER + "," + FUNCTION,
                "call teleport {}|" + INTERPRETER + "," + FUNCTION,
                "breakLater|" + INTERPRETER,
                "write to ann.lee@example.com|" + INTERPRETER
            })
    void everyChunkFitsItsSchema(String input, String tools) throws Exception {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Json.MAPPER.readTree(
                        Files.readString(Path.of("src/test/resources/glm-alltools-chunk.schema.json"))));
        List<JsonNode> chunks = chunks(input, tools);
        for (JsonNode chunk : chunks) {
            assertThat(schema.validate(chunk)).as(chunk.toString()).isEmpty();
            assertThat(chunk.has("status")).isEqualTo(chunk == chunks.getLast());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'teleport'}||tools[0].type|code_interpreter, web_browser, drawing_tool, retrieval",
                "{'type':'web_search','web_search':{'enable':true}}||tools[0].type|web_browser searches",
                INTERPRETER + "," + INTERPRETER + "||tools[1].type|two tools",
                "{'type':'code_interpreter','code_interpreter':{'sandbox':'maybe'}}||tools[0].code_interpreter.sandbox"
                        + "|auto or none",
                "{'type':'code_interpreter','code_interpreter':{'file_ids':[{}]}}||tools[0].code_interpreter.file_ids"
                        + "|conversation_id",
                "{'type':'web_browser','web_browser':{'browser':'none'}}||tools[0].web_browser.browser|auto",
                "{'type':'retrieval','retrieval':{'knowledge_id':'7'}}||tools[0].retrieval.knowledge_id|documents",
                INTERPRETER + ",{'type':'function','function':{'name':'python'}}||tools|another name",
                INTERPRETER + "|'n':2|n|n 2",
                INTERPRETER + "|'stop':'x'|stop|stop",
                INTERPRETER + "|'stop':['x']|stop|stop",
                INTERPRETER + "|'logprobs':true|logprobs|logprobs",
                INTERPRETER + "|'tool_choice':{'type':'web_browser'}|tool_choice.type|no tool of this request",
                INTERPRETER + "|'conversation_id':'ses_none'|conversation_id|ses_none",
                INTERPRETER + "|'messages':[{'role':'user','content':' '}]|messages|empty",
                INTERPRETER + "|'messages':[{'role':'assistant','content':'x'}]|messages|last message",
                INTERPRETER + "|'messages':[{'role':'tool','content':'x'}]|messages[0].tool_call_id|must follow",
                INTERPRETER + "|'messages':[{'role':'assistant','tool_calls':[{'id':'c','type':'code_interpreter',"
                        + "'code_interpreter':{'input':'x'}}]}]|messages[0].role|missing c",
                INTERPRETER + "|'model':'other'|model|other",
            })
    void whatCantBeDoneIsRefusedByItsName(String tools, String fields, String param, String message) throws Exception {
        HttpResponse<String> response = post(body("hello", tools, fields == null ? "" : "," + fields));
        assertThat(response.statusCode()).as(response.body()).isIn(400, 404);
        JsonNode error = RunningServer.json(response).path("error");
        assertThat(error.path("param").asString()).isEqualTo(param);
        assertThat(error.path("message").asString()).contains(message);
    }

    @Test
    void aToolThatTheServerLacksNamesTheSettingThatBringsIt(@TempDir Path other) throws Exception {
        try (RunningServer bare = new RunningServer(other)) {
            for (Map.Entry<String, String> tool : Map.of(
                            "drawing_tool", "ALLTOOLS_IMAGES_URL",
                            "retrieval", "ALLTOOLS_DOCUMENTS",
                            "code_interpreter", "--tools python")
                    .entrySet()) {
                HttpResponse<String> response = bare.post(
                        COMPLETIONS,
                        body("hello", "{'type':'" + tool.getKey() + "'}", "").toString());
                assertThat(response.statusCode()).isEqualTo(400);
                assertThat(response.body()).contains(tool.getValue());
            }
        }
    }

    @Test
    void anotherKeysConversationIsAsIfItDidNotExistAndAKeyForChatAloneRunsNoTools(@TempDir Path other)
            throws Exception {
        try (RunningServer guarded = RunningServer.elsewhere(other, new RealToolsParts(Map.of()))) {
            String body = body("hello", INTERPRETER, "").toString();
            String owner = guarded.newKey("owner", "chat,runs");
            HttpResponse<String> mine = guarded.send(owner, "POST", COMPLETIONS, body);
            String conversation =
                    RunningServer.json(mine).path("conversation_id").asString();
            String goesOn = body("hello", INTERPRETER, ",'conversation_id':'" + conversation + "'")
                    .toString();
            assertThat(guarded.send(owner, "POST", COMPLETIONS, goesOn).statusCode())
                    .isEqualTo(200);
            HttpResponse<String> theirs =
                    guarded.send(guarded.newKey("other", "chat,runs"), "POST", COMPLETIONS, goesOn);
            assertThat(theirs.statusCode()).isEqualTo(404);
            HttpResponse<String> chatOnly = guarded.send(guarded.newKey("chat", "chat"), "POST", COMPLETIONS, body);
            assertThat(chatOnly.statusCode()).isEqualTo(403);
            assertThat(RunningServer.json(chatOnly).at("/error/code").asString())
                    .isEqualTo("missing_scope");
        }
    }

    private static ObjectNode body(String input, String tools, String fields) {
        ObjectNode body =
                Json.parseObject(("{'model':'echo','tools':[" + tools + "]" + fields + "}").replace('\'', '"'));
        if (!body.has("messages")) {
            String said = input.contains("{") ? input.replace('\'', '"') : input;
            body.putArray("messages").addObject().put("role", "user").put("content", said);
        }
        return body;
    }

    private static HttpResponse<String> post(ObjectNode body) throws Exception {
        return server.post(COMPLETIONS, body.toString());
    }

    private static JsonNode answered(ObjectNode body) throws Exception {
        HttpResponse<String> response = post(body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return RunningServer.json(response);
    }

    private static JsonNode answer(String input, String tools, String fields) throws Exception {
        return answered(body(input, tools, fields));
    }

    private static List<JsonNode> chunks(String input, String tools) throws Exception {
        List<String> data =
                RunningServer.data(post(body(input, tools, ",'stream':true")).body());
        assertThat(data.getLast()).isEqualTo("[DONE]");
        return data.subList(0, data.size() - 1).stream()
                .map(Json.MAPPER::readTree)
                .toList();
    }

    private static JsonNode call(JsonNode answer) {
        return answer.at("/choices/0/message/tool_calls/0");
    }

    private static String get(String address) throws Exception {
        HttpResponse<String> response = server.client.send(
                HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(address).isEqualTo(200);
        return response.body();
    }

    private static List<Message> lastMessages() {
        synchronized (server.model.requests) {
            return server.model.requests.getLast().messages();
        }
    }
}
