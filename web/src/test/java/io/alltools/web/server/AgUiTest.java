package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.PolicyRule;
import io.alltools.agent.ToolPolicy.Verdict;
import io.alltools.web.permission.Permissions;
import java.io.InputStream;
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
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class AgUiTest {

    private static final String LOOKUP = """
            [{"name": "lookup", "description": "", "parameters": {"type": "object"}}]""";

    @TempDir
    Path folder;

    private RunningServer server;
    private final ArrayNode messages = Json.MAPPER.createArrayNode();

    @BeforeEach
    void start() {
        server = new RunningServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anAnswerIsAMessageOfItsPieces() throws Exception {
        List<JsonNode> events = run(says("hello big world"));
        assertThat(types(events))
                .startsWith("RUN_STARTED", "STEP_STARTED", "TEXT_MESSAGE_START", "TEXT_MESSAGE_CONTENT")
                .endsWith("TEXT_MESSAGE_END", "STEP_FINISHED", "RUN_FINISHED");
        assertThat(all(events, "TEXT_MESSAGE_CONTENT", "delta")).isEqualTo("hello big world");
        JsonNode end = events.getLast();
        assertThat(end.path("threadId").asString()).isEqualTo("thread 1");
        assertThat(end.path("runId").asString()).isEqualTo("run 1");
        assertThat(end.at("/outcome/type").asString()).isEqualTo("success");
        assertThat(end.at("/usage/0/outputTokens").asInt()).isEqualTo(3);
    }

    @Test
    void aToolOfTheServerShowsItsCallAsJsonAndItsResult() throws Exception {
        List<JsonNode> events = run(says("call shout a \"b\"\nc"));
        assertThat(Json.parseObject(all(events, "TOOL_CALL_ARGS", "delta")))
                .isEqualTo(Json.object().put("text", "a \"b\"\nc"));
        JsonNode result = only(events, "TOOL_CALL_RESULT");
        assertThat(result.path("content").asString()).isEqualTo("A \"B\"\nC");
        assertThat(result.path("toolCallId"))
                .isEqualTo(only(events, "TOOL_CALL_START").path("toolCallId"));
        assertThat(all(events, "TEXT_MESSAGE_CONTENT", "delta")).isEqualTo("It says A \"B\"\nC");
    }

    @Test
    void aToolOfTheFrontEndEndsTheRunAndItsResultGoesOn() throws Exception {
        ObjectNode input = says("call lookup {\"q\": 1}");
        input.set("tools", Json.MAPPER.readTree(LOOKUP));
        List<JsonNode> events = run(input);
        String callId = only(events, "TOOL_CALL_START").path("toolCallId").asString();
        assertThat(types(events)).doesNotContain("TOOL_CALL_RESULT");
        assertThat(events.getLast().at("/outcome/pendingToolCallIds/0").asString())
                .isEqualTo(callId);

        remember(events);
        messages.addObject()
                .put("id", "theirs")
                .put("role", "tool")
                .put("toolCallId", callId)
                .put("content", "found 7");
        ObjectNode next = input("run 2");
        next.set("tools", input.path("tools"));
        assertThat(all(run(next), "TEXT_MESSAGE_CONTENT", "delta")).isEqualTo("It says found 7");
        // It went on from what was recorded, so it is one conversation.
        JsonNode sessions = server.getJson("/api/sessions").path("sessions");
        assertThat(sessions.size()).isEqualTo(1);
        assertThat(server.getJson("/api/sessions/" + sessions.path(0).path("id").asString())
                        .path("runs")
                        .size())
                .isEqualTo(2);
    }

    @Test
    void whatWasTakenAwayIsGoneFromTheConversation() throws Exception {
        remember(run(says("one")));
        remember(run(says("two")));
        while (!messages.get(messages.size() - 1).path("content").asString().equals("one")
                || !messages.get(messages.size() - 1).path("role").asString().equals("assistant")) {
            messages.remove(messages.size() - 1);
        }
        run(says("three"));
        assertThat(server.model.requests.getLast().messages())
                .extracting(Message::text)
                .containsExactly("one", "one", "three");
    }

    @Test
    void aConversationOfSomewhereElseIsTakenAsItIsSent() throws Exception {
        messages.addObject().put("id", "0").put("role", "developer").put("content", "Be brief.");
        messages.addObject().put("id", "1").put("role", "user").put("content", "loud, please");
        ObjectNode spoken = messages.addObject().put("id", "2").put("role", "assistant");
        spoken.putArray("toolCalls")
                .addObject()
                .put("id", "c1")
                .put("type", "function")
                .putObject("function")
                .put("name", "shout")
                .put("arguments", "{\"text\": \"hi\"}");
        messages.addObject()
                .put("id", "3")
                .put("role", "tool")
                .put("toolCallId", "c1")
                .put("content", "HI");
        messages.addObject().put("id", "4").put("role", "assistant").put("content", "HI it is.");
        ObjectNode input = says("and now");
        input.putArray("context").addObject().put("description", "page").put("value", "home");
        run(input);
        assertThat(server.model.requests.getLast().messages())
                .extracting(Message::text)
                .containsExactly(
                        "Be brief.\n\nWhat the application says:\n- page: home",
                        "loud, please",
                        "",
                        "HI",
                        "HI it is.",
                        "and now");
    }

    @Test
    void aCallThatAsksInterruptsTheRunAndTheAnswerResumesIt() throws Exception {
        server.app.permit(new Permissions(List.of(PolicyRule.of(Verdict.ASK, "shout")), Duration.ofMinutes(5)));
        List<JsonNode> events = run(says("call shout hello"));
        JsonNode interrupt = events.getLast().at("/outcome/interrupts/0");
        assertThat(interrupt.path("message").asString()).startsWith("shout asks for approval");
        remember(events);

        ObjectNode next = input("run 2");
        ObjectNode resume = next.putArray("resume")
                .addObject()
                .put("interruptId", interrupt.path("id").asString())
                .put("status", "resolved");
        resume.putObject("payload").put("decision", "approve").put("arguments", "bye");
        events = run(next);
        assertThat(only(events, "TOOL_CALL_RESULT").path("content").asString()).contains("BYE");
        assertThat(events.getLast().path("runId").asString()).isEqualTo("run 2");
        assertThat(types(events)).doesNotContain("TOOL_CALL_START");

        // The first decision counted.
        HttpResponse<String> late = server.post("/agui", next.toString());
        assertThat(late.statusCode()).isEqualTo(404);
        assertThat(RunningServer.json(late).at("/error/code").asString()).isEqualTo("approval_not_pending");
    }

    @Test
    void aFrontEndThatGoesAwayStopsTheRun() throws Exception {
        HttpResponse<InputStream> response = server.client.send(
                server.postRequest("/agui", says("count 100000").toString()),
                HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            assertThat(body.read()).isPositive();
        }
        assertThat(server.model.interrupted.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aRunThatFailsIsAnErrorEvent() throws Exception {
        List<JsonNode> events = run(says("breakLater"));
        assertThat(types(events)).contains("TEXT_MESSAGE_END");
        assertThat(events.getLast().path("type").asString()).isEqualTo("RUN_ERROR");
        assertThat(events.getLast().path("code").asString()).isEqualTo("failed");
        assertThat(events.getLast().path("message").asString()).isEqualTo("it broke later");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"threadId\": null} | threadId | is required",
                "{\"messages\": []} | messages | what is new",
                "{\"messages\": [{\"id\": \"1\", \"role\": \"owl\", \"content\": \"\"}]} | messages[0].role | role \"owl\"",
                "{\"messages\": [{\"id\": \"1\", \"role\": \"tool\", \"toolCallId\": \"x\", \"content\": \"\"}]} |"
                        + " messages[0].toolCallId | answers no call",
                "{\"messages\": [{\"id\": \"1\", \"role\": \"user\", \"content\": [{\"type\": \"image\"}]}]} |"
                        + " messages[0].content[0].type | reads text only",
                "{\"tools\": [{\"name\": \"shout\", \"description\": \"\"}]} | tools | rename yours",
                "{\"forwardedProps\": {\"agent\": \"nobody\"}} | agent | no agent",
                "{\"resume\": [{\"interruptId\": \"x\", \"status\": \"resolved\"}]} | resume | none that a run has sent",
            })
    void aBadRequestNamesTheField(String change, String field, String hint) throws Exception {
        ObjectNode input = says("hello");
        input.setAll(Json.parseObject(change));
        HttpResponse<String> refused = server.post("/agui", input.toString());
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(RunningServer.json(refused).at("/error/param").asString()).isEqualTo(field);
        assertThat(RunningServer.json(refused).at("/error/message").asString()).contains(hint);
    }

    private ObjectNode says(String text) {
        messages.addObject()
                .put("id", "user " + messages.size())
                .put("role", "user")
                .put("content", text);
        return input("run 1");
    }

    private ObjectNode input(String runId) {
        ObjectNode input = Json.object().put("threadId", "thread 1").put("runId", runId);
        input.set("messages", messages.deepCopy());
        input.putArray("tools");
        input.putArray("context");
        input.putObject("state");
        input.putObject("forwardedProps");
        return input;
    }

    private List<JsonNode> run(ObjectNode input) throws Exception {
        HttpResponse<String> response = server.post("/agui", input.toString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        List<JsonNode> events = new ArrayList<>();
        RunningServer.data(response.body()).forEach(data -> events.add(Json.MAPPER.readTree(data)));
        return events;
    }

    /** As a front end puts its messages together. */
    private void remember(List<JsonNode> events) {
        for (JsonNode event : events) {
            switch (event.path("type").asString()) {
                case "TEXT_MESSAGE_START" ->
                    messages.addObject()
                            .put("id", event.path("messageId").asString())
                            .put("role", "assistant")
                            .put("content", all(events, "TEXT_MESSAGE_CONTENT", "delta"));
                case "TOOL_CALL_START" -> {
                    ObjectNode function = messages.addObject()
                            .put("id", event.path("parentMessageId").asString())
                            .put("role", "assistant")
                            .putArray("toolCalls")
                            .addObject()
                            .put("id", event.path("toolCallId").asString())
                            .put("type", "function")
                            .putObject("function");
                    function.put("name", event.path("toolCallName").asString())
                            .put("arguments", all(events, "TOOL_CALL_ARGS", "delta"));
                }
                default -> {}
            }
        }
    }

    private static List<String> types(List<JsonNode> events) {
        return events.stream().map(event -> event.path("type").asString()).toList();
    }

    private static JsonNode only(List<JsonNode> events, String type) {
        List<JsonNode> found = events.stream()
                .filter(event -> event.path("type").asString().equals(type))
                .toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static String all(List<JsonNode> events, String type, String field) {
        StringBuilder text = new StringBuilder();
        events.stream()
                .filter(event -> event.path("type").asString().equals(type))
                .forEach(event -> text.append(event.path(field).asString()));
        return text.toString();
    }
}
