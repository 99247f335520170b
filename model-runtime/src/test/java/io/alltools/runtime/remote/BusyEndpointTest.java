package io.alltools.runtime.remote;

import static io.alltools.runtime.remote.FakeEndpoint.ask;
import static io.alltools.runtime.remote.FakeEndpoint.says;
import static io.alltools.runtime.remote.FakeEndpoint.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.alltools.agent.ModelException;
import io.alltools.agent.ModelException.Kind;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BusyEndpointTest {

    @ParameterizedTest
    @ValueSource(ints = {408, 409, 429, 500, 502, 503, 529})
    void aFailureThatMayPassIsTriedAgain(int status) throws Exception {
        try (FakeEndpoint endpoint = new FakeEndpoint(
                        status(status, "application/json", "{}"), status(status, "text/html", "<html>"), says("here"));
                RemoteChatModel model = RemoteChatModel.open(endpoint.settings())) {
            assertThat(model.generate(ask("hi"), delta -> {}).text()).isEqualTo("here");
            assertThat(endpoint.requests).hasSize(3);
        }
    }

    @Test
    void afterThreeMoreAttemptsItIsGivenUp() {
        try (FakeEndpoint endpoint = new FakeEndpoint(busy(), busy(), busy(), busy(), says("too late"))) {
            ModelException e = failure(endpoint);
            assertThat(e.kind()).isEqualTo(Kind.OVERLOADED);
            assertThat(e.getMessage()).endsWith("is too busy, with status 429: slow down");
            assertThat(endpoint.requests).hasSize(4);
        }
    }

    @Test
    void theTimeThatAnEndpointAsksForIsGivenToIt() throws Exception {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(2));
        try (FakeEndpoint endpoint = new FakeEndpoint(
                        status(503, "text/plain", "", "Retry-After", "1"),
                        status(429, "text/plain", "", "Retry-After", date),
                        says("here"));
                RemoteChatModel model = RemoteChatModel.open(endpoint.settings())) {
            long begin = System.nanoTime();
            assertThat(model.generate(ask("hi"), delta -> {}).text()).isEqualTo("here");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void anEndpointThatAsksForHoursIsNotWaitedFor() {
        try (FakeEndpoint endpoint =
                new FakeEndpoint(status(429, "text/plain", "", "Retry-After", "7200"), says("too late"))) {
            assertThat(failure(endpoint).getMessage()).endsWith("it asks to wait for 7200 s");
            assertThat(endpoint.requests).hasSize(1);
        }
    }

    @Test
    void anEmptyAccountIsNotAskedAgain() {
        try (FakeEndpoint endpoint = new FakeEndpoint(
                status(
                        429,
                        "application/json",
                        "{\"error\":{\"message\":\"no credit\",\"code\":\"insufficient_quota\"}}"),
                says("too late"))) {
            assertThat(failure(endpoint).getMessage()).contains("no credit");
            assertThat(endpoint.requests).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, temperature, INVALID_REQUEST",
        "422, messages, INVALID_REQUEST",
        "404, model, INVALID_REQUEST",
        "401, '', FAILED",
        "403, '', FAILED",
        "418, '', FAILED"
    })
    void aRequestThatIsRefusedStaysRefused(int status, String field, Kind kind) {
        String body = "{\"error\": {\"message\": \"not so,\\n with " + FakeEndpoint.KEY + "\", \"param\": \"" + field
                + "\"}}";
        try (FakeEndpoint endpoint = new FakeEndpoint(status(status, "application/json", body), says("never"))) {
            ModelException e = failure(endpoint);
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e.field()).isEqualTo(field);
            assertThat(e.getMessage()).contains(endpoint.host()).endsWith(": not so, with …");
            assertThat(endpoint.requests).hasSize(1);
        }
    }

    private static FakeEndpoint.Answer busy() {
        return status(429, "application/json", "{\"error\": {\"message\": \"slow down\"}}");
    }

    private static ModelException failure(FakeEndpoint endpoint) {
        try (RemoteChatModel model = RemoteChatModel.open(endpoint.settings())) {
            return catchThrowableOfType(ModelException.class, () -> model.generate(ask("hi"), delta -> {}));
        }
    }
}
