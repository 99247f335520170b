package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.web.EchoParts;
import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Documents that are uploaded for {@code retrieval}. */
@Timeout(120)
class KnowledgeApiTest {

    @TempDir
    Path folder;

    RunningServer server;

    @BeforeEach
    void start() {
        server = RunningServer.elsewhere(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theToolIsThereForAsLongAsThereIsADocument() throws Exception {
        assertThat(has("retrieval")).isFalse();
        assertThat(upload("kitchen.md", "# Kitchen\n\nBread is baked at 220 degrees.", "")
                        .statusCode())
                .isEqualTo(201);
        assertThat(has("retrieval")).isTrue();
        JsonNode document = indexed("kitchen.md");
        assertThat(document.path("state").asString()).isEqualTo("indexed");
        assertThat(document.path("passages").asInt()).isEqualTo(1);
        String run = RunningServer.json(server.send(
                        server.admin,
                        "POST",
                        "/api/runs",
                        Json.object()
                                .put("input", "call retrieval {\"query\": \"bread\"}")
                                .toString()))
                .path("runId")
                .asString();
        assertThat(get("/api/runs/" + run + "/events").body()).contains("[kitchen.md:1-3]", "220 degrees");
        assertThat(get("/api/knowledge/search?q=bread").body()).contains("kitchen.md:1-3", "220 degrees");
        assertThat(delete("kitchen.md")).isEqualTo(204);
        assertThat(delete("kitchen.md")).isEqualTo(404);
        assertThat(has("retrieval")).isFalse();
        assertThat(Files.list(folder.resolve("documents"))).isEmpty();
    }

    @Test
    void whatIsReplacedOrGoneIsNotFoundAnyLonger() throws Exception {
        upload("a.txt", "The code is alpha.", "");
        upload("b.txt", "The code is beta.", "");
        indexed("b.txt");
        HttpResponse<String> taken = upload("a.txt", "The code is gamma.", "");
        assertThat(taken.statusCode()).isEqualTo(409);
        assertThat(taken.body()).contains("file_exists", "overwrite=true");
        assertThat(upload("a.txt", "The code is gamma.", "&overwrite=true").statusCode())
                .isEqualTo(201);
        delete("b.txt");
        String found = "";
        for (int i = 0; i < 200 && (!found.contains("gamma") || found.contains("beta")); i++) {
            found = get("/api/knowledge/search?q=code").body();
            Thread.sleep(50);
        }
        assertThat(found).contains("gamma").doesNotContain("alpha", "beta");
    }

    @Test
    void aDocumentThatCantBeReadSaysWhy() throws Exception {
        upload("zeros.txt", "a\0b", "");
        upload("empty.md", "  \n", "");
        upload("broken.pdf", "this is no PDF", "");
        assertThat(indexed("zeros.txt").path("problem").asString()).contains("zero bytes");
        assertThat(indexed("empty.md").path("problem").asString()).contains("no text");
        JsonNode broken = indexed("broken.pdf");
        assertThat(broken.path("state").asString()).isEqualTo("failed");
        assertThat(broken.path("problem").asString()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tool.exe | unsupported_value | expected one of",
                "noending | unsupported_value | md",
                "../up.md | invalid_value | it holds a path",
                ".hidden.md | invalid_value | begins or ends with a dot",
                "con.txt | invalid_value | reserved",
            })
    void namesAreChecked(String name, String code, String hint) throws Exception {
        HttpResponse<String> refused = upload(name, "text", "");
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        JsonNode error = RunningServer.json(refused).path("error");
        assertThat(error.path("code").asString()).isEqualTo(code);
        assertThat(error.path("param").asString()).isEqualTo("name");
        assertThat(error.path("message").asString()).contains(hint);
        assertThat(get("/api/knowledge").body()).contains("\"documents\":[]");
    }

    @Test
    void aDocumentBeyondTheLimitIsRefusedAndNothingIsLeft() throws Exception {
        String tooMuch = "x".repeat((10 << 20) + 1);
        HttpResponse<String> announced = upload("big.txt", tooMuch, "");
        // Whose length is known only when it has come.
        HttpResponse<String> streamed = upload(
                "big.txt",
                HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(tooMuch.getBytes(StandardCharsets.UTF_8))),
                "");
        for (HttpResponse<String> refused : List.of(announced, streamed)) {
            assertThat(refused.statusCode()).isEqualTo(413);
            assertThat(refused.body()).contains("file_too_large", "10,485,760");
        }
        assertThat(get("/api/knowledge").body()).contains("\"documents\":[]");
        assertThat(Files.list(folder.resolve("uploads"))).isEmpty();
    }

    @Test
    void aPersonsOwnFolderIsListedAndNeverChanged(@TempDir Path own, @TempDir Path data) throws Exception {
        Files.writeString(own.resolve("mine.md"), "The garden has roses.");
        EchoParts parts = new EchoParts() {
            @Override
            public Map<String, String> environment() {
                return Map.of("ALLTOOLS_DOCUMENTS", own.toString());
            }
        };
        try (RunningServer other = RunningServer.elsewhere(data, parts)) {
            JsonNode view = RunningServer.json(other.send(other.admin, "GET", "/api/knowledge", ""));
            assertThat(view.path("writable").asBoolean()).isFalse();
            assertThat(view.path("inUse").asBoolean()).isTrue();
            assertThat(view.at("/documents/0/name").asString()).isEqualTo("mine.md");
            HttpResponse<String> refused = other.send(other.admin, "DELETE", "/api/knowledge/documents/mine.md", "");
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body()).contains("documents_read_only", "ALLTOOLS_DOCUMENTS");
            assertThat(own.resolve("mine.md")).exists();
        }
    }

    @Test
    void documentsAreChangedByAdministratorsAndSearchedByWhoMayRun() throws Exception {
        String key = server.newKey("runner", "runs");
        assertThat(server.send(key, "GET", "/api/knowledge", "").statusCode()).isEqualTo(200);
        assertThat(server.send(key, "GET", "/api/knowledge/search?q=x", "").statusCode())
                .isEqualTo(200);
        for (String method : new String[] {"POST", "DELETE"}) {
            String path = "/api/knowledge/documents" + (method.equals("POST") ? "?name=a.md" : "/a.md");
            assertThat(server.send(key, method, path, "").statusCode())
                    .as(method)
                    .isEqualTo(403);
        }
        assertThat(server.send(key, "GET", "/api/knowledge/search?q=", "").body())
                .contains("\"param\":\"q\"");
    }

    private JsonNode indexed(String name) throws Exception {
        while (true) {
            for (JsonNode document : RunningServer.json(get("/api/knowledge")).path("documents")) {
                if (document.path("name").asString().equals(name)
                        && !document.path("state").asString().matches("queued|reading")) {
                    return document;
                }
            }
            Thread.sleep(20);
        }
    }

    private boolean has(String tool) throws Exception {
        return RunningServer.json(get("/api/tools")).path("tools").values().stream()
                .anyMatch(each -> each.path("name").asString().equals(tool));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return server.send(server.admin, "GET", path, "");
    }

    private int delete(String name) throws Exception {
        return server.send(server.admin, "DELETE", "/api/knowledge/documents/" + name, "")
                .statusCode();
    }

    private HttpResponse<String> upload(String name, String content, String more) throws Exception {
        return upload(name, HttpRequest.BodyPublishers.ofString(content), more);
    }

    private HttpResponse<String> upload(String name, HttpRequest.BodyPublisher content, String more) throws Exception {
        return server.client.send(
                server.request("/api/knowledge/documents?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8)
                                + more)
                        .header("Authorization", "Bearer " + server.admin)
                        .header("Content-Type", "application/octet-stream")
                        .POST(content)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
