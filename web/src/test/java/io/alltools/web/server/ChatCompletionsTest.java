package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.ChatRequest;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.Sampling;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trust;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ChatCompletionsTest {

    @TempDir
    static Path folder;

    static RunningServer server;

    @BeforeAll
    static void start() {
        server = new RunningServer(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void answersWithTextAndUsage() throws Exception {
        HttpResponse<String> response =
                complete("{'model':'echo','messages':[{'role':'user','content':'你好 there'}],'x':1}");

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode body = RunningServer.json(response);
        assertThat(body.path("object").asString()).isEqualTo("chat.completion");
        assertThat(body.path("id").asString()).startsWith("chatcmpl-");
        assertThat(body.at("/choices/0/message/role").asString()).isEqualTo("assistant");
        assertThat(body.at("/choices/0/message/content").asString()).isEqualTo("你好 there");
        assertThat(body.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
        assertThat(body.at("/usage/total_tokens").asInt()).isEqualTo(12);
        assertThat(body.at("/usage/prompt_tokens_details/cached_tokens").asInt())
                .isEqualTo(4);
    }

    @Test
    void aCallOfTheClientsToolComesBack() throws Exception {
        JsonNode body = RunningServer.json(complete(
                "{'model':'echo','messages':[{'role':'user','content':'call get_weather {\\'city\\':\\'Bonn\\'}'}],"
                        + "'tools':[{'type':'function','function':{'name':'get_weather','description':'d',"
                        + "'parameters':{'type':'object'}}}]}"));

        assertThat(body.at("/choices/0/finish_reason").asString()).isEqualTo("tool_calls");
        assertThat(body.at("/choices/0/message/content").isNull()).isTrue();
        JsonNode call = body.at("/choices/0/message/tool_calls/0");
        assertThat(call.path("type").asString()).isEqualTo("function");
        assertThat(call.at("/function/name").asString()).isEqualTo("get_weather");
        assertThat(Json.MAPPER.readTree(call.at("/function/arguments").asString()))
                .isEqualTo(Json.object().put("city", "Bonn"));
        ToolSpec seen = lastRequest().tools().getFirst();
        assertThat(seen.kind()).isEqualTo(ToolSpec.Kind.FUNCTION);
    }

    @Test
    void theWholeConversationReachesTheModel() throws Exception {
        complete("{'model':'echo','temperature':0.5,'top_p':0.9,'seed':42,'max_tokens':7,'stop':['a','b'],'messages':["
                + "{'role':'system','content':'Be short.'},"
                + "{'role':'user','content':[{'type':'text','text':'one'},{'type':'text','text':'two'}]},"
                + "{'role':'assistant','content':null,'tool_calls':[{'id':'c1','type':'function',"
                + "'function':{'name':'f','arguments':'{}'}}]},"
                + "{'role':'tool','tool_call_id':'c1','content':'found'}]}");

        ChatRequest request = lastRequest();
        assertThat(request.messages())
                .containsExactly(
                        Message.system("Be short."),
                        new Message.User(List.of(new Part.Text("one"), new Part.Text("two"))),
                        new Message.Assistant("", List.of(new ToolCall("c1", "f", "{}"))),
                        new Message.Observation("c1", List.of(Passage.of("found")), Trust.UNTRUSTED));
        assertThat(request.sampling()).isEqualTo(new Sampling(0.5, 0, 0.9, 42L));
        assertThat(request.maxTokens()).isEqualTo(7);
        assertThat(request.stop()).containsExactly("a", "b");
    }

    @Test
    void streamsRoleThenPiecesThenFinishThenUsageThenDone() throws Exception {
        HttpResponse<String> response =
                complete("{'model':'echo','stream':true,'stream_options':{'include_usage':true},"
                        + "'messages':[{'role':'user','content':'one two'}]}");

        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        List<String> data = RunningServer.data(response.body());
        assertThat(data.getLast()).isEqualTo("[DONE]");
        List<JsonNode> chunks = data.subList(0, data.size() - 1).stream()
                .map(Json.MAPPER::readTree)
                .toList();
        assertThat(chunks)
                .extracting(c -> c.path("id").asString())
                .containsOnly(chunks.getFirst().path("id").asString());
        assertThat(chunks.get(0).at("/choices/0/delta/role").asString()).isEqualTo("assistant");
        assertThat(chunks.get(1).at("/choices/0/delta/content").asString()).isEqualTo("one ");
        assertThat(chunks.get(2).at("/choices/0/delta/content").asString()).isEqualTo("two");
        assertThat(chunks.get(2).at("/choices/0/finish_reason").isNull()).isTrue();
        assertThat(chunks.get(3).at("/choices/0/finish_reason").asString()).isEqualTo("stop");
        assertThat(chunks.get(3).at("/choices/0/delta").size()).isZero();
        assertThat(chunks.get(4).path("choices").size()).isZero();
        assertThat(chunks.get(4).at("/usage/completion_tokens").asInt()).isEqualTo(2);
        assertThat(chunks).hasSize(5);
    }

    @Test
    void aStreamedCallNamesItselfOnceAndThenSendsPieces() throws Exception {
        List<String> data = RunningServer.data(
                complete("{'model':'echo','stream':true,'messages':[{'role':'user','content':'call f {}'}]}")
                        .body());

        List<JsonNode> calls = data.stream()
                .filter(d -> d.contains("\"tool_calls\":"))
                .map(d -> Json.MAPPER.readTree(d).at("/choices/0/delta/tool_calls/0"))
                .toList();
        assertThat(calls).hasSize(3);
        assertThat(calls)
                .allMatch(c -> c.path("index").isInt() && c.path("index").asInt() == 0);
        assertThat(calls.getFirst().path("id").asString()).startsWith("call_");
        assertThat(calls.getFirst().at("/function/name").asString()).isEqualTo("f");
        assertThat(calls.subList(1, 3))
                .noneMatch(c -> c.has("id") || c.path("function").has("name"));
        assertThat(calls.get(1).at("/function/arguments").asString()
                        + calls.get(2).at("/function/arguments").asString())
                .isEqualTo("{}");
    }

    @Test
    void aTurnThatIsCutOffFinishesWithLength() throws Exception {
        JsonNode body = RunningServer.json(complete(
                "{'model':'echo','max_completion_tokens':1,'messages':[{'role':'user','content':'one two three'}]}"));

        assertThat(body.at("/choices/0/finish_reason").asString()).isEqualTo("length");
        assertThat(body.at("/choices/0/message/content").asString()).isEqualTo("one ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'messages':[]}| 400 | model | invalid_value",
                "{'model':'echo'}| 400 | messages | invalid_value",
                "{'model':'gpt','messages':[{'role':'user','content':'x'}]}| 404 | model | model_not_found",
                "{'model':'echo','temperature':9,'messages':[{'role':'user','content':'x'}]}| 400 | temperature | invalid_value",
                "{'model':'echo','temperature':'hot','messages':[{'role':'user','content':'x'}]}| 400 | temperature | invalid_value",
                "{'model':'echo','max_tokens':0,'messages':[{'role':'user','content':'x'}]}| 400 | max_tokens | invalid_value",
                "{'model':'echo','messages':[{'role':'boss','content':'x'}]}| 400 | messages[0].role | invalid_value",
                "{'model':'echo','messages':['x']}| 400 | messages[0] | invalid_value",
                "{'model':'echo','messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'x'}}]}]}"
                        + "| 400 | messages[0].content[0].type | unsupported_value",
                "{'model':'echo','messages':[{'role':'tool','tool_call_id':'zz','content':'x'}]}"
                        + "| 400 | messages[0].tool_call_id | invalid_value",
                "{'model':'echo','tool_choice':'required','messages':[{'role':'user','content':'x'}]}"
                        + "| 400 | tool_choice | invalid_value",
                "{'model':'echo','messages':[{'role':'user','content':'overload'}]}| 429 | | overloaded",
                "{'model':'echo','messages':[{'role':'user','content':'break'}]}| 500 | | model_failed",
                "{'model':'echo','stream':true,'messages':[{'role':'user','content':'overload'}]}| 429 | | overloaded",
                "{'model':| 400 | | invalid_json",
                "[]| 400 | | invalid_json",
            })
    void whatCantBeDoneIsAnsweredWithATypedError(String body, int status, String param, String code) throws Exception {
        HttpResponse<String> response = complete(body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode error = RunningServer.json(response).path("error");
        assertThat(error.path("message").asString()).isNotBlank();
        assertThat(error.path("type").asString()).endsWith("_error");
        assertThat(error.path("param").asStringOpt().orElse(null)).isEqualTo(param);
        assertThat(error.path("code").asString()).isEqualTo(code);
    }

    @Test
    void aFailureInTheMiddleOfAStreamIsItsLastEvent() throws Exception {
        HttpResponse<String> response =
                complete("{'model':'echo','stream':true,'messages':[{'role':'user','content':'breakLater'}]}");

        List<String> data = RunningServer.data(response.body());
        assertThat(Json.MAPPER.readTree(data.get(2)).at("/error/message").asString())
                .isEqualTo("it broke later");
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void closingTheConnectionCancelsAStream() throws Exception {
        try (RunningServer own = new RunningServer(folder.resolve("stream"))) {
            var response = own.client.send(
                    own.postRequest(
                            "/v1/chat/completions",
                            quoted("{'model':'echo','stream':true,"
                                    + "'messages':[{'role':'user','content':'count 100000'}]}")),
                    HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.body().read()).isPositive();
            response.body().close();
            assertThat(own.model.interrupted.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void closingTheConnectionCancelsAnAnswerThatHasNotBegun() throws Exception {
        try (RunningServer own = new RunningServer(folder.resolve("whole"))) {
            var answer = own.client.sendAsync(
                    own.postRequest(
                            "/v1/chat/completions",
                            quoted("{'model':'echo'," + "'messages':[{'role':'user','content':'count 100000'}]}")),
                    HttpResponse.BodyHandlers.ofString());
            while (own.model.requests.isEmpty()) {
                Thread.sleep(5);
            }
            answer.cancel(true);
            assertThat(own.model.interrupted.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void modelsAreListedAndFoundByName() throws Exception {
        assertThat(server.getJson("/v1/models").at("/data/0/id").asString()).isEqualTo("echo");
        assertThat(server.getJson("/v1/models/echo").path("object").asString()).isEqualTo("model");
        HttpResponse<String> unknown = server.get("/v1/models/zai-org/glm-4");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(RunningServer.json(unknown).at("/error/message").asString()).contains("\"zai-org/glm-4\"");
    }

    private static ChatRequest lastRequest() {
        return server.model.requests.getLast();
    }

    private static HttpResponse<String> complete(String body) throws IOException, InterruptedException {
        return server.post("/v1/chat/completions", quoted(body));
    }

    /** Single quotes read better in Java; an escaped one stands for a quote inside a JSON string. */
    private static String quoted(String json) {
        return json.replace("\\'", "\\\"").replace('\'', '"');
    }
}
