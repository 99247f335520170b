package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.agent.PolicyRule;
import io.alltools.agent.ToolPolicy.Verdict;
import io.alltools.web.permission.Permissions;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class ApprovalApiTest {

    @TempDir
    Path folder;

    private RunningServer server;

    @BeforeEach
    void start() {
        server = new RunningServer(folder);
        permit(Duration.ofMinutes(5));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aCallThatWaitsIsListedAndRunsOnceItIsApproved() throws Exception {
        String runId = server.start("call shout hello");
        JsonNode waits = waiting(runId);
        assertThat(waits.path("name").asString()).isEqualTo("shout");
        assertThat(waits.path("arguments").asString()).isEqualTo("hello");
        assertThat(waits.path("reason").asString()).contains("the rule for shout");
        assertThat(waits.path("expiresAt").asString()).endsWith("Z");
        String session = waits.path("sessionId").asString();
        assertThat(server.getJson("/api/approvals").path("approvals").size()).isEqualTo(1);
        assertThat(server.getJson("/api/approvals?sessionId=" + session)
                        .path("approvals")
                        .size())
                .isEqualTo(1);
        assertThat(server.getJson("/api/approvals?sessionId=other")
                        .path("approvals")
                        .size())
                .isZero();

        assertThat(decide(waits, "{\"decision\": \"approve\"}").statusCode()).isEqualTo(200);

        assertThat(answer(runId)).isEqualTo("It says HELLO");
        assertThat(server.getJson("/api/approvals").path("approvals").size()).isZero();
    }

    @Test
    void aPersonMayChangeTheArguments() throws Exception {
        String runId = server.start("call shout hello");
        decide(waiting(runId), "{\"decision\": \"approve\", \"arguments\": \"bye\"}");
        assertThat(answer(runId)).contains("BYE").contains("a person changed the arguments to bye");
    }

    @Test
    void aDenialAndItsReasonReachTheModel() throws Exception {
        String runId = server.start("call shout hello");
        decide(waiting(runId), "{\"decision\": \"deny\", \"reason\": \"be quiet\"}");
        assertThat(answer(runId)).contains("not permitted (be quiet)");
    }

    @Test
    void aDecisionRightAfterItsEventIsNotTooEarly() throws Exception {
        for (int i = 0; i < 20; i++) {
            String runId = server.start("call shout hello");
            // The stream shows the question before the run waits for its answer.
            try (Stream<String> lines = server.client
                    .send(server.request("/api/runs/" + runId + "/events").build(), HttpResponse.BodyHandlers.ofLines())
                    .body()) {
                JsonNode asked = lines.filter(line -> line.contains("\"ApprovalRequested\""))
                        .map(line -> Json.MAPPER.readTree(line.substring("data: ".length())))
                        .findFirst()
                        .orElseThrow();
                assertThat(decide(asked, "{\"decision\": \"approve\"}").statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void aQuestionOutlivesTheServer() throws Exception {
        String runId = server.start("call shout hello");
        JsonNode waits = waiting(runId);
        server.close();
        server = new RunningServer(folder);
        permit(Duration.ofMinutes(5));
        assertThat(waiting(runId)).isEqualTo(waits);
        assertThat(decide(waits, "{\"decision\": \"approve\"}").statusCode()).isEqualTo(200);
        assertThat(answer(runId)).isEqualTo("It says HELLO");
    }

    @Test
    void aDecisionCountsOnce() throws Exception {
        String runId = server.start("call shout hello");
        JsonNode waits = waiting(runId);
        assertThat(decide(waits, "{\"decision\": \"deny\"}").statusCode()).isEqualTo(200);
        HttpResponse<String> second = decide(waits, "{\"decision\": \"approve\"}");
        assertThat(second.statusCode()).isEqualTo(404);
        assertThat(RunningServer.json(second).at("/error/code").asString()).isEqualTo("approval_not_pending");
        assertThat(answer(runId)).contains("not permitted");
    }

    @Test
    void argumentsThatBreakTheSchemaAreRefusedAndTheCallWaitsOn() throws Exception {
        Path file = Files.writeString(folder.resolve("f.json"), "[]");
        server.app.add(new io.alltools.web.EchoParts().openFunctions(file.toString()));
        String runId = server.start("call from_file {}");
        JsonNode waits = waiting(runId);
        HttpResponse<String> refused = decide(waits, "{\"decision\": \"approve\", \"arguments\": \"[1]\"}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(RunningServer.json(refused).at("/error/param").asString()).isEqualTo("arguments");
        assertThat(RunningServer.json(refused).at("/error/message").asString())
                .contains("from_file")
                .contains("expected a JSON object");
        decide(waits, "{\"decision\": \"approve\", \"arguments\": {\"a\": 1}}");
        assertThat(answer(runId)).contains("{\"a\":1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | decision | required",
                "{\"decision\": \"perhaps\"} | decision | expected approve or deny",
                "{\"decision\": \"approve\", \"arguments\": {}} | arguments | must be a string",
                "{\"decision\": \"deny\", \"arguments\": \"x\"} | arguments | approve only",
                "{\"decision\": \"approve\", \"reason\": \"x\"} | reason | deny only",
                "{\"decision\": \"deny\", \"reason\": 7} | reason | must be a string",
            })
    void aBadDecisionNamesTheField(String body, String field, String hint) throws Exception {
        String runId = server.start("call shout hello");
        HttpResponse<String> refused = decide(waiting(runId), body);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(RunningServer.json(refused).at("/error/param").asString()).isEqualTo(field);
        assertThat(RunningServer.json(refused).at("/error/message").asString()).contains(hint);
        assertThat(server.getJson("/api/approvals").path("approvals").size()).isEqualTo(1);
    }

    @Test
    void runsAndCallsThatDoNotExistAreSaid() throws Exception {
        assertThat(server.get("/api/runs/none/approvals").statusCode()).isEqualTo(404);
        assertThat(server.post("/api/runs/none/approvals/c1", "{\"decision\": \"deny\"}")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aRunThatNobodyDecidesAboutNeedsInput() throws Exception {
        permit(Duration.ofMillis(100));
        String runId = server.start("call shout hello");
        assertThat(finished(runId).at("/outcome/kind").asString()).isEqualTo("NEEDS_INPUT");
    }

    @Test
    void aRunThatWaitsCanBeCancelled() throws Exception {
        String runId = server.start("call shout hello");
        JsonNode waits = waiting(runId);
        server.post("/api/runs/" + runId + "/cancel", "{}");
        assertThat(finished(runId).at("/outcome/kind").asString()).isEqualTo("CANCELLED");
        assertThat(decide(waits, "{\"decision\": \"approve\"}").statusCode()).isEqualTo(404);
    }

    private void permit(Duration expiry) {
        server.app.permit(new Permissions(
                List.of(PolicyRule.of(Verdict.ASK, "shout"), PolicyRule.of(Verdict.ASK, "from_file")), expiry));
    }

    private JsonNode waiting(String runId) throws Exception {
        while (true) {
            JsonNode first = server.getJson("/api/runs/" + runId + "/approvals").at("/approvals/0");
            if (first.isObject()) {
                return first;
            }
            Thread.sleep(10);
        }
    }

    private HttpResponse<String> decide(JsonNode asked, String body) throws Exception {
        return server.post(
                "/api/runs/" + asked.path("runId").asString() + "/approvals/"
                        + asked.path("callId").asString(),
                body);
    }

    private String answer(String runId) throws Exception {
        return finished(runId).path("answer").asString();
    }

    private JsonNode finished(String runId) throws Exception {
        return Json.MAPPER.readTree(
                RunningServer.data(server.get("/api/runs/" + runId + "/events").body())
                        .getLast());
    }
}
