package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.agent.PolicyRule;
import io.alltools.agent.ToolPolicy.Verdict;
import io.alltools.web.EchoParts;
import io.alltools.web.permission.Permissions;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One tool alone, called by a person over the API. */
@Timeout(60)
class ToolsApiTest {

    @TempDir
    static Path folder;

    static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.elsewhere(folder);
        server.app.add(List.of(EchoParts.PAINT));
        Path functions = folder.resolve("functions.json");
        Files.writeString(functions, "[]");
        server.app.add(new EchoParts().openFunctions(functions.toString()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void eachToolIsListedWithWhatItTakesAndDoes() throws Exception {
        String reader = server.newKey("reader", "runs");
        JsonNode tools =
                RunningServer.json(server.send(reader, "GET", "/api/tools", "")).path("tools");
        assertThat(tools.values())
                .extracting(tool -> tool.path("name").asString())
                .containsExactly("shout", "nap", "paint", "from_file");
        JsonNode shout = RunningServer.json(server.send(reader, "GET", "/api/tools/shout", ""));
        assertThat(shout.path("kind").asString()).isEqualTo("BUILT_IN");
        assertThat(shout.at("/parameters/properties/text/type").asString()).isEqualTo("string");
        assertThat(shout.path("traits").toString())
                .isEqualTo("[\"changes_state\",\"sends_data\",\"reads_private_data\"]");
        assertThat(server.send(reader, "GET", "/api/tools/magic", "").body()).contains("tool_not_found");
        // It runs no tool without a model.
        assertThat(server.send(reader, "POST", "/api/tools/shout/try", "{\"arguments\": \"x\"}")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aCallGivesWhatAModelWouldGet() throws Exception {
        JsonNode answer = call("shout", "{\"arguments\": \"hello\"}");
        assertThat(answer.at("/observation/passages/0/content/0/text").asString())
                .isEqualTo("HELLO");
        assertThat(answer.path("sessionId").asString()).startsWith("ses_");
        assertThat(answer.path("durationMillis").isIntegralNumber()).isTrue();
        JsonNode failed = call("from_file", "{\"arguments\": \"{not json\"}");
        assertThat(failed.path("failed").asString()).isEqualTo("INVALID_ARGUMENTS");
        assertThat(failed.at("/observation/passages/0/content/0/text").asString())
                .startsWith("Error: the arguments of from_file could not be read");
        assertThat(call("from_file", "{\"arguments\": {\"a\": 1}}")
                        .at("/observation/passages/0/content/0/text")
                        .asString())
                .isEqualTo("{\"a\":1}");
    }

    @Test
    void filesOfATryAreItsCallersAloneAndInNoListOfConversations() throws Exception {
        String key = server.newKey("painter", "tools");
        JsonNode first =
                RunningServer.json(server.send(key, "POST", "/api/tools/paint/try", "{\"arguments\": \"cat.png\"}"));
        String session = first.path("sessionId").asString();
        JsonNode second = RunningServer.json(server.send(
                key,
                "POST",
                "/api/tools/paint/try",
                Json.object()
                        .put("arguments", "dog.png")
                        .put("sessionId", session)
                        .toString()));
        assertThat(second.path("sessionId").asString()).isEqualTo(session);
        for (String file : List.of("cat.png", "dog.png")) {
            String path = "/api/tools/try/" + session + "/files/" + file;
            HttpResponse<String> picture = server.send(key, "GET", path, "");
            assertThat(picture.statusCode()).isEqualTo(200);
            assertThat(picture.headers().firstValue("Content-Type")).hasValue("image/png");
            assertThat(server.send(server.newKey("other-" + file, "tools"), "GET", path, "")
                            .statusCode())
                    .isEqualTo(404);
        }
        assertThat(server.send(key, "GET", "/api/tools/try/" + session + "/files/../x", "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.send(server.admin, "GET", "/api/sessions", "").body()).doesNotContain(session);
        HttpResponse<String> unknown = server.send(
                server.admin,
                "POST",
                "/api/tools/paint/try",
                Json.object()
                        .put("arguments", "x.png")
                        .put("sessionId", session)
                        .toString());
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("session_not_found");
    }

    @Test
    void whatThePolicyDeniesIsDeniedAndWhatItWouldAskAboutRuns(@TempDir Path other) throws Exception {
        try (RunningServer strict = new RunningServer(other)) {
            strict.app.permit(new Permissions(
                    List.of(PolicyRule.of(Verdict.DENY, "shout"), PolicyRule.of(Verdict.ASK, "nap")),
                    Duration.ofMinutes(5)));
            JsonNode denied = RunningServer.json(strict.post("/api/tools/shout/try", "{\"arguments\": \"hello\"}"));
            assertThat(denied.path("failed").asString()).isEqualTo("DENIED");
            assertThat(denied.toString())
                    .contains("the rule for shout denies it")
                    .doesNotContain("HELLO");
            assertThat(strict.post("/api/tools/nap/try", "{\"arguments\": \"1\"}")
                            .body())
                    .contains("rested");
        }
    }

    @Test
    void aCallEndsWhenItsClientGoesAway() throws Exception {
        CompletableFuture<HttpResponse<String>> call = server.client.sendAsync(
                server.request("/api/tools/nap/try")
                        .header("Authorization", "Bearer " + server.admin)
                        .header("Content-Type", "application/json")
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{\"arguments\": \"60000\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        while (EchoParts.napping() == 0) {
            Thread.sleep(10);
        }
        call.cancel(true);
        while (EchoParts.napping() > 0) {
            Thread.sleep(10);
        }
    }

    @Test
    void whatIsNoCallIsRefused() throws Exception {
        for (String body : List.of("{}", "{\"arguments\": 7}", "{\"arguments\": {\"text\": \"x\"}}")) {
            HttpResponse<String> refused = server.send(server.admin, "POST", "/api/tools/shout/try", body);
            assertThat(refused.statusCode()).as(body).isEqualTo(400);
            assertThat(refused.body()).contains("\"param\":\"arguments\"");
        }
        assertThat(server.send(server.admin, "POST", "/api/tools/magic/try", "{\"arguments\": \"x\"}")
                        .statusCode())
                .isEqualTo(404);
    }

    private static JsonNode call(String tool, String body) throws Exception {
        HttpResponse<String> answer = server.send(server.admin, "POST", "/api/tools/" + tool + "/try", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return RunningServer.json(answer);
    }
}
