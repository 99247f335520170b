package io.alltools.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.ModelException;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.adapter.DefaultServerWebExchange;
import org.springframework.web.server.i18n.AcceptHeaderLocaleContextResolver;
import org.springframework.web.server.session.DefaultWebSessionManager;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;

/**
 * The moment in which a client leaves while its answer is written can't be hit from outside: what is seen then is made
 * here.
 */
class ErrorAnswersTest {

    private static final ModelException FULL =
            new ModelException(ModelException.Kind.OVERLOADED, "256 requests wait: try again later");
    /** What Reactor Netty 1.3 throws from a write behind which there is no connection any more. */
    private static final IllegalStateException UNWRITTEN =
            new IllegalStateException("channel not registered to an event loop");

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ErrorAnswers answers = new ErrorAnswers(ServerLimits.DEFAULT, () -> 1);
    private final MockServerHttpResponse response = new MockServerHttpResponse();
    private final ServerWebExchange exchange = new DefaultServerWebExchange(
            new NettyRequest(channel),
            response,
            new DefaultWebSessionManager(),
            ServerCodecConfigurer.create(),
            new AcceptHeaderLocaleContextResolver());

    ErrorAnswersTest() {
        response.setWriteHandler(body -> body.then(Mono.error(UNWRITTEN)));
    }

    @Test
    void anAnswerThatNobodyWaitsForIsNoFailure() {
        channel.close();

        answers.handle(exchange, FULL).block();

        assertThat(response.isCommitted()).isTrue();
        answers.handle(exchange, UNWRITTEN).block();
    }

    @Test
    void anAnswerThatIsNotWrittenToAClientThatWaitsIsAFailure() {
        assertThatThrownBy(() -> answers.handle(exchange, FULL).block()).isSameAs(UNWRITTEN);

        assertThat(response.isCommitted()).isTrue();
        assertThatThrownBy(() -> answers.handle(exchange, UNWRITTEN).block()).isSameAs(UNWRITTEN);
    }

    private static final class NettyRequest extends AbstractServerHttpRequest {

        private final Connection connection;

        NettyRequest(EmbeddedChannel channel) {
            super(HttpMethod.POST, URI.create("/v1/chat/completions"), null, new HttpHeaders());
            connection = () -> channel;
        }

        @Override
        protected MultiValueMap<String, HttpCookie> initCookies() {
            return new LinkedMultiValueMap<>();
        }

        @Override
        protected SslInfo initSslInfo() {
            return null;
        }

        @Override
        public Flux<DataBuffer> getBody() {
            return Flux.empty();
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> T getNativeRequest() {
            return (T) connection;
        }
    }
}
