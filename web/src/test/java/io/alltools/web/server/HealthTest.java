package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Health says what a load balancer and an operator need to know, and an orderly stop shows in it first. */
class HealthTest {

    private RunningServer server;

    @BeforeEach
    void start(@TempDir Path folder) {
        server = new RunningServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aServerThatCanServeIsLiveAndReady() throws Exception {
        assertThat(part("/health/live", 200).path("status").asString()).isEqualTo("up");
        JsonNode ready = part("/health/ready", 200);
        assertThat(ready.path("status").asString()).isEqualTo("up");
        for (String part : new String[] {"server", "model", "database"}) {
            assertThat(ready.at("/parts/" + part + "/status").asString())
                    .as(part)
                    .isEqualTo("up");
        }
    }

    @Test
    void withoutItsDatabaseAServerLivesAndIsNotReady() throws Exception {
        server.app.close();
        assertThat(part("/health/live", 200).path("status").asString()).isEqualTo("up");
        JsonNode ready = part("/health/ready", 503);
        assertThat(ready.at("/parts/database/status").asString()).isEqualTo("down");
        assertThat(ready.at("/parts/database/problem").asString()).isNotBlank().doesNotContain("jdbc");
    }

    @Test
    void whoDrainsIsNotReadyRefusesNewWorkAndFinishesTheOld() throws Exception {
        CompletableFuture<HttpResponse<String>> old = server.client.sendAsync(
                server.postRequest("/v1/chat/completions", chat("count 600")), HttpResponse.BodyHandlers.ofString());
        String run = server.start("count 600");
        awaitRequests(2);
        CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(() -> {
            try {
                return server.server.drain(Duration.ofSeconds(60));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        while (part("/health/ready", 0).path("status").asString().equals("up")) {
            Thread.sleep(5);
        }
        assertThat(part("/health/live", 200).path("status").asString()).isEqualTo("up");
        assertThat(part("/health/ready", 503).at("/parts/server/problem").asString())
                .contains("stop");
        HttpResponse<String> refused = server.post("/v1/chat/completions", chat("late"));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(refused.headers().firstValue("Connection")).hasValue("close");
        assertThat(RunningServer.json(refused).at("/error/code").asString()).isEqualTo("shutting_down");
        assertThat(server.get("/metrics").statusCode()).isEqualTo(200);

        assertThat(old.get(60, TimeUnit.SECONDS).body()).contains("600");
        assertThat(drained.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(server.app.store().find(run).orElseThrow().outcome())
                .isEqualTo(io.alltools.agent.Outcome.Kind.ANSWERED);
    }

    @Test
    void aDrainEndsWithItsTime() throws Exception {
        String run = server.start("count 100000");
        assertThat(server.server.drain(Duration.ofMillis(100))).isFalse();
        assertThat(server.app.store().find(run).orElseThrow().outcome()).isNull();
    }

    private void awaitRequests(int count) throws InterruptedException {
        while (true) {
            synchronized (server.model.requests) {
                if (server.model.requests.size() == count) {
                    return;
                }
            }
            Thread.sleep(5);
        }
    }

    private static String chat(String text) {
        return Json.object()
                .put("model", "echo")
                .put("max_tokens", 100_000)
                .toString()
                .replace("}", ",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}");
    }

    private JsonNode part(String path, int status) throws Exception {
        HttpResponse<String> answer = server.get(path);
        if (status != 0) {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        }
        return RunningServer.json(answer);
    }
}
