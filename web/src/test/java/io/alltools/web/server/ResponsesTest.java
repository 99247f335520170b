package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.PolicyRule;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolPolicy.Verdict;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.web.permission.Permissions;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class ResponsesTest {

    private static final String LOOKUP = "'tools':[{'type':'function','name':'lookup','parameters':{'type':'object'}}]";

    @TempDir
    Path folder;

    private RunningServer server;

    @BeforeEach
    void start() {
        server = new RunningServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anAnswerIsAMessageAndWhatWasAskedIsRepeated() throws Exception {
        JsonNode response =
                create("'input':'hello world','instructions':'Be brief.','metadata':{'k':'v'},'max_output_tokens':9");
        assertThat(response.path("object").asString()).isEqualTo("response");
        assertThat(response.path("status").asString()).isEqualTo("completed");
        assertThat(response.at("/output/0/type").asString()).isEqualTo("message");
        assertThat(response.at("/output/0/content/0/text").asString()).isEqualTo("hello world");
        assertThat(response.path("instructions").asString()).isEqualTo("Be brief.");
        assertThat(response.at("/metadata/k").asString()).isEqualTo("v");
        assertThat(response.path("max_output_tokens").asInt()).isEqualTo(9);
        assertThat(response.at("/usage/output_tokens").asInt()).isEqualTo(2);
        assertThat(response.path("error").isNull()).isTrue();
        assertThat(server.getJson("/v1/responses/" + id(response))).isEqualTo(response);
    }

    @Test
    void theStreamAddsUpToTheResponseAndCanBeTakenUpAnywhere() throws Exception {
        for (String input : List.of("hello big world", "call shout hi", "breakLater")) {
            List<JsonNode> events = stream("'input':'" + input + "','stream':true");
            for (int i = 0; i < events.size(); i++) {
                assertThat(events.get(i).path("sequence_number").asInt()).isEqualTo(i);
            }
            JsonNode last = events.getLast().path("response");
            assertThat(events.getFirst().path("type").asString()).isEqualTo("response.created");
            assertThat(events.getLast().path("type").asString())
                    .isEqualTo("response." + last.path("status").asString());
            List<JsonNode> items = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            for (JsonNode event : events) {
                if (event.path("type").asString().equals("response.output_item.done")) {
                    items.add(event.path("item"));
                } else if (event.path("type").asString().equals("response.output_text.delta")) {
                    text.append(event.path("delta").asString());
                }
            }
            assertThat(items).as(input).hasSize(last.path("output").size());
            for (int i = 0; i < items.size(); i++) {
                assertThat(items.get(i)).isEqualTo(last.path("output").get(i));
            }
            assertThat(text.toString())
                    .isEqualTo(last.path("output").findValuesAsString("text").stream()
                            .reduce("", String::concat));
            assertThat(server.getJson("/v1/responses/" + id(last))).isEqualTo(last);
            for (int known = -1; known < events.size(); known += 3) {
                String rest = server.get("/v1/responses/" + id(last) + "?stream=true&starting_after=" + known)
                        .body();
                assertThat(RunningServer.data(rest).stream()
                                .map(Json.MAPPER::readTree)
                                .toList())
                        .isEqualTo(events.subList(known + 1, events.size()));
            }
        }
    }

    @Test
    void aFunctionOfTheClientIsCalledAndItsOutputGoesOn() throws Exception {
        JsonNode first = create("'input':'call lookup {}'," + LOOKUP);
        JsonNode call = first.at("/output/0");
        assertThat(call.path("type").asString()).isEqualTo("function_call");
        assertThat(call.path("name").asString()).isEqualTo("lookup");
        assertThat(call.path("arguments").asString()).isEqualTo("{}");
        assertThat(first.path("status").asString()).isEqualTo("completed");
        String callId = call.path("call_id").asString();

        HttpResponse<String> unanswered = post("'input':'and?','previous_response_id':'" + id(first) + "'," + LOOKUP);
        assertThat(unanswered.statusCode()).isEqualTo(400);
        assertThat(message(unanswered)).isEqualTo("No tool output found for function call " + callId + ".");

        JsonNode second = create("'input':[{'type':'function_call_output','call_id':'" + callId
                + "','output':'found 7'}],'previous_response_id':'" + id(first) + "'," + LOOKUP);
        assertThat(second.at("/output/0/content/0/text").asString()).isEqualTo("It says found 7");
        assertThat(second.path("previous_response_id").asString()).isEqualTo(id(first));
        assertThat(server.model.requests.getLast().messages())
                .extracting(Message::text)
                .containsExactly("call lookup {}", "", "found 7");
    }

    @Test
    void instructionsHoldForOneResponseAndTheConversationGoesOn() throws Exception {
        JsonNode first = create("'input':'one','instructions':'First.'");
        create("'input':'two','instructions':'Second.','previous_response_id':'" + id(first) + "'");
        assertThat(server.model.requests.getLast().messages())
                .extracting(Message::text)
                .containsExactly("Second.", "one", "one", "two");
    }

    @Test
    void inTheBackgroundItGoesOnUntilItIsCancelled() throws Exception {
        JsonNode begun = create("'input':'count 100000','background':true");
        assertThat(begun.path("status").asString()).isIn("queued", "in_progress");
        assertThat(server.client
                        .send(
                                server.request("/v1/responses/" + id(begun))
                                        .DELETE()
                                        .build(),
                                HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(409);
        JsonNode cancelled = RunningServer.json(server.post("/v1/responses/" + id(begun) + "/cancel", "{}"));
        assertThat(cancelled.path("status").asString()).isEqualTo("cancelled");
        assertThat(server.model.interrupted.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aClientThatGoesAwayEndsItsResponse() throws Exception {
        HttpResponse<InputStream> response = server.client.send(
                request("'input':'count 100000','stream':true"), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            assertThat(body.read()).isPositive();
        }
        assertThat(server.model.interrupted.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatIsNotToBeStoredIsForgotten() throws Exception {
        JsonNode response = create("'input':'hello','store':false");
        assertThat(server.get("/v1/responses/" + id(response)).statusCode()).isEqualTo(404);
        while (!server.getJson("/api/runs").path("runs").isEmpty()) {
            Thread.sleep(10);
        }
        assertThat(server.getJson("/api/sessions").path("sessions").size()).isZero();
    }

    @Test
    void itsInputIsListedInPagesAndItCanBeDeleted() throws Exception {
        JsonNode response = create("'input':[{'role':'developer','content':'Rule.'},{'role':'user','content':'one'},"
                + "{'role':'assistant','content':'1'},{'role':'user','content':'two'}]");
        String path = "/v1/responses/" + id(response);
        JsonNode page = server.getJson(path + "/input_items?order=asc&limit=3");
        assertThat(page.path("data").findValuesAsString("role")).containsExactly("developer", "user", "assistant");
        assertThat(page.path("has_more").asBoolean()).isTrue();
        JsonNode rest = server.getJson(
                path + "/input_items?order=asc&after=" + page.path("last_id").asString());
        assertThat(rest.path("data").findValuesAsString("text")).containsExactly("two");

        HttpResponse<String> deleted =
                server.client.send(server.request(path).DELETE().build(), HttpResponse.BodyHandlers.ofString());
        assertThat(RunningServer.json(deleted).path("deleted").asBoolean()).isTrue();
        assertThat(server.get(path).statusCode()).isEqualTo(404);
        assertThat(server.getJson("/api/sessions").path("sessions").size()).isZero();
    }

    @Test
    void codeRunsInAContainerAndACallThatWouldAskIsDeniedSinceNobodyIsThere() throws Exception {
        server.app.add(List.of(new Python()));
        String code =
                "'input':'call python print(1)','tools':[{'type':'code_interpreter','container':{'type':'auto'}}]";
        JsonNode ran = create(code);
        JsonNode call = ran.at("/output/0");
        assertThat(call.path("type").asString()).isEqualTo("code_interpreter_call");
        assertThat(call.path("code").asString()).isEqualTo("print(1)");
        assertThat(call.at("/outputs/0/logs").asString()).isEqualTo("ran print(1)");
        // The container is the session, which can be named again.
        JsonNode again = create("'input':'hello','tools':[{'type':'code_interpreter','container':'"
                + call.path("container_id").asString() + "'}]");
        assertThat(again.path("status").asString()).isEqualTo("completed");

        server.app.permit(new Permissions(List.of(PolicyRule.of(Verdict.ASK, "python")), Duration.ofMinutes(5)));
        assertThat(create(code).at("/output/1/content/0/text").asString()).contains("nobody is there to ask");
    }

    private record Python() implements Tool {

        @Override
        public ToolSpec spec() {
            return ToolSpec.builtIn("python", "runs code", "code");
        }

        @Override
        public ToolResult call(String arguments, ToolContext context) {
            return ToolResult.ok("ran " + arguments);
        }
    }

    @Test
    void anotherKeysResponseDoesNotExist() throws Exception {
        server.close();
        server = RunningServer.elsewhere(folder.resolve("elsewhere"));
        String owner = server.newKey("owner", "chat,runs");
        String other = server.newKey("other", "chat,runs");
        String id = id(RunningServer.json(
                server.send(owner, "POST", "/v1/responses", "{\"model\": \"echo\", \"input\": \"secret\"}")));
        assertThat(server.send(owner, "GET", "/v1/responses/" + id, "").body()).contains("secret");
        for (String[] route : new String[][] {
            {"GET", ""}, {"GET", "?stream=true"}, {"GET", "/input_items"}, {"POST", "/cancel"}, {"DELETE", ""}
        }) {
            HttpResponse<String> answer =
                    server.send(other, route[0], "/v1/responses/" + id + route[1], route[0].equals("POST") ? "{}" : "");
            assertThat(answer.statusCode()).as(String.join(" ", route)).isEqualTo(404);
        }
        HttpResponse<String> goingOn = server.send(
                other,
                "POST",
                "/v1/responses",
                "{\"model\": \"echo\", \"input\": \"and?\", \"previous_response_id\": \"" + id + "\"}");
        assertThat(goingOn.statusCode()).isIn(400, 404);
        assertThat(goingOn.body()).doesNotContain("secret");
        assertThat(server.send(owner, "GET", "/v1/responses/" + id, "").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'input':null | input",
                "'input':[{'type':'owl'}] | input[0].type",
                "'input':[{'role':'user','content':[{'type':'input_image','image_url':'x'}]}] | input[0].content[0].type",
                "'input':'x','tools':[{'type':'computer_use_preview'}] | tools[0].type",
                "'input':'x','tools':[{'type':'code_interpreter','container':{'type':'auto'}}] | tools[0].type",
                "'input':'x','tool_choice':'required' | tool_choice",
                "'input':'x','background':true,'store':false | background",
                "'input':'x','include':['owl'] | include",
                "'input':'x','temperature':7 | temperature",
                "'input':'x','model':'other' | model",
                "'input':'x','previous_response_id':'resp_none' | previous_response_id",
            })
    void aBadRequestNamesTheField(String fields, String field) throws Exception {
        HttpResponse<String> refused = post(fields);
        assertThat(refused.statusCode()).as(refused.body()).isIn(400, 404);
        assertThat(RunningServer.json(refused).at("/error/param").asString())
                .as(refused.body())
                .startsWith(field);
    }

    private JsonNode create(String fields) throws Exception {
        HttpResponse<String> response = post(fields);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return RunningServer.json(response);
    }

    private List<JsonNode> stream(String fields) throws Exception {
        HttpResponse<String> response = post(fields);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).doesNotContain("[DONE]");
        return RunningServer.data(response.body()).stream()
                .map(Json.MAPPER::readTree)
                .toList();
    }

    private HttpResponse<String> post(String fields) throws Exception {
        return server.client.send(request(fields), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String fields) {
        ObjectNode body = Json.object().put("model", "echo");
        body.setAll(Json.parseObject("{" + fields.replace('\'', '"') + "}"));
        return server.postRequest("/v1/responses", body.toString());
    }

    private static String id(JsonNode response) {
        assertThat(response.path("id").asString("")).as(response.toString()).startsWith("resp_");
        return response.path("id").asString();
    }

    private static String message(HttpResponse<String> response) {
        return RunningServer.json(response).at("/error/message").asString();
    }
}
