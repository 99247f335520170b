package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.web.EchoParts;
import io.alltools.web.key.AccessSettings;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of other sites get to the server when their origin is listed, and then by a key only. */
class CrossOriginTest {

    private static final String APP = "https://app.example.org";

    @TempDir
    static Path folder;

    static RunningServer server;
    static String key;

    @BeforeAll
    static void start() {
        server = RunningServer.elsewhere(folder, new EchoParts() {
            @Override
            public Map<String, String> environment() {
                return Map.of("ALLTOOLS_CORS_ORIGINS", APP + ", http://localhost:3000");
            }
        });
        key = server.newKey("app", "chat,runs");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aListedOriginsPageMayAskWithAKey() throws Exception {
        HttpResponse<String> before = preflight(APP);
        assertThat(before.statusCode()).isEqualTo(200);
        assertThat(before.headers().firstValue("Access-Control-Allow-Origin")).hasValue(APP);
        assertThat(before.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
                .containsIgnoringCase("authorization");
        assertThat(before.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
        HttpResponse<String> answer = get(APP);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue(APP);
        assertThat(answer.headers().firstValue("Access-Control-Expose-Headers").orElse(""))
                .containsIgnoringCase("x-ratelimit-remaining-requests");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://app.example.org",
                "https://app.example.org.evil.example",
                "https://app.example.org:8443",
                "null",
                "http://127.0.0.1"
            })
    void anyOtherOriginIsRefusedWithItsKeyToo(String origin) throws Exception {
        assertThat(preflight(origin).statusCode()).isEqualTo(403);
        HttpResponse<String> refused = get(origin);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void theServersOwnPageNeedsNoListing() throws Exception {
        assertThat(get("http://127.0.0.1:" + server.server.port()).statusCode()).isEqualTo(200);
    }

    @Test
    void unlessOriginsAreListedThereIsNone(@TempDir Path other) throws Exception {
        try (RunningServer plain = RunningServer.elsewhere(other)) {
            HttpResponse<String> refused = plain.client.send(
                    plain.request("/api/info")
                            .header("Origin", APP)
                            .header("Authorization", "Bearer " + plain.admin)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(RunningServer.json(refused).at("/error/code").asString()).isEqualTo("wrong_origin");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "app.example.org", "https://app.example.org/", "https://*.example.org", "ftp://a.b"})
    void whatIsNoOriginIsSaid(String value) {
        assertThatThrownBy(() -> AccessSettings.of(Map.of("ALLTOOLS_CORS_ORIGINS", value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(value)
                .hasMessageContaining("https://app.example.org");
    }

    private static HttpResponse<String> preflight(String origin) throws Exception {
        return server.client.send(
                server.request("/v1/chat/completions")
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", "POST")
                        .header("Access-Control-Request-Headers", "authorization,content-type,x-stainless-os")
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String origin) throws Exception {
        return server.client.send(
                server.request("/api/info")
                        .header("Origin", origin)
                        .header("Authorization", "Bearer " + key)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
