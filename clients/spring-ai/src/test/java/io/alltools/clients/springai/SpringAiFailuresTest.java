package io.alltools.clients.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import io.alltools.clients.server.RunningServer;
import io.alltools.clients.server.WithServer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import reactor.core.Disposable;
import reactor.core.Disposables;

/** Spring AI's client for OpenAI: errors, and what it gives up. */
@ExtendWith(WithServer.class)
class SpringAiFailuresTest {

    static OpenAiChatModel model;

    @BeforeAll
    static void connect(RunningServer server) {
        model = Requests.model(server);
    }

    @Test
    void aModelThatIsNotThereIsNotFound() {
        OpenAiChatOptions.Builder options = Requests.options();
        options.model("gpt-4.1");

        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> model.call(new Prompt("Hello", options.build())))
                .satisfies(e -> assertThat(e.code()).contains("model_not_found"));
    }

    @Test
    void aBadParameterIsNamed() {
        OpenAiChatOptions.Builder options = Requests.options();
        options.temperature(9.0);

        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> model.call(new Prompt("Hello", options.build())))
                .satisfies(e -> {
                    assertThat(e.code()).contains("invalid_value");
                    assertThat(e.param()).contains("temperature");
                });
    }

    @Test
    @Timeout(120)
    void aServerThatIsTooBusyIsTold() throws Exception {
        CompletableFuture<Throwable> refused = new CompletableFuture<>();
        OpenAiChatOptions.Builder options = Requests.endless();
        options.n(16);
        // 256 wait at most, and each of these is 16.
        Disposable.Composite asked = Disposables.composite();
        for (int i = 0; i < 20; i++) {
            asked.add(model.stream(new Prompt("Hello", options.build())).subscribe(piece -> {}, refused::complete));
        }
        Throwable failure = refused.get(100, TimeUnit.SECONDS);
        asked.dispose();

        while (failure instanceof CompletionException) {
            failure = failure.getCause();
        }
        assertThat(failure)
                .isInstanceOfSatisfying(
                        RateLimitException.class, e -> assertThat(e.code()).contains("overloaded"));
        // Its turn comes after theirs.
        model.call(new Prompt("Hello", Requests.options().build()));
    }

    @Test
    @Timeout(240)
    void whatIsGivenUpHoldsNobodyUp() {
        // Together, one after the other, they would take minutes.
        for (int i = 0; i < 40; i++) {
            assertThat(model.stream(new Prompt("Hello", Requests.endless().build()))
                            .blockFirst())
                    .isNotNull();
        }
        long before = System.nanoTime();
        model.call(new Prompt("Hello", Requests.options().build()));

        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - before)).isLessThan(30);
    }
}
