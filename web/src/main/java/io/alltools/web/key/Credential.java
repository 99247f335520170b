package io.alltools.web.key;

import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** What a request brings to say who it is of. */
sealed interface Credential {

    /** The cookie of a browser that is signed in. */
    String COOKIE = "alltools_sign_in";

    record None() implements Credential {}

    record Key(String secret) implements Credential {}

    record SignIn(String token) implements Credential {}

    /** A key comes before a cookie: who sends one means it. */
    static Credential of(ServerHttpRequest request) {
        String header = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        if (header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return new Key(header.substring(7).strip());
        }
        HttpCookie cookie = request.getCookies().getFirst(COOKIE);
        return cookie == null ? new None() : new SignIn(cookie.getValue());
    }
}
