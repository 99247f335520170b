package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.agent.PolicyRule;
import io.alltools.agent.ToolPolicy.Verdict;
import io.alltools.web.permission.Permissions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Who did what can be read afterwards, and nothing that was said. */
@Timeout(60)
class AuditTest {

    @TempDir
    Path folder;

    @Test
    void requestsAndDecisionsAreRecordedWithoutWhatWasSaid() throws Exception {
        try (RunningServer server = RunningServer.elsewhere(folder)) {
            server.app.permit(new Permissions(List.of(PolicyRule.of(Verdict.ASK, "shout")), Duration.ofMinutes(5)));
            String key = server.newKey("alice", "chat,runs");
            server.send(
                    key,
                    "POST",
                    "/v1/chat/completions",
                    "{\"model\": \"echo\", \"messages\": [{\"role\": \"user\", \"content\": \"classified\"}]}");
            server.send(key, "GET", "/metrics", "");
            String run = RunningServer.json(
                            server.send(key, "POST", "/api/runs", "{\"input\": \"call shout classified\"}"))
                    .path("runId")
                    .asString();
            JsonNode waits = Json.object();
            while (waits.at("/approvals/0").isMissingNode()) {
                waits = RunningServer.json(server.send(key, "GET", "/api/runs/" + run + "/approvals", ""));
            }
            server.send(
                    key,
                    "POST",
                    "/api/runs/" + run + "/approvals/"
                            + waits.at("/approvals/0/callId").asString(),
                    "{\"decision\": \"approve\", \"arguments\": \"confidential\"}");
        }
        String text = Files.readString(folder.resolve("audit/audit.jsonl"));
        assertThat(text)
                .doesNotContain("classified")
                .doesNotContain("confidential")
                .doesNotContain("alltools_");
        List<JsonNode> lines = text.lines().map(Json.MAPPER::readTree).toList();

        JsonNode chat = line(lines, "/v1/chat/completions");
        assertThat(chat.path("what").asString()).isEqualTo("request");
        assertThat(chat.path("key").asString()).startsWith("key_");
        assertThat(chat.path("address").asString()).isEqualTo("127.0.0.1");
        assertThat(chat.path("method").asString()).isEqualTo("POST");
        assertThat(chat.path("status").asInt()).isEqualTo(200);
        assertThat(chat.path("promptTokens").asInt()).isEqualTo(10);
        assertThat(chat.path("completionTokens").asInt()).isEqualTo(1);
        assertThat(line(lines, "/metrics").path("status").asInt()).isEqualTo(403);

        JsonNode approved = lines.stream()
                .filter(line -> line.path("what").asString().equals("approved"))
                .findFirst()
                .orElseThrow();
        assertThat(approved.path("run").asString()).startsWith("run_");
        assertThat(approved.path("call").asString()).startsWith("call_");
        assertThat(approved.path("tool").asString()).isEqualTo("shout");
        assertThat(approved.path("edited").asBoolean()).isTrue();
        assertThat(approved.path("key")).isEqualTo(chat.path("key"));
    }

    @Test
    void theUserOfTheMachineIsRecordedAsLocal() throws Exception {
        try (RunningServer server = new RunningServer(folder)) {
            server.get("/api/info");
            server.get("/");
        }
        List<String> lines = Files.readAllLines(folder.resolve("audit/audit.jsonl"));
        assertThat(lines)
                .singleElement()
                .asString()
                .contains("\"key\":\"local\"")
                .contains("/api/info");
    }

    private static JsonNode line(List<JsonNode> lines, String route) {
        return lines.stream()
                .filter(line -> line.path("route").asString().equals(route))
                .findFirst()
                .orElseThrow();
    }
}
