package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is slow to send or to read is cut, and others are served meanwhile. */
class SlowClientTest {

    @TempDir
    Path folder;

    private QuietLog log;

    @BeforeEach
    void listen() {
        log = new QuietLog();
    }

    @AfterEach
    void nothingIsLogged() {
        log.close();
    }

    @Test
    void headersThatDripAreCutAndOthersAreServedMeanwhile() throws Exception {
        List<RawClient> dripping = new ArrayList<>();
        try (RunningServer server = RawClient.server(folder, Map.of("ALLTOOLS_HTTP_HEADER_SECONDS", "1"))) {
            for (int i = 0; i < 50; i++) {
                dripping.add(new RawClient(server).send("GET /v1/models HTTP/1.1\r\nHost: localhost\r\nX-Slow: "));
            }
            assertThat(server.get("/v1/models").statusCode()).isEqualTo(200);
            for (RawClient client : dripping) {
                RawClient.Answer answer = client.drip('x');
                assertThat(answer.status()).as(answer.text()).isEqualTo(408);
                assertThat(answer.head()).containsIgnoringCase("connection: close");
                assertThat(answer.error().path("code").asString()).isEqualTo("head_too_slow");
            }
        } finally {
            for (RawClient client : dripping) {
                client.close();
            }
        }
    }

    @Test
    void aBodyThatDripsIsCut() throws Exception {
        try (RunningServer server = RawClient.server(folder, Map.of("ALLTOOLS_HTTP_BODY_SECONDS", "1"));
                RawClient client = new RawClient(server)) {
            RawClient.Answer answer =
                    client.send(RawClient.head("/v1/chat/completions", 100_000)).drip(' ');
            assertThat(answer.status()).as(answer.text()).isEqualTo(408);
            assertThat(answer.error().path("code").asString()).isEqualTo("body_too_slow");
        }
    }

    @Test
    void aConnectionThatAsksNothingIsClosed() throws Exception {
        try (RunningServer server = RawClient.server(folder, Map.of("ALLTOOLS_HTTP_IDLE_SECONDS", "1"));
                RawClient silent = new RawClient(server)) {
            assertThat(silent.answer().text()).isEmpty();
        }
    }

    @Test
    void aGenerationEndsWhereTooManyPiecesWaitForItsClient() throws Exception {
        try (RunningServer server = RawClient.server(folder, Map.of("ALLTOOLS_HTTP_STREAM_PIECES", "64"));
                RawClient client = new RawClient(server)) {
            client.post("/v1/chat/completions", longAnswer());
            // Not a byte is read.
            assertThat(server.model.interrupted.tryAcquire(20, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(server.get("/v1/models").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aStreamThatIsNotReadIsCut() throws Exception {
        try (RunningServer server = RawClient.server(
                        folder, Map.of("ALLTOOLS_HTTP_STALLED_SECONDS", "1", "ALLTOOLS_HTTP_STREAM_PIECES", "500000"));
                RawClient client = new RawClient(server)) {
            client.post("/v1/chat/completions", longAnswer());
            await(server, 1);
            await(server, 0);
            assertThat(client.answer().text()).doesNotContain("[DONE]");
        }
    }

    @Test
    void whoWaitsForTheModelIsNotCut() throws Exception {
        try (RunningServer server = RawClient.server(
                folder,
                Map.of(
                        "ALLTOOLS_HTTP_STALLED_SECONDS", "1",
                        "ALLTOOLS_HTTP_IDLE_SECONDS", "1",
                        "ALLTOOLS_HTTP_BODY_SECONDS", "1",
                        "ALLTOOLS_HTTP_HEADER_SECONDS", "1"))) {
            var answer = server.post(
                    "/v1/chat/completions",
                    "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"think 3500\"}]}");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("thought");
        }
    }

    @Test
    void oneConnectionTooManyIsToldSo() throws Exception {
        try (RunningServer server = RawClient.server(folder, Map.of("ALLTOOLS_HTTP_CONNECTIONS", "2"));
                RawClient first = new RawClient(server)) {
            try (RawClient second = new RawClient(server)) {
                first.send("GET");
                second.send("GET");
                await(server, 2);
                try (RawClient third = new RawClient(server)) {
                    RawClient.Answer answer = third.answer();
                    assertThat(answer.status()).as(answer.text()).isEqualTo(503);
                    assertThat(answer.error().path("code").asString()).isEqualTo("too_many_connections");
                }
            }
            await(server, 1);
            try (RawClient next = new RawClient(server)) {
                assertThat(next.send("GET /v1/models HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                                .answer()
                                .status())
                        .isEqualTo(200);
            }
        }
    }

    private static void await(RunningServer server, int connections) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (server.server.connections() != connections) {
            assertThat(System.nanoTime()).as("connections that are open").isLessThan(deadline);
            Thread.sleep(5);
        }
    }

    private static byte[] longAnswer() {
        String words = "word ".repeat(400_000);
        var body = Json.object().put("model", "echo").put("stream", true).put("max_tokens", 1_000_000);
        body.putArray("messages").addObject().put("role", "user").put("content", words);
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }
}
