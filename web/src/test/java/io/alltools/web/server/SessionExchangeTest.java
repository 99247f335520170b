package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.RunEvent;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class SessionExchangeTest {

    @TempDir
    static Path folder;

    static RunningServer server;
    static String session;

    /** A session with two branches, a call, other instructions, and a run that failed. */
    @BeforeAll
    static void start() throws Exception {
        server = new RunningServer(folder);
        String one = ask("{\"input\":\"Say `hello` to <b>me</b>\",\"system\":\"Hm.\"}");
        session = server.getJson("/api/runs/" + one).path("sessionId").asString();
        String two = ask("{\"input\":\"call shout hello\",\"after\":\"" + one + "\"}");
        ask("{\"input\":\"another way\",\"after\":\"" + one + "\"}");
        String three = ask("{\"input\":\"ho\",\"system\":\"Ho.\",\"after\":\"" + two + "\"}");
        String failed = ask("{\"input\":\"break\",\"after\":\"" + three + "\"}");
        ask("{\"input\":\"and on\",\"after\":\"" + failed + "\"}");
        server.client.send(
                server.request("/api/sessions/" + session)
                        .header("Content-Type", "application/json")
                        .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"title\":\"Über <Alles>/..\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void markdownShowsOneBranchForPeopleToRead() throws Exception {
        HttpResponse<String> answer = server.get("/api/sessions/" + session + "/export?format=markdown");
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/markdown");
        assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
                .startsWith("attachment;")
                .contains("filename*=UTF-8''%C3%9Cber-Alles.md");
        assertThat(answer.body())
                .startsWith(
                        "# Über \\<Alles\\>/..\n\n*5 questions. Files that were attached or made are not in this export.*")
                .contains(
                        "## 1. Question\n\nSay `hello` to <b>me</b>\n",
                        "**Call of shout**\n\n```\nhello\n```\n",
                        "*Result:*\n\n```text\nHELLO\n```",
                        "It says HELLO",
                        "*Failed: ",
                        "## 5. Question\n\nand on")
                .doesNotContain("another way");
        String leaf =
                server.getJson("/api/sessions/" + session).at("/runs/2/id").asString();
        assertThat(server.get("/api/sessions/" + session + "/export?leaf=" + leaf)
                        .body())
                .contains("another way")
                .doesNotContain("shout");
    }

    @Test
    void jsonComesBackAsItWasButForIds() throws Exception {
        String exported = export(session, "json");
        JsonNode json = Json.MAPPER.readTree(exported);
        assertThat(json.path("note").asString()).contains("are not in this export");
        assertThat(json.path("runs").size()).isEqualTo(6);
        assertThat(json.at("/runs/1/kept").asInt()).isEqualTo(2);
        assertThat(json.at("/runs/1/entries/0/messages").size()).isEqualTo(2);

        String again = imported(exported).path("sessionId").asString();
        assertThat(again).isNotEqualTo(session);
        String second = export(again, "json");
        // What an import does not leave as it was: that it is one.
        assertThat(Json.MAPPER.readTree(second).path("runs").findValues("outsideText"))
                .hasSize(6)
                .allMatch(JsonNode::asBoolean);
        assertThat(withoutIds(second.replace("\"outsideText\":true,", "").replace(",\"outsideText\":true", "")))
                .isEqualTo(withoutIds(exported));
        assertThat(imported(exported).path("sessionId").asString()).isNotEqualTo(again);

        JsonNode tree = server.getJson("/api/sessions/" + again);
        assertThat(tree.path("title").asString()).isEqualTo("Über <Alles>/..");
        assertThat(tree.path("messages"))
                .isEqualTo(server.getJson("/api/sessions/" + session).path("messages"));
        assertThat(tree.at("/runs/0/imported").asBoolean()).isTrue();
        assertThat(tree.at("/runs/4/outcome").asString()).isEqualTo("FAILED");

        String next = ask("{\"input\":\"and now?\",\"sessionId\":\"" + again + "\"}");
        assertThat(server.app.store().messages(next).getLast()).isEqualTo(Message.assistant("and now?"));
        assertThat(server.getJson("/api/runs/" + next).path("imported").asBoolean())
                .isFalse();
    }

    @Test
    void atifIsOneTrajectoryALineAndBecomesASessionAgain() throws Exception {
        List<String> lines = export(session, "atif").lines().toList();
        assertThat(lines).hasSize(6);
        assertThat(Json.MAPPER.readTree(lines.get(1)).path("schema_version").asString())
                .startsWith("ATIF-v1.");

        JsonNode made = imported(String.join("\n", lines));
        assertThat(made.path("runs").asInt()).isEqualTo(6);
        String again = made.path("sessionId").asString();
        JsonNode tree = server.getJson("/api/sessions/" + again);
        JsonNode original = server.getJson("/api/sessions/" + session);
        assertThat(texts(tree.path("messages"))).isEqualTo(texts(original.path("messages")));
        assertThat(shape(tree)).isEqualTo(shape(original));
        JsonNode call = entries(tree.at("/runs/1/id").asString());
        assertThat(call.toString()).contains("\"name\":\"shout\"", "\"HELLO\"");
        ask("{\"input\":\"and now?\",\"sessionId\":\"" + again + "\"}");
        assertThat(server.model.requests.getLast().messages())
                .hasSize(original.path("messages").size() + 1);
    }

    @Test
    void aTrajectoryFromElsewhereIsShownAndGoneOnFrom() throws Exception {
        JsonNode made = imported("""
                {
                  "schema_version": "ATIF-v1.4", "session_id": "abc",
                  "agent": {"name": "other-agent", "version": "1", "model_name": "some/model",
                    "tool_definitions": [{"type": "function", "function": {"name": "search",
                      "parameters": {"type": "object", "properties": {"q": {"type": "string"}}}}}]},
                  "steps": [
                    {"step_id": 1, "source": "system", "message": "Be brief."},
                    {"step_id": 2, "source": "user", "message": "Where is it?", "timestamp": "2025-10-11T10:30:00"},
                    {"step_id": 3, "source": "agent", "message": "", "reasoning_content": "Look it up.",
                     "tool_calls": [{"tool_call_id": "c1", "function_name": "search", "arguments": {"q": "it"}}],
                     "observation": {"results": [{"source_call_id": "c1", "content": "in the north"}]},
                     "metrics": {"prompt_tokens": 520, "completion_tokens": 80, "cached_tokens": 200}},
                    {"step_id": 4, "source": "agent", "message": "In the north."},
                    {"step_id": 5, "source": "user", "message": "And the other?"},
                    {"step_id": 6, "source": "agent", "message": "I look.",
                     "observation": {"results": [{"content": "nothing there"}]}}
                  ]
                }""");
        assertThat(made.path("runs").asInt()).isEqualTo(2);
        assertThat(made.at("/notes/0").asString()).contains("steps[5].observation.results[0] is of no call");
        JsonNode tree = server.getJson("/api/sessions/" + made.path("sessionId").asString());
        assertThat(tree.path("title").asString()).isEqualTo("Where is it?");
        assertThat(tree.at("/runs/0/model").asString()).isEqualTo("some/model");
        assertThat(tree.at("/runs/0/startedAt").asString()).isEqualTo("2025-10-11T10:30:00Z");
        assertThat(tree.at("/runs/0/promptTokens").asInt()).isEqualTo(520);
        assertThat(tree.path("branch").size()).isEqualTo(2);
        assertThat(tree.path("messages").size()).isEqualTo(8);
        assertThat(tree.path("messages").toString()).contains("\"UNTRUSTED\"").doesNotContain("\"TRUSTED\"");
        ask("{\"input\":\"thanks\",\"sessionId\":\"" + made.path("sessionId").asString() + "\"}");
        assertThat(server.model.requests.getLast().messages()).hasSize(9);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"format\":\"other\"} | format: found \"other\": expected \"alltools-session\"",
                "{\"format\":\"alltools-session\",\"version\":9} | version: found 9: this application reads version 1",
                "{\"format\":\"alltools-session\",\"version\":1} | runs: they are missing",
                "{\"format\":\"alltools-session\",\"version\":1,\"runs\":[{}]} | runs[0].id: found nothing",
                "{\"format\":\"alltools-session\" | it is not valid JSON",
                "[] | it holds no trajectory",
                "nonsense | it is not valid JSON",
                "7 | line 1: expected a trajectory",
                "{\"schema_version\":\"ATIF-v1.7\",\"steps\":[{\"source\":\"dog\"}]} | line 1: steps[0].source: found \"dog\"",
                "{\"schema_version\":\"ATIF-v2\"} | line 1: schema_version: found \"ATIF-v2\"",
            })
    void whatIsBrokenIsRefusedByPlace(String file, String problem) throws Exception {
        HttpResponse<String> answer = send(file);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(RunningServer.json(answer).at("/error/message").asString())
                .startsWith("the file can't be imported: ")
                .contains(problem);
        assertThat(RunningServer.json(answer).at("/error/code").asString()).isEqualTo("import_invalid");
    }

    @Test
    void anExportThatWasTamperedWithMakesNothing() throws Exception {
        int before = server.getJson("/api/sessions?limit=1000").path("sessions").size();
        String good = export(session, "json");
        for (String field : List.of("parentId", "baseId", "kept", "depth", "carried")) {
            ObjectNode json = (ObjectNode) Json.MAPPER.readTree(good);
            ((ObjectNode) json.at("/runs/3")).put(field, field.endsWith("Id") ? "\"run_none\"" : "99999");
            assertThat(RunningServer.json(send(json.toString()))
                            .at("/error/message")
                            .asString())
                    .contains("runs[3]." + field);
        }
        String gap = good.replaceFirst("\"seq\":3,", "\"seq\":4,");
        assertThat(send(gap).body()).contains("where event 3 was expected");
        String unknown = good.replaceFirst("\"type\":\"StepFinished\"", "\"type\":\"Nonsense\"");
        assertThat(send(unknown).body()).contains("runs[0].entries[").contains("it is no event");
        String noTools = good.replaceFirst("\"tools\":\\[", "\"other\":[");
        assertThat(send(noTools).statusCode()).isEqualTo(400);
        assertThat(server.getJson("/api/sessions?limit=1000").path("sessions").size())
                .isEqualTo(before);
    }

    @Test
    void onlyAFilesBytesAreTaken() throws Exception {
        assertThat(server.post("/api/sessions/import", "{}").statusCode()).isEqualTo(415);
        assertThat(server.get("/api/sessions/" + session + "/export?format=pdf").body())
                .contains("expected one of markdown, json, atif");
        assertThat(server.get("/api/sessions/ses_none/export").statusCode()).isEqualTo(404);
    }

    private static List<String> texts(JsonNode messages) {
        List<String> texts = new ArrayList<>();
        for (JsonNode message : messages) {
            texts.add(message.path("role").asString() + " " + message.findValuesAsString("text"));
        }
        return texts;
    }

    /** Each run's input and its parent's. */
    private static List<String> shape(JsonNode tree) {
        List<String> shape = new ArrayList<>();
        for (JsonNode run : tree.path("runs")) {
            String parent = run.path("parentId").asString("");
            String of = tree.path("runs")
                    .valueStream()
                    .filter(other -> other.path("id").asString().equals(parent))
                    .map(other -> other.path("input").asString())
                    .findFirst()
                    .orElse("");
            shape.add(run.path("input").asString() + " after " + of);
        }
        return shape;
    }

    private static JsonNode entries(String run) throws Exception {
        return server.getJson("/api/runs/" + run + "/entries");
    }

    private static String withoutIds(String json) {
        return Pattern.compile("(run|ses)_[0-9a-z]+").matcher(json).replaceAll("$1");
    }

    private static String export(String session, String format) throws Exception {
        HttpResponse<String> answer = server.get("/api/sessions/" + session + "/export?format=" + format);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static JsonNode imported(String file) throws Exception {
        HttpResponse<String> answer = send(file);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return RunningServer.json(answer);
    }

    private static HttpResponse<String> send(String file) throws Exception {
        return server.client.send(
                server.request("/api/sessions/import")
                        .header("Content-Type", "application/octet-stream")
                        .POST(HttpRequest.BodyPublishers.ofString(file))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Runs to the end and gives the run's id. */
    private static String ask(String body) throws Exception {
        HttpResponse<String> created = server.post("/api/runs", body);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        String id = RunningServer.json(created).path("runId").asString();
        assertThat(server.get("/api/runs/" + id + "/events").body())
                .contains(RunEvent.RunFinished.class.getSimpleName());
        return id;
    }
}
