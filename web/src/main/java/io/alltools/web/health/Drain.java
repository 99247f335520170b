package io.alltools.web.health;

import io.alltools.web.http.ApiError;
import io.alltools.web.http.ErrorAnswers;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * The way to an orderly stop: from its begin on new work is refused, and what is under way may come to its end. Health
 * and measurements are answered to the last.
 */
public final class Drain implements WebFilter {

    private static final Pattern ALWAYS = Pattern.compile("/health/.*|/metrics");

    /** Who watches a run watches to its end, which may be at another server. */
    private static final Pattern WATCHING = Pattern.compile("/api/runs/[^/]+/events");

    private final AtomicInteger working = new AtomicInteger();
    private volatile boolean begun;

    /** Refuses new work from now on. */
    public void begin() {
        begun = true;
    }

    public boolean begun() {
        return begun;
    }

    /** Requests that are under way. */
    public int working() {
        return working.get();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getPath().value();
        if (ALWAYS.matcher(path).matches()) {
            return chain.filter(exchange);
        }
        if (WATCHING.matcher(path).matches()) {
            return begun ? refuse(exchange) : chain.filter(exchange);
        }
        working.incrementAndGet();
        // Only now: one that is let through is seen by who waits for the end.
        return (begun ? refuse(exchange) : chain.filter(exchange)).doFinally(end -> working.decrementAndGet());
    }

    private static Mono<Void> refuse(ServerWebExchange exchange) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set(HttpHeaders.CONNECTION, "close");
        headers.set(HttpHeaders.RETRY_AFTER, "5");
        return ErrorAnswers.write(
                exchange.getResponse(),
                new ApiError(
                        ApiError.Kind.UNAVAILABLE,
                        "the server is about to stop: ask again when the next one has started",
                        null,
                        "shutting_down"));
    }
}
