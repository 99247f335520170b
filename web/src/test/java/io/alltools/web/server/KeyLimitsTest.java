package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.web.store.ApiKey;
import io.alltools.web.store.KeyUsage;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One key can't use the server up, and what it used is known. */
@Timeout(60)
class KeyLimitsTest {

    private static final String CHAT =
            "{\"model\": \"echo\", \"messages\": [{\"role\": \"user\", \"content\": \"one two three\"}]%s}";

    @TempDir
    Path folder;

    private RunningServer server;

    @BeforeEach
    void start() {
        server = RunningServer.elsewhere(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void tooManyRequestsWaitAndTheOthersDoNot() throws Exception {
        String busy = server.newKey("busy", "runs", 3, 1000);
        for (int left = 2; left >= 0; left--) {
            HttpResponse<String> answer = server.send(busy, "GET", "/api/info", "");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("x-ratelimit-limit-requests"))
                    .hasValue("3");
            assertThat(answer.headers().firstValue("x-ratelimit-remaining-requests"))
                    .hasValue("" + left);
            assertThat(answer.headers().firstValue("x-ratelimit-remaining-tokens"))
                    .hasValue("1000");
        }
        HttpResponse<String> refused = server.send(busy, "GET", "/api/info", "");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1, 20);
        assertThat(RunningServer.json(refused).at("/error/code").asString()).isEqualTo("rate_limit_exceeded");
        assertThat(RunningServer.json(refused).at("/error/message").asString()).contains("3 requests a minute");
        assertThat(server.send(server.newKey("calm", "runs"), "GET", "/api/info", "")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void tokensMayGoIntoDebtOnceAndAreWaitedForThen() throws Exception {
        // The echo's prompt counts 10 tokens and each word one.
        String key = server.newKey("small", "chat", 1000, 6);
        assertThat(server.send(key, "POST", "/v1/chat/completions", CHAT.formatted(""))
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> refused = server.send(key, "GET", "/v1/models", "");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("x-ratelimit-remaining-tokens")).hasValue("0");
        assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()))
                .as("13 used of 6, and one more at 6 a minute")
                .isBetween(70, 80);
        assertThat(RunningServer.json(refused).at("/error/message").asString()).contains("6 tokens a minute");
    }

    @Test
    void choicesCountTheirPromptOnceInStreamsToo() throws Exception {
        String key = server.newKey("metered", "chat");
        server.send(key, "POST", "/v1/chat/completions", CHAT.formatted(", \"n\": 2"));
        server.send(key, "POST", "/v1/chat/completions", CHAT.formatted(", \"n\": 2, \"stream\": true"));
        assertThat(used("metered", 2 * 10)).isEqualTo(new KeyUsage(2, 2 * 10, 2 * 6));
    }

    @Test
    void runsCountForTheKeyThatStartedThem() throws Exception {
        String key = server.newKey("runner", "runs");
        String run = RunningServer.json(server.send(key, "POST", "/api/runs", "{\"input\": \"call shout hello\"}"))
                .path("runId")
                .asString();
        server.send(key, "GET", "/api/runs/" + run + "/events", "");
        KeyUsage used = used("runner", 20);
        assertThat(used.requests()).isEqualTo(2);
        assertThat(used.promptTokens()).isEqualTo(20);
        assertThat(used.completionTokens()).isEqualTo(6);
    }

    @Test
    void whoHangsUpBeforeTheEndHasUsedWhatCame() throws Exception {
        String key = server.newKey("hasty", "chat");
        var request = server.request("/v1/chat/completions")
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(
                        CHAT.replace("one two three", "count 100000").formatted(", \"stream\": true")))
                .build();
        var body = server.client
                .send(request, HttpResponse.BodyHandlers.ofInputStream())
                .body();
        assertThat(body.read()).isPositive();
        body.close();
        assertThat(server.model.interrupted.tryAcquire(10, java.util.concurrent.TimeUnit.SECONDS))
                .isTrue();
        assertThat(used("hasty", 1).completionTokens()).isPositive();
    }

    /** What was used once so many prompt tokens are written. */
    private KeyUsage used(String name, long promptTokens) throws Exception {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
        while (true) {
            ApiKey key = server.app.keys().byHash().values().stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            KeyUsage used = server.app.keys().usage(key.id()).values().stream().reduce(KeyUsage.NONE, KeyUsage::plus);
            if (used.promptTokens() >= promptTokens || Instant.now().isAfter(deadline)) {
                return used;
            }
            Thread.sleep(50);
        }
    }
}
