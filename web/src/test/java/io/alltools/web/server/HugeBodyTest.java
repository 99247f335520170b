package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A body that is too large is refused, announced or not, and the connection with it. */
class HugeBodyTest {

    private static final int MEGABYTE = 1024 * 1024;

    private RunningServer server;
    private QuietLog log;

    @BeforeEach
    void start(@TempDir Path folder) {
        server = RawClient.server(folder, Map.of("ALLTOOLS_HTTP_BODY_MB", "1"));
        log = new QuietLog();
    }

    @AfterEach
    void stop() {
        log.close();
        server.close();
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedWithTheLimit() throws Exception {
        try (RawClient client = new RawClient(server)) {
            assertRefused(
                    client.post("/v1/chat/completions", spaces(3 * MEGABYTE)).answer());
        }
    }

    @Test
    void aBodyOfUnknownLengthEndsAtTheLimit() throws Exception {
        try (RawClient client = new RawClient(server)) {
            client.send("POST /api/runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n");
            String chunk = Integer.toHexString(MEGABYTE) + "\r\n" + " ".repeat(MEGABYTE) + "\r\n";
            // No last chunk: it would go on for ever.
            client.send(chunk).send(chunk);
            assertRefused(client.answer());
        }
    }

    @Test
    void anAnnouncedTerabyteIsNotWaitedFor() throws Exception {
        try (RawClient client = new RawClient(server)) {
            client.send("POST /api/runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 1099511627776\r\n\r\n{");
            assertRefused(client.answer());
        }
    }

    @Test
    void aBrokenChunkEndsTheRequest() throws Exception {
        try (RawClient client = new RawClient(server)) {
            client.send("POST /api/runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\nnot-a-length\r\n{}\r\n");
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).as(answer.text()).isIn(400, -1);
        }
        assertThat(server.get("/v1/models").statusCode()).isEqualTo(200);
    }

    private static void assertRefused(RawClient.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(413);
        assertThat(answer.head()).containsIgnoringCase("connection: close").contains("nosniff");
        assertThat(answer.error().path("code").asString()).isEqualTo("body_too_large");
        assertThat(answer.error().path("message").asString()).contains("at most " + MEGABYTE);
    }

    private static byte[] spaces(int count) {
        return " ".repeat(count).getBytes(StandardCharsets.UTF_8);
    }
}
