package io.alltools.web.http;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** Tells what a request goes through which limits hold. */
public final class LimitsFilter implements WebFilter {

    private static final RequestBodies DEFAULT_BODIES = new RequestBodies(ServerLimits.DEFAULT);

    private final ServerLimits limits;
    private final RequestBodies bodies;

    public LimitsFilter(ServerLimits limits) {
        this.limits = limits;
        this.bodies = new RequestBodies(limits);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        // Files have a limit of their own.
        boolean file = MediaType.APPLICATION_OCTET_STREAM.equals(headers.getContentType());
        if (!file && headers.getContentLength() > limits.bodies().bytes()) {
            return Mono.error(ErrorAnswers.tooLarge(limits));
        }
        return chain.filter(exchange)
                .contextWrite(context -> context.put(ServerLimits.class, limits).put(RequestBodies.class, bodies));
    }

    static ServerLimits limits(ContextView context) {
        return context.hasKey(ServerLimits.class) ? context.get(ServerLimits.class) : ServerLimits.DEFAULT;
    }

    static RequestBodies bodies(ContextView context) {
        return context.hasKey(RequestBodies.class) ? context.get(RequestBodies.class) : DEFAULT_BODIES;
    }
}
