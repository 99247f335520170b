package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RunsTest {

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
    void aRunIsWatchedListedAndKept() throws Exception {
        HttpResponse<String> created = server.post("/api/runs", "{\"input\":\"call shout hello\",\"seed\":5}");
        assertThat(created.statusCode()).isEqualTo(201);
        String runId = RunningServer.json(created).path("runId").asString();
        String sessionId = RunningServer.json(created).path("sessionId").asString();
        assertThat(runId).startsWith("run_");
        assertThat(sessionId).startsWith("ses_");

        HttpResponse<String> stream = server.get("/api/runs/" + runId + "/events");
        assertThat(stream.body()).startsWith("id: 0\nevent: run\ndata: {\"runId\":\"" + runId + "\",\"seq\":0,");
        List<JsonNode> events = RunningServer.data(stream.body()).stream()
                .map(Json.MAPPER::readTree)
                .toList();
        assertThat(events.getFirst().path("type").asString()).isEqualTo("RunStarted");
        assertThat(events.getLast().path("type").asString()).isEqualTo("RunFinished");
        assertThat(events.getLast().path("answer").asString()).isEqualTo("It says HELLO");

        JsonNode run = server.getJson("/api/runs/" + runId);
        assertThat(run.path("outcome").asString()).isEqualTo("ANSWERED");
        assertThat(run.path("steps").asInt()).isEqualTo(2);
        assertThat(run.path("live").asBoolean()).isFalse();
        assertThat(server.getJson("/api/runs?limit=1").path("runs").size()).isEqualTo(1);
        JsonNode atif = server.getJson("/api/runs/" + runId + "/atif");
        assertThat(atif.at("/steps/1/tool_calls/0/arguments/text").asString()).isEqualTo("hello");
        assertThat(atif.at("/extra/seed").asInt()).isEqualTo(5);
        JsonNode session = server.getJson("/api/sessions/" + sessionId);
        assertThat(session.path("messages").size()).isEqualTo(4);
        assertThat(session.at("/runs/0/id").asString()).isEqualTo(runId);
    }

    @Test
    void aFinishedRunReplaysTheSameStreamAndFromAnyPlace() throws Exception {
        String runId = server.start("one two three");
        String live = server.get("/api/runs/" + runId + "/events").body();
        String again = server.get("/api/runs/" + runId + "/events").body();
        assertThat(again).isEqualTo(live);

        HttpResponse<String> rest = server.client.send(
                server.request("/api/runs/" + runId + "/events")
                        .header("Last-Event-ID", "2")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(rest.body()).startsWith("id: 3\n").isEqualTo(live.substring(live.indexOf("id: 3\n")));
        long last = RunningServer.data(live).size() - 1;
        assertThat(server.get("/api/runs/" + runId + "/events?after=" + last).statusCode())
                .isEqualTo(204);
    }

    @Test
    void whoComesInTheMiddleOfARunMissesNothingAndSeesNothingTwice() throws Exception {
        String runId = server.start("count 150");
        List<CompletableFuture<HttpResponse<String>>> watchers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Thread.sleep(40);
            watchers.add(server.client.sendAsync(
                    server.request("/api/runs/" + runId + "/events").build(), HttpResponse.BodyHandlers.ofString()));
        }
        long events = 0;
        for (var watcher : watchers) {
            List<Long> seqs = RunningServer.data(watcher.join().body()).stream()
                    .map(d -> Json.MAPPER.readTree(d).path("seq").asLong())
                    .toList();
            events = seqs.size();
            assertThat(seqs)
                    .containsExactlyElementsOf(
                            LongStream.range(0, events).boxed().toList());
        }
        // Pieces that come fast are told together.
        assertThat(events).isBetween(10L, 150L + 5);
    }

    @Test
    void cancellingEndsARunInTheMiddleOfAToolCall() throws Exception {
        String runId = server.start("call nap 60000");
        HttpResponse<String> cancelled = server.client.send(
                server.request("/api/runs/" + runId + "/cancel")
                        .POST(java.net.http.HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(cancelled.statusCode()).isEqualTo(202);
        List<String> data =
                RunningServer.data(server.get("/api/runs/" + runId + "/events").body());
        assertThat(Json.MAPPER.readTree(data.getLast()).at("/outcome/kind").asString())
                .isEqualTo("CANCELLED");
        assertThat(server.getJson("/api/runs/" + runId).path("outcome").asString())
                .isEqualTo("CANCELLED");
    }

    @Test
    void aSessionGoesOnAndDoesOneRunAtATime() throws Exception {
        JsonNode first =
                RunningServer.json(server.post("/api/runs", "{\"input\":\"call nap 300\",\"system\":\"Hm.\"}"));
        String session = first.path("sessionId").asString();
        String next =
                Json.object().put("input", "and then").put("sessionId", session).toString();

        HttpResponse<String> busy = server.post("/api/runs", next);
        assertThat(busy.statusCode()).isEqualTo(409);
        assertThat(RunningServer.json(busy).at("/error/code").asString()).isEqualTo("session_busy");

        server.get("/api/runs/" + first.path("runId").asString() + "/events");
        HttpResponse<String> accepted = server.post("/api/runs", next);
        assertThat(accepted.statusCode()).isEqualTo(201);
        server.get("/api/runs/" + RunningServer.json(accepted).path("runId").asString() + "/events");
        List<Message> seen = server.model.requests.getLast().messages();
        assertThat(seen).hasSize(6);
        assertThat(seen.getFirst()).isEqualTo(Message.system("Hm."));
        assertThat(seen.get(4)).isEqualTo(Message.assistant("It says rested"));
        assertThat(seen.getLast()).isEqualTo(Message.user("and then"));
    }

    @Test
    void closingTheServerLeavesItsRunsToTheNextOne(@TempDir Path own) throws Exception {
        String runId;
        try (RunningServer closing = new RunningServer(own)) {
            runId = closing.start("count 1000");
            // Its start is recorded before the model is asked.
            while (closing.model.requests.isEmpty()) {
                Thread.sleep(1);
            }
        }
        try (RunningServer next = new RunningServer(own)) {
            for (int i = 0;
                    i < 1000
                            && next.getJson("/api/runs/" + runId)
                                    .path("outcome")
                                    .isNull();
                    i++) {
                Thread.sleep(20);
            }
            assertThat(next.getJson("/api/runs/" + runId).path("outcome").asString())
                    .isEqualTo("ANSWERED");
            List<String> types = RunningServer.data(
                            next.get("/api/runs/" + runId + "/events").body())
                    .stream()
                    .map(data -> Json.MAPPER.readTree(data).path("type").asString())
                    .toList();
            assertThat(types).containsSubsequence("RunStarted", "RunResumed", "RunFinished");
        }
    }

    @Test
    void theModelAndItsToolsAreTold() throws Exception {
        JsonNode info = server.getJson("/api/info");
        assertThat(info.path("model").asString()).isEqualTo("echo");
        assertThat(info.path("contextLength").asInt()).isEqualTo(2048);
        assertThat(info.at("/tools/0/name").asString()).isEqualTo("shout");
        assertThat(info.at("/tools/0/kind").asString()).isEqualTo("BUILT_IN");
        assertThat(info.at("/attachments/fileBytes").asLong()).isEqualTo(64 << 20);
        assertThat(info.at("/attachments/totalBytes").asLong()).isEqualTo(128 << 20);
        assertThat(info.at("/attachments/count").asInt()).isEqualTo(100);
    }

    @Test
    void aRunUsesTheToolsThatItNames() throws Exception {
        String body = server.post("/api/runs", "{\"input\":\"hi\",\"tools\":[\"nap\"],\"maxSteps\":3}")
                .body();
        server.get("/api/runs/" + Json.parseObject(body).path("runId").asString() + "/events");
        assertThat(server.model.requests.getLast().tools())
                .extracting(t -> t.name())
                .containsExactly("nap");
    }

    @Test
    void wrongOrdersAreAnsweredWithWhatIsWrong() throws Exception {
        assertError(server.post("/api/runs", "{}"), 400, "input");
        assertError(server.post("/api/runs", "{\"input\":\" \"}"), 400, "input");
        assertError(server.post("/api/runs", "{\"input\":\"x\",\"tools\":[\"magic\"]}"), 400, "shout, nap");
        assertError(server.post("/api/runs", "{\"input\":\"x\",\"maxSteps\":0}"), 400, "maxSteps");
        assertError(server.post("/api/runs", "{\"input\":\"x\",\"sessionId\":\"ses_no\"}"), 404, "ses_no");
        assertError(server.get("/api/runs/run_no"), 404, "run_no");
        assertError(server.get("/api/runs/run_no/events"), 404, "run_no");
        assertError(server.get("/api/runs/run_no/atif"), 404, "run_no");
        assertError(server.post("/api/runs/run_no/cancel", "{}"), 404, "run_no");
        assertError(server.get("/api/sessions/ses_no"), 404, "ses_no");
        assertError(server.get("/api/runs?limit=many"), 400, "limit");
        assertError(server.get("/api/nothing"), 404, "address");
        assertError(server.post("/api/runs", "{\"input\":\"" + "x".repeat(5_000_000) + "\"}"), 413, "too large");
    }

    private static void assertError(HttpResponse<String> response, int status, String hint) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(RunningServer.json(response).at("/error/message").asString()).contains(hint);
    }
}
