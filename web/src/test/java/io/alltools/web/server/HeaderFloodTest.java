package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Too many headers, too large ones, endless ones and what is no HTTP: an answer in the envelope, and no stack trace.
 */
class HeaderFloodTest {

    private RunningServer server;
    private QuietLog log;

    @BeforeEach
    void start(@TempDir Path folder) {
        server = new RunningServer(folder);
        log = new QuietLog();
    }

    @AfterEach
    void stop() {
        log.close();
        server.close();
    }

    @Test
    void manyHeadersAreRefused() throws Exception {
        assertRefused(get("/v1/models", "X-Many: 1\r\n".repeat(200)), 431, "too_many_headers");
    }

    @Test
    void largeHeadersAreRefused() throws Exception {
        assertRefused(get("/v1/models", "X-Large: " + "x".repeat(40_000) + "\r\n"), 431, "headers_too_large");
    }

    @Test
    void headersWithoutEndAreRefused() throws Exception {
        try (RawClient client = new RawClient(server)) {
            client.send("GET /v1/models HTTP/1.1\r\nHost: localhost\r\n");
            client.send("X-Endless: y\r\n".repeat(10_000));
            assertRefused(client.answer(), 431, "headers_too_large");
        }
    }

    @Test
    void aLongAddressIsRefused() throws Exception {
        assertRefused(get("/" + "a".repeat(20_000), ""), 414, "address_too_long");
    }

    @Test
    void whatIsNoHttpIsRefused() throws Exception {
        try (RawClient client = new RawClient(server)) {
            assertRefused(client.send("\u0016\u0003\u0001 hello\r\n\r\n").answer(), 400, "invalid_http");
        }
        assertRefused(get("/v1/models", "Bad Name: 1\r\n"), 400, "invalid_http");
        assertRefused(get("/v1/models", "Content-Length: -5\r\n"), 400, "invalid_http");
    }

    @Test
    void aRefusalDoesNotGetIntoAnAnswerThatIsUnderWay() throws Exception {
        try (RawClient client = new RawClient(server)) {
            String body = "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"count 5000\"}],"
                    + "\"stream\":true,\"max_tokens\":10000}";
            client.send(RawClient.head("/v1/chat/completions", body.length()) + body);
            client.send("GET /v1/models HTTP/1.1\r\nBad Name: 1\r\n\r\n");
            assertThat(client.answer().text()).doesNotContain("invalid_http").doesNotContain("[DONE]");
        }
        assertThat(server.model.interrupted.tryAcquire(20, java.util.concurrent.TimeUnit.SECONDS))
                .isTrue();
    }

    private RawClient.Answer get(String path, String headers) throws Exception {
        try (RawClient client = new RawClient(server)) {
            return client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n")
                    .answer();
        }
    }

    private static void assertRefused(RawClient.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.head())
                .containsIgnoringCase("connection: close")
                .containsIgnoringCase("content-type: application/json")
                .contains("nosniff");
        assertThat(answer.error().path("code").asString()).isEqualTo(code);
        assertThat(answer.error().path("type").asString()).isEqualTo("invalid_request_error");
        assertThat(answer.error().has("param")).isTrue();
    }
}
