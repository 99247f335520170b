package io.alltools.runtime.remote;

import static io.alltools.runtime.remote.FakeEndpoint.ask;
import static io.alltools.runtime.remote.FakeEndpoint.hangs;
import static io.alltools.runtime.remote.FakeEndpoint.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.alltools.agent.ChatRequest;
import io.alltools.agent.ModelException;
import io.alltools.agent.Service;
import io.alltools.runtime.remote.RemoteSettings.Timeouts;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The endpoint sends comments all the time, so that its connection is alive and still nothing is said. */
class SlowEndpointTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(300);

    @Test
    void theFirstPieceIsNotWaitedForForever() throws Exception {
        assertGivenUp(new Timeouts(LONG, SHORT, LONG, LONG), ask("hi"), "did not begin to answer within 0.3 s");
    }

    @Test
    void theNextPieceIsNotWaitedForForever() throws Exception {
        assertGivenUp(new Timeouts(LONG, LONG, SHORT, LONG), ask("hi"), "sent nothing more for 0.3 s", text("Hello"));
    }

    @Test
    void theWholeTurnHasItsTime() throws Exception {
        assertGivenUp(
                new Timeouts(LONG, LONG, LONG, SHORT),
                ask("hi"),
                "did not complete its answer within 0.3 s",
                text("a"));
    }

    @Test
    void aDeadlineOfTheRequestIsKept() throws Exception {
        ChatRequest request = ask("hi")
                .withService(
                        new Service(Service.Priority.INTERACTIVE, Instant.now().plus(SHORT)));
        assertGivenUp(new Timeouts(LONG, LONG, LONG, LONG), request, "did not complete its answer", text("a"));
    }

    @Test
    void anEndpointThatAcceptsAndIsSilentIsGivenUp() throws Exception {
        try (FakeEndpoint endpoint = new FakeEndpoint(exchange -> Thread.sleep(LONG));
                RemoteChatModel model =
                        RemoteChatModel.open(endpoint.settings().withTimeouts(new Timeouts(LONG, SHORT, LONG, LONG)))) {
            ModelException e = catchThrowableOfType(ModelException.class, () -> model.generate(ask("hi"), delta -> {}));
            assertThat(e.kind()).isEqualTo(ModelException.Kind.DEADLINE_EXCEEDED);
        }
    }

    @Test
    void anInterruptClosesTheConnectionAtOnce() throws Exception {
        try (FakeEndpoint endpoint = new FakeEndpoint(hangs(text("Hello")));
                RemoteChatModel model = RemoteChatModel.open(endpoint.settings())) {
            CountDownLatch began = new CountDownLatch(1);
            AtomicReference<Throwable> ended = new AtomicReference<>();
            Thread turn = Thread.startVirtualThread(() -> {
                try {
                    model.generate(ask("hi"), delta -> began.countDown());
                } catch (InterruptedException | RuntimeException e) {
                    ended.set(e);
                }
            });
            assertThat(began.await(10, TimeUnit.SECONDS)).isTrue();
            turn.interrupt();
            turn.join();
            assertThat(ended.get()).isInstanceOf(InterruptedException.class);
            assertThat(endpoint.gone.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void anInterruptIsHeardBeforeTheEndpointAnswers() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (FakeEndpoint endpoint = new FakeEndpoint(exchange -> {
                    asked.countDown();
                    Thread.sleep(LONG);
                });
                RemoteChatModel model = RemoteChatModel.open(endpoint.settings())) {
            AtomicReference<Throwable> ended = new AtomicReference<>();
            Thread turn = Thread.startVirtualThread(() -> {
                try {
                    model.generate(ask("hi"), delta -> {});
                } catch (InterruptedException | RuntimeException e) {
                    ended.set(e);
                }
            });
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            turn.interrupt();
            turn.join();
            assertThat(ended.get()).isInstanceOf(InterruptedException.class);
        }
    }

    private static void assertGivenUp(Timeouts timeouts, ChatRequest request, String message, String... chunks)
            throws InterruptedException {
        try (FakeEndpoint endpoint = new FakeEndpoint(hangs(chunks));
                RemoteChatModel model = RemoteChatModel.open(endpoint.settings().withTimeouts(timeouts))) {
            ModelException e = catchThrowableOfType(ModelException.class, () -> model.generate(request, delta -> {}));
            assertThat(e.kind()).isEqualTo(ModelException.Kind.DEADLINE_EXCEEDED);
            assertThat(e.getMessage())
                    .contains(endpoint.host())
                    .contains(message)
                    .doesNotContain("\n");
            assertThat(endpoint.requests).hasSizeLessThanOrEqualTo(1);
            // On a busy machine the time may be over before the request is out.
            if (!endpoint.requests.isEmpty()) {
                assertThat(endpoint.gone.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            }
        }
    }
}
