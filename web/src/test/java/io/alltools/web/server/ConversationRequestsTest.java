package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.ToolCall;
import io.alltools.agent.Trust;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Conversations as clients send them, whole ones and broken ones. */
class ConversationRequestsTest {

    private static final String CALLS = "{'role':'user','content':'x'},{'role':'assistant','tool_calls':["
            + "{'id':'c1','type':'function','function':{'name':'f','arguments':'{}'}},"
            + "{'id':'c2','type':'function','function':{'name':'g','arguments':'{}'}}]}";

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
    void fieldsOfMessagesThatNothingNeedsAreIgnored() throws Exception {
        HttpResponse<String> response = complete("{'role':'developer','name':'d','content':'Be short.'},"
                + "{'role':'user','name':'Ann','content':[{'type':'text','text':'one','cache_control':{}}]},"
                + "{'role':'assistant','content':'two','refusal':null,'audio':null,'annotations':[],"
                + "'function_call':null,'tool_calls':null,'reasoning_content':'hm'},"
                + "{'role':'user','content':'three'}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(server.model.requests.getLast().messages())
                .containsExactly(
                        Message.system("Be short."),
                        Message.user("one"),
                        Message.assistant("two"),
                        Message.user("three"));
    }

    @Test
    void partsRefusalsAndParallelCallsReachTheModel() throws Exception {
        HttpResponse<String> response = complete(CALLS
                + ",{'role':'tool','tool_call_id':'c2','content':[{'type':'text','text':'a'},{'type':'text','text':'b'}]},"
                + "{'role':'tool','tool_call_id':'c1','content':''},"
                + "{'role':'assistant','content':[{'type':'refusal','refusal':'I do not.'}]},"
                + "{'role':'assistant','content':null,'refusal':'No.'},{'role':'user','content':'why'}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(server.model.requests.getLast().messages())
                .containsExactly(
                        Message.user("x"),
                        new Message.Assistant(
                                "", List.of(new ToolCall("c1", "f", "{}"), new ToolCall("c2", "g", "{}"))),
                        new Message.Observation(
                                "c2",
                                List.of(new Passage("", List.of(new Part.Text("a"), new Part.Text("b")))),
                                Trust.UNTRUSTED),
                        new Message.Observation("c1", List.of(Passage.of("")), Trust.UNTRUSTED),
                        Message.assistant("I do not."),
                        Message.assistant("No."),
                        Message.user("why"));
    }

    @Test
    void idsMayComeAgainInALaterTurn() throws Exception {
        String turn = "{'role':'user','content':'x'},{'role':'assistant','tool_calls':["
                + "{'id':'call_0','function':{'name':'f','arguments':'{}'}}]},"
                + "{'role':'tool','tool_call_id':'call_0','content':'y'}";
        assertThat(complete(turn + "," + turn).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                CALLS + ",{'role':'tool','tool_call_id':'c1','content':'y'} | messages[2].role | missing c2",
                CALLS + ",{'role':'user','content':'y'} | messages[2].role | missing c1, c2",
                CALLS + ",{'role':'tool','tool_call_id':'c1','content':'y'},{'role':'tool','tool_call_id':'c1',"
                        + "'content':'y'} | messages[3].tool_call_id | one twice",
                "{'role':'tool','tool_call_id':'c1','content':'y'}," + CALLS + " | messages[0].tool_call_id | c1",
                "{'role':'assistant','tool_calls':[{'id':'c','function':{'name':'f'}},{'id':'c','function':{'name':'f'}}]}"
                        + " | messages[0].tool_calls[1].id | two tool calls",
                "{'role':'assistant','tool_calls':[{'id':'c','type':'custom','custom':{}}]}"
                        + " | messages[0].tool_calls[0].type | custom",
                "{'role':'assistant','content':null} | messages[0].content | needs content or tool_calls",
                "{'role':'function','name':'f','content':'x'} | messages[0].role | use \\'tools\\'",
                "{'role':'user','content':'x'},{'role':'user','content':[{'type':'text','text':'x'},"
                        + "{'type':'image_url','image_url':{'url':'data:image/png;base64,AA'}}]}"
                        + " | messages[1].content[1].type | this model reads text only",
                "{'role':'user','content':[{'type':'input_audio','input_audio':{'data':'','format':'wav'}}]}"
                        + " | messages[0].content[0].type | this model reads text only",
                "{'role':'user','content':[{'type':'file','file':{'file_id':'f'}}]}"
                        + " | messages[0].content[0].type | this model reads text only",
                "{'role':'user','content':[{'type':'text'}]} | messages[0].content[0].text | required",
                "{'role':'user','content':[7]} | messages[0].content[0] | must be an object",
                "{'role':'user','content':7} | messages[0].content | must be an array",
                "{'role':'user'} | messages[0].content | required",
            })
    void whatDoesNotGoTogetherIsNamedWithItsPlace(String messages, String param, String told) throws Exception {
        HttpResponse<String> response = complete(messages);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        JsonNode error = RunningServer.json(response).path("error");
        assertThat(error.path("type").asString()).isEqualTo("invalid_request_error");
        assertThat(error.path("param").asString()).isEqualTo(param);
        assertThat(error.path("message").asString()).contains(quoted(told));
    }

    @Test
    void tooManyMessagesAreRefusedWithTheSetting() throws Exception {
        String many = IntStream.range(0, 2001)
                .mapToObj(i -> "{'role':'user','content':'x'}")
                .collect(Collectors.joining(","));
        HttpResponse<String> response = complete(many);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(RunningServer.json(response).at("/error/message").asString())
                .isEqualTo("2001 messages are too many: at most 2000, which ALLTOOLS_HTTP_MESSAGES sets");
    }

    @Test
    void whatIsNoRequestIsAnsweredInTheSameEnvelope() throws Exception {
        assertError(server.get("/v1/chat/completions"), 405);
        assertError(server.get("/v1/nothing"), 404);
        assertError(server.post("/v1/chat/completions", "{\"model\":\"" + "x".repeat(5 << 20) + "\"}"), 413);
        assertError(server.post("/v1/completions", "{'model':'echo','prompt':'x'}".replace('\'', '"')), 400);
        assertError(server.post("/v1/embeddings", "{'model':'echo','input':'x'}".replace('\'', '"')), 404);
        assertError(server.post("/tokenize", "{'model':'other','prompt':'x'}".replace('\'', '"')), 404);
    }

    @Test
    void aModelWithoutItsTextSaysWhatToUse() throws Exception {
        JsonNode error = RunningServer.json(
                        server.post("/v1/completions", "{'model':'echo','prompt':'x'}".replace('\'', '"')))
                .path("error");
        assertThat(error.path("message").asString()).contains("\"echo\"").contains("use /v1/chat/completions");
        JsonNode missing = RunningServer.json(
                        server.post("/v1/embeddings", "{'model':'e','input':'x'}".replace('\'', '"')))
                .path("error");
        assertThat(missing.path("code").asString()).isEqualTo("model_not_found");
        assertThat(missing.path("message").asString()).contains("ALLTOOLS_EMBEDDING_MODEL");
    }

    private static void assertError(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode error = Json.MAPPER.readTree(response.body()).path("error");
        assertThat(error.path("message").asString()).isNotBlank();
        assertThat(error.propertyNames()).containsExactlyInAnyOrder("message", "type", "param", "code");
    }

    private static HttpResponse<String> complete(String messages) throws IOException, InterruptedException {
        return server.post("/v1/chat/completions", quoted("{'model':'echo','messages':[" + messages + "]}"));
    }

    private static String quoted(String json) {
        return json.replace("\\'", "\"").replace('\'', '"');
    }
}
