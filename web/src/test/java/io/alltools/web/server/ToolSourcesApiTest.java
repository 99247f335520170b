package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.web.PetServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAPI documents and MCP servers that are added while the server runs. */
@Timeout(120)
class ToolSourcesApiTest {

    @TempDir
    Path folder;

    RunningServer server;
    PetServer pets;

    @BeforeEach
    void start() {
        pets = new PetServer();
        server = new RunningServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
        pets.close();
    }

    @Test
    void aPreviewShowsWhatWouldComeAndAddsNothing() throws Exception {
        JsonNode preview = json(server.post("/api/tool-sources/preview", body("url", pets.url())), 200);
        assertThat(preview.path("kind").asString()).isEqualTo("document");
        assertThat(preview.path("tools").values())
                .extracting(tool -> tool.path("name").asString())
                .containsExactly("showPet", "addPet");
        assertThat(preview.at("/tools/0/parameters/properties/petId/type").asString())
                .isEqualTo("string");
        assertThat(preview.at("/tools/1/traits").toString()).contains("changes_state");
        assertThat(server.getJson("/api/tool-sources").path("sources").size()).isZero();
        assertThat(toolNames()).doesNotContain("showPet");
    }

    @Test
    void whatWasAddedIsThereForTheNextRunAndAfterARestart() throws Exception {
        String id = add(body("url", pets.url())).path("id").asString();
        assertThat(answer("call showPet {\"petId\": \"7\"}")).contains("/pets/7", "Rex");
        assertThat(server.getJson("/api/tools/showPet").at("/source/id").asString())
                .isEqualTo(id);
        server.close();
        server = new RunningServer(folder);
        assertThat(server.getJson("/api/tool-sources").at("/sources/0/state").asString())
                .isEqualTo("ready");
        assertThat(answer("call showPet {\"petId\": \"8\"}")).contains("/pets/8");
        assertThat(delete(id)).isEqualTo(204);
        assertThat(delete(id)).isEqualTo(404);
        assertThat(toolNames()).doesNotContain("showPet", "addPet");
        server.close();
        server = new RunningServer(folder);
        assertThat(toolNames()).doesNotContain("showPet");
    }

    @Test
    void aSourceThatIsGoneStopsNoStartAndCanBeTriedAgain() throws Exception {
        String id = add(body("url", pets.url())).path("id").asString();
        server.close();
        int port = pets.port();
        pets.close();
        server = new RunningServer(folder);
        JsonNode source = server.getJson("/api/tool-sources").at("/sources/0");
        assertThat(source.path("state").asString()).isEqualTo("failed");
        assertThat(source.path("problem").asString()).contains(pets.url(), "can't be read");
        assertThat(toolNames()).doesNotContain("showPet");
        pets = new PetServer("The pet of this number", port);
        JsonNode again = json(server.post("/api/tool-sources/" + id + "/refresh", ""), 200);
        assertThat(again.path("state").asString()).isEqualTo("ready");
        assertThat(again.at("/tools/0/description").asString()).contains("of this number");
        assertThat(toolNames()).contains("showPet");
        assertThat(server.post("/api/tool-sources/src_none/refresh", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void theToolsOfAnMcpServerAreAddedByItsUrlAloneAndOnlyThoseThatWereChosen(@TempDir Path other) throws Exception {
        try (RunningServer offering = new RunningServer(other)) {
            String url = offering.uri("/mcp").toString();
            JsonNode preview = json(server.post("/api/tool-sources/preview", body("url", url)), 200);
            assertThat(preview.path("kind").asString()).isEqualTo("mcp");
            assertThat(preview.path("tools").values())
                    .allMatch(tool -> tool.path("taken").asBoolean());
            // This server has tools of the same names itself.
            HttpResponse<String> clash = server.post("/api/tool-sources", body("url", url));
            assertThat(clash.statusCode()).isEqualTo(409);
            assertThat(clash.body()).contains("tool_name_taken", "shout, nap");
            assertThat(server.getJson("/api/tool-sources").path("sources").size())
                    .isZero();

            JsonNode added = offering.getJson("/api/tools");
            assertThat(added.path("tools").size()).isEqualTo(2);
        }
    }

    @Test
    void anMcpServersToolIsCalled(@TempDir Path other) throws Exception {
        try (RunningServer offering = new RunningServer(other)) {
            json(offering.post("/api/tool-sources", body("url", pets.url())), 201);
            ObjectNode chosen = Json.object()
                    .put("url", offering.uri("/mcp").toString())
                    .put("kind", "mcp")
                    .put("name", "other");
            chosen.putArray("only").add("showPet");
            JsonNode added = add(chosen.toString());
            assertThat(added.path("tools").size()).isEqualTo(1);
            assertThat(toolNames()).contains("showPet").doesNotContain("addPet");
            assertThat(answer("call showPet {\"petId\": \"9\"}")).contains("/pets/9");
        }
    }

    @Test
    void aTokenIsSentWithEachCallAndNeverReadAgain() throws Exception {
        ObjectNode body = Json.object().put("url", pets.url()).put("token", "s3cret-token");
        JsonNode added = add(body.toString());
        assertThat(added.path("hasToken").asBoolean()).isTrue();
        assertThat(answer("call showPet {\"petId\": \"7\"}")).contains("Rex");
        assertThat(pets.tokens).containsExactly("Bearer s3cret-token");
        for (String path : List.of("/api/tool-sources", "/api/tools", "/api/tools/showPet")) {
            assertThat(server.get(path).body()).as(path).doesNotContain("s3cret");
        }
        HttpResponse<String> wrong = server.post(
                "/api/tool-sources", body.put("token", "s3cret\nX-Other: 1").toString());
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("\"param\":\"token\"").doesNotContain("s3cret");
    }

    @Test
    void aDocumentThatIsSentIsKeptWithoutItsServer() throws Exception {
        add(Json.object()
                .put("document", pets.document().toString())
                .put("name", "pets.json")
                .toString());
        server.close();
        server = new RunningServer(folder);
        assertThat(answer("call showPet {\"petId\": \"7\"}")).contains("Rex");
    }

    @Test
    void aRunUnderWayKeepsTheToolThatIsTakenAway() throws Exception {
        String id = add(body("url", pets.url())).path("id").asString();
        String run = server.start("call showPet {\"petId\": \"slow\"}");
        while (pets.tokens.isEmpty()) {
            Thread.sleep(10);
        }
        assertThat(delete(id)).isEqualTo(204);
        assertThat(toolNames()).doesNotContain("showPet");
        assertThat(server.get("/api/runs/" + run + "/events").body()).contains("/pets/slow", "ANSWERED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | url | either",
                "{'url':'ftp://x/y'} | url | expected an address such as",
                "{'url':'npx server'} | url | a program on this machine",
                "{'url':'http://u:p@localhost/'} | url | without a user",
                "{'command':'npx','args':[]} | command | run any program",
                "{'document':'{}','kind':'mcp'} | kind | expected a",
                "{'url':'http://localhost:1/x','kind':'soap'} | kind | document or mcp",
                "{'url':'http://localhost:1/x'} | url | nor an MCP server",
                "{'url':'http://localhost:1/x','kind':'mcp'} | url | can't be reached",
                "{'document':'not: [json'} | document | not valid YAML",
                "{'document':'{}'} | document | not a file of tools",
                "{'document':'{\"swagger\":\"2.0\"}'} | document | OpenAPI 3.0 or 3.1",
                "{'document':'{\"mcpServers\":{\"x\":{\"command\":\"sh\"}}}'} | document | their settings start programs",
                "{'document':'{\"document\":\"/etc/passwd\"}'} | document | send that document itself",
            })
    void whatCantBeAddedIsRefusedByItsField(String body, String param, String hint) throws Exception {
        String json = body.replace("\"", "\\\"").replace('\'', '"');
        HttpResponse<String> refused = server.post("/api/tool-sources", json);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        JsonNode error = RunningServer.json(refused).path("error");
        assertThat(error.path("param").asString()).isEqualTo(param);
        assertThat(error.path("message").asString()).contains(hint);
        assertThat(server.getJson("/api/tool-sources").path("sources").size()).isZero();
    }

    /** From elsewhere nobody gets this server to look around in its own network. */
    @Test
    void whereOthersReachTheServerPrivateAddressesAreRefusedAndTheErrorNamesTheSetting(@TempDir Path elsewhere)
            throws Exception {
        try (RunningServer reachable = RunningServer.elsewhere(elsewhere)) {
            for (String url : List.of(pets.url(), "http://169.254.169.254/latest", "http://[::1]:9000/mcp")) {
                HttpResponse<String> refused =
                        reachable.send(reachable.admin, "POST", "/api/tool-sources", body("url", url));
                assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
                assertThat(refused.body()).contains("is not on the public internet", "ALLTOOLS_PRIVATE_HOSTS");
            }
            // A document that was sent can't lead there either.
            String sent =
                    Json.object().put("document", pets.document().toString()).toString();
            assertThat(reachable
                            .send(reachable.admin, "POST", "/api/tool-sources", sent)
                            .statusCode())
                    .isEqualTo(201);
            HttpResponse<String> call = reachable.send(
                    reachable.admin, "POST", "/api/tools/showPet/try", "{\"arguments\": {\"petId\": \"7\"}}");
            assertThat(call.body()).contains("UNAVAILABLE", "ALLTOOLS_PRIVATE_HOSTS");
            assertThat(pets.tokens).isEmpty();

            String others = reachable.newKey("others", "chat,runs,tools,metrics");
            for (String route :
                    List.of("GET /api/tool-sources", "POST /api/tool-sources", "DELETE /api/tool-sources/x")) {
                String[] words = route.split(" ");
                HttpResponse<String> refused = reachable.send(others, words[0], words[1], "");
                assertThat(refused.statusCode()).as(route).isEqualTo(403);
                assertThat(refused.body()).contains("missing_scope", "admin");
            }
        }
    }

    private static String body(String field, String value) {
        return Json.object().put(field, value).toString();
    }

    private JsonNode add(String body) throws Exception {
        return json(server.post("/api/tool-sources", body), 201);
    }

    private List<String> toolNames() throws Exception {
        return server.getJson("/api/tools").path("tools").values().stream()
                .map(tool -> tool.path("name").asString())
                .toList();
    }

    private String answer(String input) throws Exception {
        return server.get("/api/runs/" + server.start(input) + "/events").body();
    }

    private int delete(String id) throws Exception {
        return server.client
                .send(
                        server.request("/api/tool-sources/" + id).DELETE().build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static JsonNode json(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return RunningServer.json(response);
    }
}
