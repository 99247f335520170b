package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.agent.PolicyRule;
import io.alltools.agent.ToolPolicy.Verdict;
import io.alltools.web.permission.Permissions;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Somebody with a key of their own asks for what another key made. */
@Timeout(60)
class AnotherKeysSessionTest {

    @TempDir
    static Path folder;

    static RunningServer server;
    static String owner;
    static String other;

    /** The owner's run, which waits for a decision, and its session. */
    static String run;

    static String session;

    static String call;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.elsewhere(folder);
        server.app.permit(new Permissions(List.of(PolicyRule.of(Verdict.ASK, "shout")), Duration.ofMinutes(5)));
        owner = server.newKey("owner", "chat,runs,tools");
        other = server.newKey("other", "chat,runs,tools");
        JsonNode begun =
                RunningServer.json(server.send(owner, "POST", "/api/runs", "{\"input\": \"call shout secret\"}"));
        run = begun.path("runId").asString();
        session = begun.path("sessionId").asString();
        call = waiting().path("callId").asString();
        assertThat(attach(owner, session)).isEqualTo(409); // Its run goes on.
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void onEveryRouteWithAnIdItIsAsIfItDidNotExist() throws Exception {
        int walked = 0;
        for (Routes route : Routes.of(server.server)) {
            boolean ofRun = route.pattern().startsWith("/api/runs/{id}")
                    || route.pattern().startsWith("/api/trajectories/{id}");
            boolean ofSession = route.pattern().startsWith("/api/sessions/{id}");
            if (!ofRun && !ofSession) {
                continue;
            }
            Map<String, String> theirs = Map.of("id", ofRun ? run : session, "callId", call, "step", "1");
            Map<String, String> nobodys = Map.of("id", ofRun ? "run_none" : "ses_none", "callId", call, "step", "1");
            HttpResponse<String> answer = ask(route, route.path(theirs));
            assertThat(answer.statusCode()).as(route.toString()).isEqualTo(404);
            assertThat(answer.body().replace(run, "run_none").replace(session, "ses_none"))
                    .as(route.toString())
                    .isEqualTo(ask(route, route.path(nobodys)).body());
            walked++;
        }
        assertThat(walked).isGreaterThanOrEqualTo(19);
        assertThat(waiting().path("callId").asString())
                .as("nothing was decided")
                .isEqualTo(call);
    }

    @Test
    void listsDoNotShowIt() throws Exception {
        for (String path : List.of(
                "/api/runs",
                "/api/sessions",
                "/api/approvals",
                "/api/approvals?sessionId=" + session,
                "/api/trajectories",
                "/api/trajectories/export?format=atif&inclusion=undecided")) {
            assertThat(server.send(owner, "GET", path, "").body()).as(path).contains(session);
            HttpResponse<String> answer = server.send(other, "GET", path, "");
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.body()).as(path).doesNotContain(session).doesNotContain("secret");
        }
        assertThat(server.send(other, "GET", "/api/sessions?before=" + session, "")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aRunCantGoOnInIt() throws Exception {
        HttpResponse<String> bySession = server.send(
                other, "POST", "/api/runs", "{\"input\": \"what did I say?\", \"sessionId\": \"" + session + "\"}");
        assertThat(bySession.statusCode()).isEqualTo(404);
        HttpResponse<String> byRun =
                server.send(other, "POST", "/api/runs", "{\"input\": \"what did I say?\", \"after\": \"" + run + "\"}");
        HttpResponse<String> byNone =
                server.send(other, "POST", "/api/runs", "{\"input\": \"what did I say?\", \"after\": \"run_none\"}");
        assertThat(byRun.statusCode()).isEqualTo(byNone.statusCode()).isEqualTo(400);
        assertThat(byRun.body().replace(run, "run_none")).isEqualTo(byNone.body());
    }

    /** The name of a thread is chosen by who uses it, so anybody can choose the same. */
    @Test
    void aThreadOfAFrontEndIsItsKeysAlone() throws Exception {
        assertThat(agUi(owner, "\"messages\": [{\"id\": \"1\", \"role\": \"user\", \"content\": \"my secret\"}]")
                        .body())
                .contains("RUN_FINISHED");
        JsonNode theirs =
                RunningServer.json(server.send(owner, "GET", "/api/runs", "")).at("/runs/0");
        assertThat(theirs.path("input").asString()).isEqualTo("my secret");
        String message = "msg_" + theirs.path("id").asString().substring("run_".length()) + "_1";
        HttpResponse<String> answer = agUi(
                other,
                "\"messages\": [{\"id\": \"" + message + "\", \"role\": \"assistant\", \"content\": \"?\"},"
                        + "{\"id\": \"2\", \"role\": \"user\", \"content\": \"what did I say?\"}]");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(server.model.requests.getLast().messages().toString()).doesNotContain("secret");
        assertThat(agUi(
                                other,
                                "\"messages\": [], \"resume\": [{\"interruptId\": \"" + run + "/" + call
                                        + "\", \"status\": \"resolved\"}]")
                        .statusCode())
                .isEqualTo(404);
    }

    private static HttpResponse<String> agUi(String key, String messages) throws Exception {
        return server.send(
                key,
                "POST",
                "/agui",
                "{\"threadId\": \"thread\", \"runId\": \"1\", \"tools\": [], \"context\": [], " + messages + "}");
    }

    @Test
    void noIdOfTheirsCanBeTakenForASessionOfOnesOwn() throws Exception {
        HttpResponse<String> made = server.send(other, "POST", "/api/sessions", "{\"title\": \"mine\"}");
        String mine = RunningServer.json(made).path("sessionId").asString();
        assertThat(attach(other, mine)).isEqualTo(201);
        assertThat(server.send(other, "GET", "/api/sessions/" + mine + "/files", "")
                        .body())
                .contains("note.txt");
        assertThat(server.send(owner, "GET", "/api/sessions/" + mine + "/files/note.txt", "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.send(other, "GET", "/api/sessions/" + mine + "/files/..%2f" + session + "%2fsecret.txt", "")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aSessionOfMcpIsItsKeysAlone() throws Exception {
        String greeting = """
                {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18",
                 "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}}""";
        String id = server.send(owner, "POST", "/mcp", greeting)
                .headers()
                .firstValue("Mcp-Session-Id")
                .orElseThrow();
        assertThat(mcp(other, "POST", id)).isEqualTo(404);
        assertThat(mcp(other, "DELETE", id)).isEqualTo(404);
        assertThat(mcp(server.admin, "POST", id)).isEqualTo(404);
        assertThat(mcp(owner, "POST", id)).isEqualTo(200);
    }

    @Test
    void whoMayDoEverythingSeesIt() throws Exception {
        assertThat(server.send(server.admin, "GET", "/api/sessions/" + session, "")
                        .body())
                .contains("secret");
        assertThat(server.send(server.admin, "GET", "/api/runs", "").body()).contains(run);
        assertThat(server.send(server.admin, "GET", "/api/approvals", "").body())
                .contains(run);
    }

    private static JsonNode waiting() throws Exception {
        while (true) {
            JsonNode first = RunningServer.json(server.send(owner, "GET", "/api/runs/" + run + "/approvals", ""))
                    .at("/approvals/0");
            if (first.isObject()) {
                return first;
            }
            Thread.sleep(10);
        }
    }

    private static HttpResponse<String> ask(Routes route, String path) throws Exception {
        if (route.method().equals("POST") && path.endsWith("/files")) {
            return server.client.send(upload(other, path + "?name=a.txt"), HttpResponse.BodyHandlers.ofString());
        }
        String body = route.method().equals("GET") || route.method().equals("DELETE")
                ? ""
                : Json.object().put("title", "x").put("decision", "approve").toString();
        return server.send(other, route.method(), path, body);
    }

    private static int attach(String key, String sessionId) throws Exception {
        return server.client
                .send(
                        upload(key, "/api/sessions/" + sessionId + "/files?name=note.txt"),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static HttpRequest upload(String key, String path) {
        return server.request(path)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofString("text"))
                .build();
    }

    private static int mcp(String key, String method, String id) throws Exception {
        return server.client
                .send(
                        server.request("/mcp")
                                .header("Authorization", "Bearer " + key)
                                .header("Content-Type", "application/json")
                                .header("Mcp-Session-Id", id)
                                .method(
                                        method,
                                        HttpRequest.BodyPublishers.ofString(
                                                "{\"jsonrpc\": \"2.0\", \"id\": 2, \"method\": \"tools/list\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
