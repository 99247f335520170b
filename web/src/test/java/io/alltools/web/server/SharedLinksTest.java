package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.web.EchoParts;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A server that takes keys; whoever reads a shared branch has none. */
class SharedLinksTest {

    @TempDir
    static Path folder;

    static RunningServer server;
    static String key;
    static String session;
    static String first;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.elsewhere(folder);
        server.app.add(List.of(EchoParts.PAINT));
        key = server.newKey("owner-of-it", "runs");
        session = send("POST", "/api/sessions", "{}").path("sessionId").asString();
        attach("secret.csv");
        attach("photo.png");
        first = ask("{\"input\":\"seed <script>alert(1)</script>?\",\"system\":\"instructions\",\"sessionId\":\""
                + session + "\"}");
        ask("{\"input\":\"call paint chart.png\",\"sessionId\":\"" + session + "\"}");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whoHasTheLinkReadsTheBranchWithoutAKey() throws Exception {
        String url = share("{}");
        JsonNode overview = read(url + "/entries");
        assertThat(overview.path("title").asString()).isEqualTo("seed <script>alert(1)</script>?");
        assertThat(overview.path("runs").size()).isEqualTo(2);
        JsonNode one = read(url + "/entries?run=" + overview.at("/runs/0/id").asString());
        assertThat(one.at("/entries/0/messages/0/content").size()).isEqualTo(1);
        assertThat(one.at("/entries/0/messages/0/content/0/text").asString())
                .isEqualTo("seed <script>alert(1)</script>?");
        JsonNode two = read(url + "/entries?run=shared_2");
        assertThat(two.at("/entries/0/messages").size()).isEqualTo(1);
        assertThat(two.toString()).contains("ToolCallFinished", "chart.png");
        assertThat(open(url + "/entries?run=shared_3").statusCode()).isEqualTo(400);

        HttpResponse<String> page = open(url);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("X-Robots-Tag").orElse("")).contains("noindex");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'self'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(page.body()).contains("console/shared.js").doesNotContain("alert(1)");
    }

    @Test
    void nothingIsToldButTheConversation() throws Exception {
        String url = share("{}");
        String all = open(url + "/entries").body()
                + open(url + "/entries?run=shared_1").body()
                + open(url + "/entries?run=shared_2").body();
        assertThat(all)
                .doesNotContain(session, first, "run_", "ses_", "key_", "owner-of-it", "instructions", "secret.csv")
                .doesNotContain("\"sampling\"", "\"budget\"", "\"tools\"", "makes it loud", "\"echo\"");
    }

    @Test
    void onlyFilesThatTheConversationShowsAreGivenOut() throws Exception {
        String url = share("{}");
        assertThat(open(url + "/files/chart.png").statusCode()).isEqualTo(200);
        assertThat(open(url + "/files/chart.png").headers().firstValue("Content-Type"))
                .hasValue("image/png");
        for (String name : List.of("secret.csv", "photo.png", "../x", "..%2Fchart.png", "nothing.png", "")) {
            assertThat(open(url + "/files/" + name).statusCode()).as(name).isIn(400, 404);
        }
        String early = share("{\"leaf\":\"" + first + "\"}");
        assertThat(open(early + "/files/chart.png").statusCode()).isEqualTo(404);
        Path chart = server.app.sessionFolder(session).resolve("chart.png");
        FileTime before = Files.getLastModifiedTime(chart);
        Files.setLastModifiedTime(chart, FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(open(url + "/files/chart.png").statusCode())
                .as("what it was made into later was not shared")
                .isEqualTo(404);
        Files.setLastModifiedTime(chart, before);
    }

    @Test
    void laterTurnsAndAnotherNameStayPrivate() throws Exception {
        String other = send("POST", "/api/runs", "{\"input\":\"begin\"}")
                .path("sessionId")
                .asString();
        await(other);
        String url = shareOf(other, "{}").path("url").asString();
        ask("{\"input\":\"later secret\",\"sessionId\":\"" + other + "\"}");
        send("PATCH", "/api/sessions/" + other, "{\"title\":\"secret name\"}");
        assertThat(read(url + "/entries").path("runs").size()).isEqualTo(1);
        assertThat(open(url + "/entries").body()).doesNotContain("secret");
    }

    @Test
    void aRevokedLinkIsAsUnknownAsOneThatNeverWas() throws Exception {
        JsonNode made = shareOf(session, "{}");
        String url = made.path("url").asString();
        assertThat(open(url + "/entries").statusCode()).isEqualTo(200);
        JsonNode listed = send("GET", "/api/sessions/" + session + "/share", "");
        assertThat(listed.toString())
                .contains(made.path("id").asString())
                .doesNotContain(url.substring("/shared/".length()));
        assertThat(server.send(
                                key,
                                "DELETE",
                                "/api/sessions/" + session + "/share/"
                                        + made.path("id").asString(),
                                "")
                        .statusCode())
                .isEqualTo(204);
        HttpResponse<String> revoked = open(url + "/entries");
        assertThat(revoked.statusCode()).isEqualTo(404);
        assertThat(revoked.body())
                .isEqualTo(open("/shared/" + "A".repeat(43) + "/entries").body());
        assertThat(open(url).statusCode()).isEqualTo(404);
        assertThat(open(url + "/files/chart.png").statusCode()).isEqualTo(404);
    }

    @Test
    void anExpiredLinkIsOver() throws Exception {
        JsonNode made = shareOf(session, "{\"expiresInHours\":1}");
        String url = made.path("url").asString();
        assertThat(Instant.parse(made.path("expiresAt").asString()))
                .isAfter(Instant.now().plusSeconds(3500));
        String hash = io.alltools.web.key.Secrets.hash(url.substring("/shared/".length()));
        assertThat(server.app.shares().find(hash, Instant.now())).isPresent();
        assertThat(server.app.shares().find(hash, Instant.now().plusSeconds(3601)))
                .isEmpty();
        for (String hours : List.of("0", "-1", "87601", "1.5", "\"x\"")) {
            assertThat(server.send(
                                    key,
                                    "POST",
                                    "/api/sessions/" + session + "/share",
                                    "{\"expiresInHours\":" + hours + "}")
                            .statusCode())
                    .as(hours)
                    .isEqualTo(400);
        }
    }

    @Test
    void theSessionsEndIsTheLinks() throws Exception {
        String other = send("POST", "/api/runs", "{\"input\":\"begin\"}")
                .path("sessionId")
                .asString();
        await(other);
        String url = shareOf(other, "{}").path("url").asString();
        assertThat(server.send(key, "DELETE", "/api/sessions/" + other, "").statusCode())
                .isEqualTo(204);
        assertThat(open(url + "/entries").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "%00", "null", "shr_1", "' or 1=1 --", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void aGuessOpensNothing(String token) throws Exception {
        String path = "/shared/" + java.net.URLEncoder.encode(token, java.nio.charset.StandardCharsets.UTF_8);
        assertThat(open(path + "/entries").statusCode()).isIn(400, 404);
        assertThat(open(path).statusCode()).isIn(400, 404);
    }

    @Test
    void aLinkWritesNothingAndOpensNoOtherRoute() throws Exception {
        String token = share("{}").substring("/shared/".length());
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
            for (String path : List.of("", "/entries", "/files/chart.png")) {
                HttpResponse<String> answer = server.client.send(
                        server.request("/shared/" + token + path)
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(method + path).isIn(401, 403, 404, 405);
            }
        }
        assertThat(server.send(token, "GET", "/api/sessions", "").statusCode()).isEqualTo(401);
        for (Routes route : Routes.of(server.server)) {
            if (route.pattern().startsWith("/api/") && !route.pattern().startsWith("/api/sign-")) {
                HttpResponse<String> answer = server.client.send(
                        server.request(route.path(Map.of("id", session)) + "?token=" + token)
                                .method(route.method(), HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(route.toString()).isEqualTo(401);
            }
        }
    }

    @Test
    void whatCantBeSharedIsSaid() throws Exception {
        String empty = send("POST", "/api/sessions", "{}").path("sessionId").asString();
        assertThat(send("POST", "/api/sessions/" + empty + "/share", "{}")
                        .at("/error/message")
                        .asString())
                .contains("no runs yet");
        JsonNode live = send("POST", "/api/runs", "{\"input\":\"think 60000\"}");
        String path = "/api/sessions/" + live.path("sessionId").asString();
        assertThat(server.send(key, "POST", path + "/share", "{}").statusCode()).isEqualTo(409);
        send("POST", "/api/runs/" + live.path("runId").asString() + "/cancel", "{}");
        assertThat(server.send(key, "POST", path + "/share", "{\"leaf\":\"" + first + "\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    private static String share(String body) throws Exception {
        return shareOf(session, body).path("url").asString();
    }

    private static JsonNode shareOf(String session, String body) throws Exception {
        HttpResponse<String> made = server.send(key, "POST", "/api/sessions/" + session + "/share", body);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return RunningServer.json(made);
    }

    private static JsonNode send(String method, String path, String body) throws Exception {
        return RunningServer.json(server.send(key, method, path, body));
    }

    /** Without a key. */
    private static HttpResponse<String> open(String path) throws Exception {
        return server.get(path);
    }

    private static JsonNode read(String path) throws Exception {
        HttpResponse<String> answer = open(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.MAPPER.readTree(answer.body());
    }

    private static String ask(String body) throws Exception {
        String id = send("POST", "/api/runs", body).path("runId").asString();
        server.send(key, "GET", "/api/runs/" + id + "/events", "");
        return id;
    }

    private static void await(String session) throws Exception {
        server.send(
                key,
                "GET",
                "/api/runs/"
                        + send("GET", "/api/sessions/" + session, "")
                                .path("leaf")
                                .asString() + "/events",
                "");
    }

    private static void attach(String name) throws Exception {
        HttpResponse<String> attached = server.client.send(
                server.request("/api/sessions/" + session + "/files?name=" + name)
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/octet-stream")
                        .POST(HttpRequest.BodyPublishers.ofString("secret"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(attached.statusCode()).isEqualTo(201);
    }
}
