package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page that a person happens to visit must not drive the server on their machine. */
class OtherSitesTest {

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

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example", ""})
    void aNameThatWasReboundToThisMachineIsRefused(String host) throws IOException {
        assertThat(statusLine("GET /api/runs HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .contains(" 403 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:8080", "127.0.0.1:1", "[::1]:8080", "LOCALHOST"})
    void thisMachinesOwnNamesAreAnswered(String host) throws IOException {
        assertThat(statusLine("GET /api/runs HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .contains(" 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example", "null", "http://localhost.evil.example", "http://evil.example:8080"})
    void aPageOfAnotherSiteIsRefused(String origin) throws Exception {
        assertThat(send("/api/runs", "application/json", origin).statusCode()).isEqualTo(403);
        assertThat(send("/v1/chat/completions", "application/json", origin).statusCode())
                .isEqualTo(403);
    }

    @Test
    void theConsolesOwnPageIsAnswered() throws Exception {
        assertThat(send("/api/runs", "application/json", "http://localhost:8080")
                        .statusCode())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "nonsense"
            })
    void aFormCantStartARun(String type) throws Exception {
        assertThat(send("/api/runs", type, "http://localhost:8080").statusCode())
                .isEqualTo(415);
    }

    @Test
    void everyAnswerLocksThePageDown() throws Exception {
        for (String path : new String[] {"/", "/api/info", "/nothing"}) {
            var headers = server.get(path).headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
        }
    }

    @Test
    void webJarsAreServed() throws Exception {
        var response = server.get("/webjars/preact/10.28.0/dist/preact.module.js");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).contains("javascript");
    }

    @Test
    void withoutAKeyOnlyThisMachinesAddressesAreAcceptedToListenOn() {
        assertThatThrownBy(() -> WebServer.start(server.app, "0.0.0.0", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("./alltools key create");
    }

    @Test
    void aPortInUseIsToldInOneLine() {
        int taken = server.server.port();
        assertThatThrownBy(() -> WebServer.start(server.app, "127.0.0.1", taken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("port " + taken + " is in use: stop what uses it, or choose another with --port");
    }

    private static HttpResponse<String> send(String path, String type, String origin) throws Exception {
        return server.client.send(
                server.request(path)
                        .header("Content-Type", type)
                        .header("Origin", origin)
                        .POST(HttpRequest.BodyPublishers.ofString("{\"input\":\"hi\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String statusLine(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.lines().findFirst().orElse("");
        }
    }
}
