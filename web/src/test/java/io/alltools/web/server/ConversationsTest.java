package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.RunEvent;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ConversationsTest {

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
    void anEditedMessageBranchesOffWhereTheFirstOneStood() throws Exception {
        JsonNode one = ask("{\"input\":\"one\",\"system\":\"Hm.\"}");
        String session = one.path("sessionId").asString();
        JsonNode two = ask("{\"input\":\"two\",\"sessionId\":\"" + session + "\"}");
        JsonNode edited = ask("{\"input\":\"deux\",\"after\":\"" + id(one) + "\"}");
        assertThat(edited.path("sessionId").asString()).isEqualTo(session);
        assertThat(seen()).containsExactly("Hm.", "one", "one", "deux");

        JsonNode tree = server.getJson("/api/sessions/" + session);
        assertThat(tree.path("leaf").asString()).isEqualTo(id(edited));
        assertThat(tree.path("title").asString()).isEqualTo("one");
        assertThat(tree.at("/runs/0/parentId").isNull()).isTrue();
        assertThat(texts(tree.at("/runs/0/children"))).containsExactly(id(two), id(edited));
        assertThat(texts(tree.path("branch"))).containsExactly(id(one), id(edited));
        assertThat(tree.path("messages").size()).isEqualTo(5);
        JsonNode other = server.getJson("/api/sessions/" + session + "?leaf=" + id(two));
        assertThat(texts(other.path("branch"))).containsExactly(id(one), id(two));

        ask("{\"input\":\"three\",\"sessionId\":\"" + session + "\"}");
        assertThat(seen()).containsExactly("Hm.", "one", "one", "deux", "deux", "three");
        ask("{\"input\":\"anew\",\"sessionId\":\"" + session + "\",\"after\":null}");
        assertThat(seen()).containsExactly("anew");
    }

    @Test
    void aLongSessionIsReadARunAtATimeWithoutRepeatingWhatWasSaidBefore() throws Exception {
        JsonNode one = ask("{\"input\":\"one\",\"system\":\"Hm.\"}");
        String session = one.path("sessionId").asString();
        JsonNode two = ask("{\"input\":\"two\",\"sessionId\":\"" + session + "\"}");
        JsonNode changed = ask("{\"input\":\"three\",\"system\":\"Ho.\",\"sessionId\":\"" + session + "\"}");

        JsonNode tree = server.getJson("/api/sessions/" + session + "?messages=false");
        assertThat(tree.has("messages")).isFalse();
        assertThat(texts(tree.path("branch"))).containsExactly(id(one), id(two), id(changed));
        assertThat(server.get("/api/sessions/" + session + "?messages=no").statusCode())
                .isEqualTo(400);

        JsonNode first = server.getJson("/api/runs/" + id(one) + "/entries").path("entries");
        assertThat(first.at("/0/messages").size()).isEqualTo(2);
        assertThat(first.at("/0/messagesBefore").asInt()).isZero();
        JsonNode entries = server.getJson("/api/runs/" + id(two) + "/entries").path("entries");
        assertThat(entries.at("/0/messages").size()).isEqualTo(1);
        assertThat(entries.at("/0/messages/0/content/0/text").asString()).isEqualTo("two");
        assertThat(entries.at("/0/messagesBefore").asInt()).isEqualTo(3);
        assertThat(entries.get(entries.size() - 1).path("type").asString()).isEqualTo("RunFinished");
        assertThat(RunningServer.data(server.get("/api/runs/" + id(two) + "/events?bare=true")
                                .body())
                        .stream()
                        .map(Json.MAPPER::readTree)
                        .toList())
                .isEqualTo(List.copyOf(entries.values()));
        assertThat(server.app.store().entries(id(two), 0).getFirst().event())
                .isInstanceOfSatisfying(
                        RunEvent.RunStarted.class,
                        start -> assertThat(start.messages()).hasSize(4));
        // Another system message: it does not begin with the conversation before.
        JsonNode all = server.getJson("/api/runs/" + id(changed) + "/entries").path("entries");
        assertThat(all.at("/0/messages").size()).isEqualTo(6);
        assertThat(all.at("/0/messagesBefore").asInt()).isZero();
    }

    @Test
    void aRunThatGoesOnIsWatchedWithoutRepeatingWhatWasSaidBefore() throws Exception {
        JsonNode one = ask("{\"input\":\"one\"}");
        String session = one.path("sessionId").asString();
        JsonNode live = RunningServer.json(server.post(
                "/api/runs",
                Json.object()
                        .put("input", "think 60000")
                        .put("sessionId", session)
                        .toString()));
        awaitEvent(id(live), "StepStarted");
        HttpResponse<java.io.InputStream> stream = server.client.send(
                server.request("/api/runs/" + id(live) + "/events?bare=true").build(),
                HttpResponse.BodyHandlers.ofInputStream());
        try (var lines = new java.io.BufferedReader(
                new java.io.InputStreamReader(stream.body(), java.nio.charset.StandardCharsets.UTF_8))) {
            String data = lines.lines()
                    .filter(line -> line.startsWith("data: "))
                    .findFirst()
                    .orElseThrow();
            JsonNode start = Json.MAPPER.readTree(data.substring("data: ".length()));
            assertThat(start.path("messages").size()).isEqualTo(1);
            assertThat(start.path("messagesBefore").asInt()).isEqualTo(2);
        }
        server.post("/api/runs/" + id(live) + "/cancel", "{}");
        end(live);
    }

    @Test
    void regeneratingAsksTheSameAgainWithAnotherSeed() throws Exception {
        JsonNode one = ask("{\"input\":\"one\",\"system\":\"Hm.\"}");
        JsonNode seed = ask(
                "{\"input\":\"seed\",\"sessionId\":\"" + one.path("sessionId").asString()
                        + "\",\"seed\":5,\"temperature\":0.5,\"top_p\":0.9,\"tools\":[\"nap\"],\"maxSteps\":3}");
        JsonNode again = regenerate(seed, "{}");
        assertThat(seen()).containsExactly("Hm.", "one", "one", "seed");
        var request = server.model.requests.getLast();
        assertThat(request.sampling().seed()).isNotNull().isNotEqualTo(5);
        assertThat(request.sampling().temperature()).isEqualTo(0.5);
        assertThat(request.sampling().topP()).isEqualTo(0.9);
        assertThat(request.tools()).extracting(tool -> tool.name()).containsExactly("nap");
        assertThat(server.getJson("/api/runs/" + id(again)).path("parentId").asString())
                .isEqualTo(id(one));

        regenerate(seed, "{\"seed\":7,\"temperature\":1.5}");
        assertThat(server.model.requests.getLast().sampling().seed()).isEqualTo(7);
        assertThat(server.model.requests.getLast().sampling().temperature()).isEqualTo(1.5);
        regenerate(one, "{\"input\":\"eins\"}");
        assertThat(seen()).containsExactly("Hm.", "eins");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "think 60000 | StepStarted",
                "count 100000 | TextDelta",
                "call nap 60000 | ToolCallExecuting",
            })
    void aRunThatIsStoppedAtAnyStageLeavesASessionThatGoesOn(String input, String stage) throws Exception {
        JsonNode run = RunningServer.json(
                server.post("/api/runs", Json.object().put("input", input).toString()));
        awaitEvent(id(run), stage);
        server.post("/api/runs/" + id(run) + "/cancel", "{}");
        end(run);
        assertThat(server.getJson("/api/runs/" + id(run)).path("outcome").asString())
                .isEqualTo("CANCELLED");
        JsonNode next = ask(
                "{\"input\":\"go on\",\"sessionId\":\"" + run.path("sessionId").asString() + "\"}");
        assertThat(server.getJson("/api/runs/" + id(next)).path("outcome").asString())
                .isEqualTo("ANSWERED");
        List<Message> messages = server.model.requests.getLast().messages();
        assertThat(messages.getFirst()).isEqualTo(Message.user(input));
        assertThat(messages.getLast()).isEqualTo(Message.user("go on"));
    }

    @Test
    void whatWasSaidInARunThatFailedIsStillThereForTheNext() throws Exception {
        JsonNode failed = ask("{\"input\":\"break\"}");
        ask("{\"input\":\"again\",\"sessionId\":\"" + failed.path("sessionId").asString() + "\"}");
        assertThat(seen()).containsExactly("break", "again");
    }

    @Test
    void sessionsAreMadeListedNamedAndDeleted() throws Exception {
        String first = made("");
        String second = made("{\"title\":\"Mine\"}");
        JsonNode page = server.getJson("/api/sessions?limit=1");
        assertThat(page.at("/sessions/0/id").asString()).isEqualTo(second);
        assertThat(page.at("/sessions/0/title").asString()).isEqualTo("Mine");
        assertThat(page.path("next").asString()).isEqualTo(second);
        assertThat(server.getJson("/api/sessions?limit=1&before=" + second)
                        .at("/sessions/0/id")
                        .asString())
                .isEqualTo(first);

        JsonNode run = ask("{\"input\":\"call shout hello\",\"sessionId\":\"" + first + "\"}");
        assertThat(run.path("sessionId").asString()).isEqualTo(first);
        HttpResponse<String> renamed = send("PATCH", "/api/sessions/" + first, "{\"title\":\"Loud\"}");
        assertThat(RunningServer.json(renamed).path("title").asString()).isEqualTo("Loud");

        Path files = Files.createDirectories(server.app.sessionFolder(first));
        Path outside = Files.writeString(folder.resolve("outside.txt"), "mine");
        Files.createSymbolicLink(files.resolve("link"), outside);
        Files.writeString(Files.createDirectory(files.resolve("charts")).resolve("a.txt"), "a");
        assertThat(send("DELETE", "/api/sessions/" + first, "").statusCode()).isEqualTo(204);
        assertThat(files).doesNotExist();
        assertThat(outside).exists();
        assertThat(server.get("/api/sessions/" + first).statusCode()).isEqualTo(404);
        assertThat(server.get("/api/runs/" + id(run)).statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "/api/sessions/" + first, "").statusCode()).isEqualTo(404);
    }

    @Test
    void aSessionIsNotDeletedUnderARunThatGoesOn() throws Exception {
        JsonNode run = RunningServer.json(server.post("/api/runs", "{\"input\":\"think 60000\"}"));
        String session = "/api/sessions/" + run.path("sessionId").asString();
        assertThat(send("DELETE", session, "").statusCode()).isEqualTo(409);
        server.post("/api/runs/" + id(run) + "/cancel", "{}");
        end(run);
        assertThat(send("DELETE", session, "").statusCode()).isEqualTo(204);
    }

    @Test
    void wrongPlacesAreAnsweredWithWhatIsWrong() throws Exception {
        String session = made("");
        JsonNode run = ask("{\"input\":\"one\"}");
        assertThat(server.post("/api/runs", "{\"input\":\"x\",\"after\":\"run_no\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.post(
                                "/api/runs",
                                "{\"input\":\"x\",\"sessionId\":\"" + session + "\",\"after\":\"" + id(run) + "\"}")
                        .body())
                .contains("is not a run of session");
        assertThat(server.post("/api/runs/run_no/regenerate", "{}").statusCode())
                .isEqualTo(404);
        assertThat(server.get("/api/sessions/" + session + "?leaf=" + id(run)).statusCode())
                .isEqualTo(400);
        assertThat(server.get("/api/sessions?before=ses_no").statusCode()).isEqualTo(404);
        assertThat(server.get("/api/sessions?limit=0").statusCode()).isEqualTo(400);
        assertThat(send("PATCH", "/api/sessions/" + session, "{}").statusCode()).isEqualTo(400);
        assertThat(send("PATCH", "/api/sessions/" + session, "{\"title\":\"a\\nb\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    private static JsonNode ask(String order) throws Exception {
        return ended(server.post("/api/runs", order));
    }

    private static JsonNode regenerate(JsonNode run, String body) throws Exception {
        return ended(server.post("/api/runs/" + id(run) + "/regenerate", body));
    }

    private static JsonNode ended(HttpResponse<String> started) throws Exception {
        assertThat(started.statusCode()).as(started.body()).isEqualTo(201);
        JsonNode run = RunningServer.json(started);
        end(run);
        return run;
    }

    private static void end(JsonNode run) throws Exception {
        server.get("/api/runs/" + id(run) + "/events");
    }

    private static void awaitEvent(String run, String type) throws Exception {
        while (server.app.store().entries(run, 0).stream()
                .noneMatch(entry -> entry.event().getClass().getSimpleName().equals(type))) {
            Thread.sleep(10);
        }
    }

    private static String made(String body) throws Exception {
        HttpResponse<String> made =
                body.isEmpty() ? send("POST", "/api/sessions", "") : server.post("/api/sessions", body);
        assertThat(made.statusCode()).isEqualTo(201);
        return RunningServer.json(made).path("sessionId").asString();
    }

    private static HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest.Builder request = server.request(path);
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return server.client.send(
                request.method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static List<String> seen() {
        return server.model.requests.getLast().messages().stream()
                .map(Message::text)
                .toList();
    }

    private static String id(JsonNode run) {
        return run.path("runId").asString();
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }
}
