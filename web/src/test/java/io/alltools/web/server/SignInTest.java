package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A browser gives its key once; what it holds then is good for this server's own pages only. */
class SignInTest {

    @TempDir
    static Path folder;

    static RunningServer server;
    static String key;

    @BeforeAll
    static void start() {
        server = RunningServer.elsewhere(folder);
        key = server.newKey("browser", "runs");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theCookieIsNotTheKeyAndNoScriptOrOtherSiteGetsIt() throws Exception {
        String cookie = signIn();
        assertThat(cookie)
                .doesNotContain(key)
                .containsIgnoringCase("HttpOnly")
                .contains("SameSite=Strict")
                .contains("Path=/")
                .contains("Max-Age=43200")
                .doesNotContain("Secure");
    }

    @Test
    void behindTlsItIsForTlsOnly() throws Exception {
        HttpResponse<String> in = server.client.send(
                server.request("/api/sign-in")
                        .header("Content-Type", "application/json")
                        .header("X-Forwarded-Proto", "https")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"key\": \"" + key + "\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(in.headers().firstValue("Set-Cookie").orElseThrow()).contains("Secure");
    }

    @Test
    void signedInTheStreamOfEventsOpensAndSignedOutNothingDoes() throws Exception {
        String cookie = signIn().split(";")[0];
        HttpResponse<String> started = post("/api/runs", "{\"input\": \"hello\"}", cookie, own());
        assertThat(started.statusCode()).isEqualTo(201);
        String run = RunningServer.json(started).path("runId").asString();
        assertThat(get("/api/runs/" + run + "/events", cookie).body()).contains("RunFinished");
        assertThat(get("/api/info", cookie).body()).contains("\"key\":\"browser\"");

        assertThat(post("/api/sign-out", "{}", cookie, own()).statusCode()).isEqualTo(204);
        assertThat(get("/api/info", cookie).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "https://evil.example", "null", "http://127.0.0.1:1"})
    void anotherSitesPageChangesNothingWithIt(String origin) throws Exception {
        String cookie = signIn().split(";")[0];
        HttpResponse<String> refused = post("/api/runs", "{\"input\": \"hello\"}", cookie, origin);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("wrong_origin");
    }

    @Test
    void aKeyThatIsNotForTheConsoleIsRefused() throws Exception {
        HttpResponse<String> refused =
                server.post("/api/sign-in", "{\"key\": \"" + server.newKey("chat", "chat") + "\"}");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("missing_scope");
        assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void aMadeUpCookieIsNothing() throws Exception {
        assertThat(get("/api/info", "alltools_sign_in=" + "A".repeat(43)).statusCode())
                .isEqualTo(401);
        assertThat(get("/api/info", "alltools_sign_in=" + key).statusCode()).isEqualTo(401);
    }

    private static String own() {
        return "http://127.0.0.1:" + server.server.port();
    }

    private static String signIn() throws Exception {
        return server.post("/api/sign-in", "{\"key\": \"" + key + "\"}")
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow();
    }

    private static HttpResponse<String> get(String path, String cookie) throws Exception {
        return server.client.send(
                server.request(path).header("Cookie", cookie).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String path, String body, String cookie, String origin) throws Exception {
        HttpRequest.Builder request =
                server.request(path).header("Cookie", cookie).header("Content-Type", "application/json");
        if (!origin.isEmpty()) {
            request.header("Origin", origin);
        }
        return server.client.send(
                request.POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
