package io.alltools.runtime.remote;

import static io.alltools.runtime.remote.FakeEndpoint.ask;
import static io.alltools.runtime.remote.FakeEndpoint.begin;
import static io.alltools.runtime.remote.FakeEndpoint.delta;
import static io.alltools.runtime.remote.FakeEndpoint.end;
import static io.alltools.runtime.remote.FakeEndpoint.says;
import static io.alltools.runtime.remote.FakeEndpoint.send;
import static io.alltools.runtime.remote.FakeEndpoint.status;
import static io.alltools.runtime.remote.FakeEndpoint.stream;
import static io.alltools.runtime.remote.FakeEndpoint.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.alltools.agent.ModelException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class EndpointThatBreaksOffTest {

    /** Less is sent than was announced. */
    private static FakeEndpoint.Answer breaks(String sent) {
        return exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 1_000_000);
            send(exchange, sent);
            throw new IOException("broken off on purpose");
        };
    }

    @Test
    void anAnswerThatIsBrokenOffIsAFailureAndNotAskedForAgain() {
        assertThat(failure(breaks("data: " + text("Hel") + "\n\n"), says("again"))
                        .getMessage())
                .contains("broke the connection off");
    }

    @Test
    void aConnectionThatBreaksBeforeTheFirstPieceIsTriedAgain() throws Exception {
        FakeEndpoint.Answer nothing = exchange -> begin(exchange);
        try (FakeEndpoint endpoint = new FakeEndpoint(breaks(": wait"), says("here"));
                RemoteChatModel model = RemoteChatModel.open(endpoint.settings())) {
            assertThat(model.generate(ask("hi"), delta -> {}).text()).isEqualTo("here");
            assertThat(endpoint.requests).hasSize(2);
        }
        assertThat(failure(nothing).getMessage()).contains("without a finish reason");
    }

    @Test
    void aStreamWithoutAFinishReasonIsNoAnswer() {
        assertThat(failure(stream(text("Hello"))).getMessage()).contains("without a finish reason");
    }

    @Test
    void whatBreaksBehindTheLastWordBreaksNothing() throws Exception {
        FakeEndpoint.Answer late = breaks("data: " + text("Hello") + "\n\ndata: " + end("stop") + "\n\n");
        try (FakeEndpoint endpoint = new FakeEndpoint(late);
                RemoteChatModel model = RemoteChatModel.open(endpoint.settings())) {
            assertThat(model.generate(ask("hi"), delta -> {}).text()).isEqualTo("Hello");
        }
    }

    @Test
    void halfAPieceIsAFailure() {
        assertThat(failure(stream(text("Hello"), "{\"choices\":[{\"index\":0,\"del"))
                        .getMessage())
                .contains("no valid JSON");
    }

    @Test
    void garbageIsAFailure() {
        assertThat(failure(stream("%PDF-1.7 \u0000\u0001")).getMessage()).contains("no valid JSON");
        assertThat(failure(stream("{\"hello\": \"world\"}")).getMessage()).contains("\"choices\"");
        assertThat(failure(exchange -> {
                            begin(exchange);
                            send(exchange, "\u0000\u0001 no events at all\n\n");
                        })
                        .getMessage())
                .contains("without a finish reason");
    }

    @Test
    void anErrorWithinTheStreamIsTheEndpointsOwnWord() {
        assertThat(failure(stream(text("a"), "{\"error\": {\"message\": \"the model\\ncrashed\", \"code\": 502}}"))
                        .getMessage())
                .contains("the model crashed");
    }

    @Test
    void aPageInThePlaceOfAStreamIsAFailure() {
        assertThat(failure(status(200, "text/html", "<html>Log in</html>")).getMessage())
                .contains("answered with text/html instead of a stream");
        assertThat(failure(status(404, "text/html", "<html>\nno\n</html>")).getMessage())
                .contains("knows no model \"m\"");
    }

    @Test
    void aRedirectIsNotFollowed() {
        assertThat(failure(status(302, "text/plain", "", "Location", "http://127.0.0.1:1/v1"))
                        .getMessage())
                .contains("redirects to http://127.0.0.1:1/v1, which is not followed");
    }

    @Test
    void anAnswerWithoutEndIsGivenUp() {
        FakeEndpoint.Answer endless = exchange -> {
            begin(exchange);
            send(exchange, "data: ");
            while (true) {
                send(exchange, "x".repeat(10_000));
            }
        };
        try (FakeEndpoint endpoint = new FakeEndpoint(endless);
                RemoteChatModel model = RemoteChatModel.open(endpoint.settings().withMaxAnswerBytes(100_000))) {
            ModelException e = catchThrowableOfType(ModelException.class, () -> model.generate(ask("hi"), delta -> {}));
            assertThat(e.getMessage()).contains("more than 100000 bytes");
        }
    }

    @Test
    void aCallWithoutANameIsAFailure() {
        assertThat(failure(stream(
                                delta("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{}\"}}]}"),
                                end("tool_calls")))
                        .getMessage())
                .contains("without a name");
    }

    @Test
    void anEndpointThatIsNotThereIsNamed() throws Exception {
        int port;
        try (var socket = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (RemoteChatModel model = RemoteChatModel.open(RemoteSettings.parse("http://127.0.0.1:" + port + "/v1#m", "")
                .withRetries(new RemoteSettings.Retries(
                        1, java.time.Duration.ofMillis(1), java.time.Duration.ofMillis(1))))) {
            ModelException e = catchThrowableOfType(ModelException.class, () -> model.generate(ask("hi"), delta -> {}));
            assertThat(e.getMessage()).contains("127.0.0.1:" + port).contains("can't be reached");
        }
    }

    private static ModelException failure(FakeEndpoint.Answer... answers) {
        try (FakeEndpoint endpoint = new FakeEndpoint(answers);
                RemoteChatModel model = RemoteChatModel.open(endpoint.settings())) {
            ModelException e = catchThrowableOfType(ModelException.class, () -> model.generate(ask("hi"), delta -> {}));
            assertThat(e.getMessage())
                    .contains(endpoint.host())
                    .doesNotContain("\n")
                    .doesNotContain(FakeEndpoint.KEY);
            assertThat(endpoint.requests).hasSize(1);
            return e;
        }
    }
}
