package io.alltools.web.key;

import io.alltools.agent.Usage;
import io.alltools.web.audit.AuditLog;
import io.alltools.web.caller.Caller;
import io.alltools.web.caller.RequestMeter;
import io.alltools.web.caller.Scope;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.Blocking;
import io.alltools.web.http.OwnOrigin;
import io.alltools.web.store.ApiKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Finds out who makes a request, and lets nobody further than their scopes and limits reach. On the loopback address
 * who brings no key is the user of this machine; elsewhere only the console's files and the health are open to
 * everybody.
 */
public final class CallerFilter implements WebFilter {

    /** As nginx has it: the client went away before there was a status. */
    private static final int CLIENT_GONE = 499;

    private record Visitor(Caller caller, @Nullable ApiKey key) {

        static final Visitor LOCAL = new Visitor(Caller.LOCAL, null);

        static Visitor of(ApiKey key) {
            return new Visitor(key.caller(), key);
        }
    }

    private final boolean loopback;
    private final KeyRing ring;
    private final KeyCheck check;
    private final KeyMeter meter;
    private final AuditLog audit;
    private final RouteAccess routes = new RouteAccess();

    /** @param loopback whether the server can be reached from this machine only */
    public CallerFilter(boolean loopback, KeyRing ring, KeyCheck check, KeyMeter meter, AuditLog audit) {
        this.loopback = loopback;
        this.ring = ring;
        this.check = check;
        this.meter = meter;
        this.audit = audit;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Access access = routes.of(exchange.getRequest());
        return access instanceof Access.Open
                ? chain.filter(exchange)
                : visitor(exchange, access).flatMap(visitor -> enter(visitor, exchange, chain, access));
    }

    private Mono<Visitor> visitor(ServerWebExchange exchange, Access access) {
        return switch (Credential.of(exchange.getRequest())) {
            case Credential.None ignored ->
                loopback ? Mono.just(Visitor.LOCAL) : Mono.error(KeyCheck.missing(exchange));
            case Credential.Key(String secret) ->
                Blocking.call(() -> loopback && ring.isEmpty()
                        // Most clients insist on sending a key, and there is none that this could be instead.
                        ? Visitor.LOCAL
                        : Visitor.of(check.check(exchange, access.route(), secret)));
            case Credential.SignIn(String token) -> Blocking.call(() -> signedIn(exchange, token));
        };
    }

    private Visitor signedIn(ServerWebExchange exchange, String token) {
        Optional<ApiKey> key = ring.findSignedIn(token);
        if (key.isEmpty()) {
            if (loopback) {
                return Visitor.LOCAL;
            }
            throw KeyCheck.missing(exchange);
        }
        HttpMethod method = exchange.getRequest().getMethod();
        boolean reads = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
        if (!reads && !OwnOrigin.isOf(exchange.getRequest())) {
            // A browser sends the cookie by itself, so the page that asks must be ours.
            throw new ApiError(
                    ApiError.Kind.FORBIDDEN,
                    "a browser that is signed in changes things from this server's own pages only: no Origin says so",
                    null,
                    "wrong_origin");
        }
        return Visitor.of(key.get());
    }

    private Mono<Void> enter(Visitor visitor, ServerWebExchange exchange, WebFilterChain chain, Access access) {
        RequestMeter used = new RequestMeter(visitor.caller(), meter);
        Mono<Void> work = Mono.defer(() -> {
            requireScope(visitor.caller(), access);
            if (visitor.key() != null) {
                requireWithinLimits(visitor.key(), exchange);
            }
            visitor.caller().keepIn(exchange);
            used.keepIn(exchange);
            return chain.filter(exchange);
        });
        return recorded(work, visitor.caller(), exchange, access, used);
    }

    private static void requireScope(Caller caller, Access access) {
        switch (access) {
            case Access.Open ignored -> {}
            case Access.Needs(String route, Scope scope) -> {
                if (!caller.may(scope)) {
                    throw new ApiError(
                            ApiError.Kind.FORBIDDEN,
                            "the key " + caller.name() + " is not good for " + route + ": that takes the scope "
                                    + scope.word() + ", and it has " + Scope.words(caller.scopes()),
                            null,
                            "missing_scope");
                }
            }
            case Access.Unlisted ignored -> {
                if (!caller.may(Scope.ADMIN)) {
                    throw ApiError.notFound("http_404", "there is nothing at this address");
                }
            }
        }
    }

    private void requireWithinLimits(ApiKey key, ServerWebExchange exchange) {
        KeyLimits.Taken taken = meter.request(key);
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set("x-ratelimit-limit-requests", Integer.toString(key.requestsPerMinute()));
        headers.set("x-ratelimit-remaining-requests", Long.toString(taken.remainingRequests()));
        headers.set("x-ratelimit-reset-requests", brief(taken.requestsReset()));
        headers.set("x-ratelimit-limit-tokens", Integer.toString(key.tokensPerMinute()));
        headers.set("x-ratelimit-remaining-tokens", Long.toString(Math.max(0, taken.remainingTokens())));
        headers.set("x-ratelimit-reset-tokens", brief(taken.tokensReset()));
        if (!taken.exceeded().isEmpty()) {
            KeyCheck.retryAfter(exchange, taken.retryAfter());
            int limit = taken.exceeded().equals("tokens") ? key.tokensPerMinute() : key.requestsPerMinute();
            throw new ApiError(
                    ApiError.Kind.RATE_LIMITED,
                    "the key " + key.name() + " may use " + limit + " " + taken.exceeded() + " a minute: wait "
                            + KeyCheck.seconds(taken.retryAfter()) + " s",
                    null,
                    "rate_limit_exceeded");
        }
    }

    /** As OpenAI writes it: {@code 120ms}, {@code 7s}, {@code 1m0s}. */
    static String brief(Duration time) {
        if (time.toSeconds() == 0) {
            return time.toMillis() + "ms";
        }
        return time.toMinutes() == 0 ? time.toSeconds() + "s" : time.toMinutes() + "m" + time.toSecondsPart() + "s";
    }

    private Mono<Void> recorded(
            Mono<Void> work, Caller caller, ServerWebExchange exchange, Access access, RequestMeter used) {
        long begin = System.nanoTime();
        ServerHttpResponse response = exchange.getResponse();
        Runnable write = () -> {
            HttpStatusCode status = response.getStatusCode();
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            Usage total = used.total();
            audit.request(
                    caller,
                    exchange,
                    route(exchange, access),
                    status == null ? CLIENT_GONE : status.value(),
                    millis,
                    total);
        };
        return work.doOnSuccess(nothing -> write.run()).doOnCancel(write).doOnError(failure -> {
            if (response.isCommitted()) {
                write.run();
            } else {
                // The answer is made of the failure behind this filter.
                response.beforeCommit(() -> Mono.fromRunnable(write));
            }
        });
    }

    private static String route(ServerWebExchange exchange, Access access) {
        Object pattern = exchange.getAttribute(RouterFunctions.MATCHING_PATTERN_ATTRIBUTE);
        return pattern == null ? access.route() : pattern.toString();
    }
}
