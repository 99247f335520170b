package io.alltools.clients.openai;

import static io.alltools.clients.openai.Requests.asking;
import static io.alltools.clients.openai.Requests.endless;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.openai.client.OpenAIClient;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import io.alltools.clients.server.RunningServer;
import io.alltools.clients.server.WithServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** OpenAI's client for Java: errors, and what it gives up. */
@ExtendWith(WithServer.class)
class OpenAiJavaFailuresTest {

    private static final int GIVEN_UP = 40;

    static OpenAIClient client;

    @BeforeAll
    static void connect(RunningServer server) {
        client = Requests.client(server);
    }

    @AfterAll
    static void close() {
        client.close();
    }

    @Test
    void aModelThatIsNotThereIsNotFound() {
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> client.chat()
                        .completions()
                        .create(asking("Hello").model("gpt-4.1").build()))
                .satisfies(e -> {
                    assertThat(e.code()).contains("model_not_found");
                    assertThat(e.param()).contains("model");
                    assertThat(e.type()).contains("invalid_request_error");
                    assertThat(e).hasMessageContaining("\"gpt-4.1\"");
                });
    }

    @Test
    void aBadParameterIsNamedBeforeAStreamBegins() {
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> client.chat()
                        .completions()
                        .createStreaming(asking("Hello").temperature(9.0).build())
                        .close())
                .satisfies(e -> {
                    assertThat(e.statusCode()).isEqualTo(400);
                    assertThat(e.code()).contains("invalid_value");
                    assertThat(e.param()).contains("temperature");
                    assertThat(e).hasMessageContaining("9");
                });
    }

    @Test
    @Timeout(120)
    void aServerThatIsTooBusySaysWhenToComeAgain() throws Exception {
        CompletableFuture<Throwable> refused = new CompletableFuture<>();
        List<AsyncStreamResponse<ChatCompletionChunk>> asked = new ArrayList<>();
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        // 256 wait at most, and each of these is 16.
        for (int i = 0; i < 20; i++) {
            AsyncStreamResponse<ChatCompletionChunk> stream = client.async()
                    .chat()
                    .completions()
                    .createStreaming(endless().n(16).build());
            asked.add(stream);
            stream.subscribe(chunk -> {});
            CompletableFuture<Void> end = stream.onCompleteFuture().exceptionally(failure -> {
                refused.complete(failure);
                return null;
            });
            ends.add(end);
        }
        Throwable failure = refused.get(100, TimeUnit.SECONDS);
        asked.forEach(AsyncStreamResponse::close);

        while (failure instanceof CompletionException) {
            failure = failure.getCause();
        }
        assertThat(failure).isInstanceOfSatisfying(RateLimitException.class, e -> {
            assertThat(e.code()).contains("overloaded");
            assertThat(e.headers().values("Retry-After"))
                    .singleElement()
                    .satisfies(seconds -> assertThat(Integer.parseInt(seconds)).isPositive());
        });
        // Its turn comes after theirs.
        client.chat().completions().create(asking("Hello").build());
        assertThat(ends).allSatisfy(end -> assertThat(end).succeedsWithin(Duration.ofSeconds(30)));
    }

    @Test
    @Timeout(240)
    void whatIsGivenUpHoldsNobodyUp() {
        // Together, one after the other, they would take minutes.
        for (int i = 0; i < GIVEN_UP; i++) {
            try (StreamResponse<ChatCompletionChunk> stream =
                    client.chat().completions().createStreaming(endless().build())) {
                assertThat(stream.stream().findFirst()).isPresent();
            }
        }
        long before = System.nanoTime();
        client.chat()
                .completions()
                .create(asking("Hello").maxCompletionTokens(3).build());

        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - before)).isLessThan(30);
    }
}
