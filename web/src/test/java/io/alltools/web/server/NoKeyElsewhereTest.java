package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.web.key.KeysNeededException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who comes from somewhere else and brings no key gets nothing but the page that asks for one. */
class NoKeyElsewhereTest {

    private static final Set<String> WAYS_IN = Set.of("/api/sign-in", "/api/sign-out");

    @TempDir
    static Path folder;

    static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.elsewhere(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void withoutAnyKeyItDoesNotEvenListen(@TempDir Path empty) {
        try (RunningServer local = new RunningServer(empty)) {
            assertThatThrownBy(() -> WebServer.start(local.app, "0.0.0.0", 0))
                    .isInstanceOf(KeysNeededException.class)
                    .hasMessageContaining("./alltools key create NAME");
        }
    }

    @Test
    void everyRouteAsksForAKey() throws Exception {
        assertThat(Routes.of(server.server)).hasSizeGreaterThan(20);
        for (Routes route : Routes.of(server.server)) {
            if (WAYS_IN.contains(route.pattern()) || route.pattern().startsWith("/health")) {
                continue;
            }
            if (route.pattern().startsWith("/shared/")) {
                // Their token is in the address; SharedLinksTest has what opens and what does not.
                assertThat(server.get(route.path(Map.of())).statusCode()).isEqualTo(404);
                continue;
            }
            HttpResponse<String> refused = server.client.send(
                    server.request(route.path(Map.of()))
                            .method(route.method(), HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(refused.statusCode()).as(route.toString()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
            assertThat(RunningServer.json(refused).at("/error/code").asString()).isEqualTo("missing_api_key");
        }
    }

    @Test
    void everyRouteHasAScopeOfItsOwn() throws Exception {
        String key = server.newKey("all-but-admin", "chat,runs,tools,metrics");
        for (Routes route : Routes.of(server.server)) {
            HttpResponse<String> answer = server.send(key, route.method(), route.path(Map.of()), "");
            assertThat(answer.body())
                    .as(route + " is in no line of RouteAccess, so that only admin gets there")
                    .doesNotContain("http_404");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/console/app.js", "/webjars/preact/10.28.0/dist/preact.module.js"})
    void theConsolesPageLoads(String path) throws Exception {
        assertThat(server.get(path).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/runs/",
                "//api/runs",
                "/API/runs",
                "/api%2Fruns",
                "/%61pi/runs",
                "/console/../api/runs",
                "/console/..%2f..%2fapi/runs",
                "/console;x=1/../api/runs",
                "/nothing",
                "/metrics/",
                "/index.html/x"
            })
    void noSpellingOfAnAddressGetsAround(String path) throws Exception {
        assertThat(server.get(path).statusCode()).as(path).isIn(400, 401, 404);
        assertThat(server.get(path).body()).doesNotContain("\"runs\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong", "alltools_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "", " ", "ü"})
    void aWrongKeyIsSaidInOpenAisEnvelope(String key) throws Exception {
        HttpResponse<String> refused = server.send(key, "GET", "/v1/models", "");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(RunningServer.json(refused).at("/error/type").asString()).isEqualTo("invalid_request_error");
        assertThat(RunningServer.json(refused).at("/error/code").asString()).isIn("invalid_api_key", "missing_api_key");
    }

    @Test
    void aKeyIsAllThatOpenAisClientsNeed() throws Exception {
        String key = server.newKey("client", "chat");
        HttpResponse<String> answer = server.send(
                key,
                "POST",
                "/v1/chat/completions",
                "{\"model\": \"echo\", \"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("hello");
    }
}
