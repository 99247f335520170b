package io.alltools.clients.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.alltools.clients.server.RunningServer;
import io.alltools.clients.server.WithServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** LangChain4j's client for OpenAI: errors, and what it gives up. */
@ExtendWith(WithServer.class)
class LangChainFailuresTest {

    static RunningServer server;
    static OpenAiStreamingChatModel streaming;

    @BeforeAll
    static void connect(RunningServer running) {
        server = running;
        streaming = Requests.streaming(running).build();
    }

    @Test
    void aModelThatIsNotThereIsNotFound() {
        assertThatExceptionOfType(ModelNotFoundException.class)
                .isThrownBy(() ->
                        Requests.model(server).modelName("gpt-4.1").build().chat("Hello"))
                .withMessageContaining("\\\"gpt-4.1\\\"")
                .withMessageContaining("model_not_found")
                .withCauseInstanceOf(HttpException.class);
    }

    @Test
    void aBadParameterIsNamed() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(
                        () -> Requests.model(server).temperature(9.0).build().chat("Hello"))
                .withMessageContaining("\"param\":\"temperature\"")
                .withMessageContaining("invalid_value");
    }

    @Test
    @Timeout(120)
    void aServerThatIsTooBusyIsTold() throws Exception {
        ChatRequest sixteen = ChatRequest.builder()
                .messages(UserMessage.from("Hello"))
                .parameters(Requests.endless().customParameters(Map.of("n", 16)).build())
                .build();
        CompletableFuture<Throwable> refused = new CompletableFuture<>();
        List<Streamed> asked = new ArrayList<>();
        // 256 wait at most, and each of these is 16.
        for (int i = 0; i < 20; i++) {
            Streamed streamed = new Streamed();
            streamed.begun.whenComplete((context, failure) -> {
                if (failure == null) {
                    refused.whenComplete((e, never) -> context.streamingHandle().cancel());
                } else {
                    refused.complete(failure);
                }
            });
            asked.add(streamed);
            streaming.chat(sixteen, streamed);
        }

        assertThat(refused.get(100, TimeUnit.SECONDS))
                .isInstanceOf(RateLimitException.class)
                .hasMessageContaining("overloaded");
        // Each is given up when it begins, and the turn of this one comes after theirs.
        Requests.model(server).build().chat("Hello");
        assertThat(asked).allMatch(streamed -> streamed.begun.isDone());
    }

    @Test
    @Timeout(240)
    void whatIsGivenUpHoldsNobodyUp() throws Exception {
        ChatRequest endless = ChatRequest.builder()
                .messages(UserMessage.from("Hello"))
                .parameters(Requests.endless().build())
                .build();
        // Together, one after the other, they would take minutes.
        for (int i = 0; i < 40; i++) {
            Streamed streamed = new Streamed();
            streaming.chat(endless, streamed);
            streamed.begun.get(100, TimeUnit.SECONDS).streamingHandle().cancel();
        }
        long before = System.nanoTime();
        Requests.model(server).build().chat("Hello");

        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - before)).isLessThan(30);
    }
}
