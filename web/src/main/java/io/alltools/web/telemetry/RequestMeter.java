package io.alltools.web.telemetry;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/**
 * Times requests, by the template of their address, so that the ids in addresses make no series of their own. A request
 * whose client left before it was answered has the status {@code gone}.
 */
public final class RequestMeter implements WebFilter {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1)
    };

    private final Monitoring monitoring;
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();

    public RequestMeter(Monitoring monitoring) {
        this.monitoring = monitoring;
        monitoring.gauge("alltools.http.requests.active", "Requests that are being answered", active::get);
        monitoring.gauge("alltools.http.streams", "Event streams that are open", streams::get);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Measured measured = new Measured(exchange);
        exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(measured::answering));
        return chain.filter(exchange).doFinally(measured::ended);
    }

    private final class Measured {

        private final ServerWebExchange exchange;
        private final long began = System.nanoTime();
        private final AtomicBoolean recorded = new AtomicBoolean();
        private final AtomicBoolean stream = new AtomicBoolean();
        private volatile boolean failed;

        Measured(ServerWebExchange exchange) {
            this.exchange = exchange;
            active.incrementAndGet();
        }

        void answering() {
            ServerHttpResponse response = exchange.getResponse();
            if (MediaType.TEXT_EVENT_STREAM.isCompatibleWith(
                    response.getHeaders().getContentType())) {
                stream.set(true);
                streams.incrementAndGet();
            }
            if (failed) {
                record(status());
            }
        }

        /** The answer to a failure is written behind the filters. */
        void ended(SignalType how) {
            active.decrementAndGet();
            if (stream.getAndSet(false)) {
                streams.decrementAndGet();
            }
            if (how == SignalType.CANCEL) {
                record("gone");
            } else if (how == SignalType.ON_ERROR && !exchange.getResponse().isCommitted()) {
                failed = true;
            } else {
                record(status());
            }
        }

        private String status() {
            HttpStatusCode status = exchange.getResponse().getStatusCode();
            return status == null ? "200" : Integer.toString(status.value());
        }

        private void record(String status) {
            if (!recorded.compareAndSet(false, true)) {
                return;
            }
            Object route = exchange.getAttribute(RouterFunctions.MATCHING_PATTERN_ATTRIBUTE);
            Timer.builder("http.server.requests")
                    .description("Requests by route and status")
                    .tag("method", method(exchange.getRequest().getMethod()))
                    .tag("uri", route == null ? "other" : route.toString())
                    .tag("status", status)
                    .serviceLevelObjectives(BUCKETS)
                    .register(monitoring.meters())
                    .record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
        }

        /** Anybody may send a method of his own. */
        private static String method(HttpMethod method) {
            for (HttpMethod known : HttpMethod.values()) {
                if (known.equals(method)) {
                    return known.name();
                }
            }
            return "OTHER";
        }
    }
}
