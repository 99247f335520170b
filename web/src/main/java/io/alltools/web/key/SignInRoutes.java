package io.alltools.web.key;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.alltools.agent.Json;
import io.alltools.web.audit.AuditLog;
import io.alltools.web.caller.Scope;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.Blocking;
import io.alltools.web.http.JsonAnswer;
import io.alltools.web.http.OwnOrigin;
import io.alltools.web.store.ApiKey;
import java.time.Duration;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * {@code /api/sign-in} and {@code /api/sign-out}: a browser gives a key once and holds a token instead, in a cookie
 * that no script reads, since its streams of events can't send headers.
 */
public final class SignInRoutes {

    private static final String ROUTE = "/api/sign-in";

    private final KeyRing ring;
    private final KeyCheck check;
    private final AuditLog audit;
    private final Duration lifetime;

    /** @param lifetime how long a browser stays signed in */
    public SignInRoutes(KeyRing ring, KeyCheck check, AuditLog audit, Duration lifetime) {
        this.ring = ring;
        this.check = check;
        this.audit = audit;
        this.lifetime = lifetime;
    }

    public RouterFunction<ServerResponse> routes() {
        return route().POST(ROUTE, this::signIn)
                .POST("/api/sign-out", this::signOut)
                .build();
    }

    private record SignedIn(ApiKey key, String token) {}

    private Mono<ServerResponse> signIn(ServerRequest request) {
        if (request.headers().firstHeader(HttpHeaders.ORIGIN) != null
                && !OwnOrigin.isOf(request.exchange().getRequest())) {
            return Mono.error(new ApiError(
                    ApiError.Kind.FORBIDDEN, "only this server's own pages sign in", null, "wrong_origin"));
        }
        return JsonAnswer.body(request)
                .flatMap(body -> Blocking.call(() -> {
                    ApiKey key = check.check(
                            request.exchange(), ROUTE, body.requiredText("key").strip());
                    if (!key.caller().may(Scope.RUNS)) {
                        throw new ApiError(
                                ApiError.Kind.FORBIDDEN,
                                "the key " + key.name() + " is not good for the console: that takes the scope "
                                        + Scope.RUNS.word() + ", and it has " + Scope.words(key.scopes()),
                                "key",
                                "missing_scope");
                    }
                    audit.signIn(key.caller(), request.exchange(), true);
                    return new SignedIn(key, ring.signIn(key, lifetime));
                }))
                .flatMap(in -> {
                    request.exchange().getResponse().addCookie(cookie(request, in.token(), lifetime));
                    return JsonAnswer.ok(Json.object().put("key", in.key().name()));
                });
    }

    private Mono<ServerResponse> signOut(ServerRequest request) {
        HttpCookie cookie = request.cookies().getFirst(Credential.COOKIE);
        return Blocking.call(() -> {
                    if (cookie != null) {
                        ring.findSignedIn(cookie.getValue())
                                .ifPresent(key -> audit.signIn(key.caller(), request.exchange(), false));
                        ring.signOut(cookie.getValue());
                    }
                    return true;
                })
                .flatMap(done -> ServerResponse.noContent()
                        .cookie(cookie(request, "", Duration.ZERO))
                        .build());
    }

    private static ResponseCookie cookie(ServerRequest request, String token, Duration age) {
        // What ends TLS in front of the server says so; lying about it only costs the liar the cookie.
        boolean secure = request.uri().getScheme().equals("https")
                || "https".equals(request.headers().firstHeader("X-Forwarded-Proto"));
        return ResponseCookie.from(Credential.COOKIE, token)
                .httpOnly(true)
                .sameSite("Strict")
                .secure(secure)
                .path("/")
                .maxAge(age)
                .build();
    }
}
