package io.alltools.web.http;

import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Has a server that listens on the loopback address answer to this machine's own names only: a name that was rebound to
 * the loopback address shows in {@code Host}.
 */
public final class LocalOnlyFilter implements WebFilter {

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

    private final boolean loopback;

    /** @param loopback whether the server can be reached from this machine only; elsewhere it has names of all kinds */
    public LocalOnlyFilter(boolean loopback) {
        this.loopback = loopback;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String host = String.valueOf(exchange.getRequest().getHeaders().getFirst(HttpHeaders.HOST));
        if (loopback && !isLoopback(host.replaceFirst(":\\d+$", ""))) {
            return ErrorAnswers.write(
                    exchange.getResponse(),
                    new ApiError(
                            ApiError.Kind.FORBIDDEN,
                            "this server answers to localhost only, not to \"" + host + "\"",
                            null,
                            "not_local"));
        }
        return chain.filter(exchange);
    }

    /** Whether a host, without a port, is one of this machine's own names. */
    static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }
}
