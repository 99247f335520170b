package io.alltools.web.key;

import io.alltools.web.audit.AuditLog;
import io.alltools.web.http.ApiError;
import io.alltools.web.store.ApiKey;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/** Tells right keys from wrong ones, and those who send too many wrong ones to wait. */
public final class KeyCheck {

    private final KeyRing ring;
    private final AuditLog audit;
    private final WrongKeys wrongKeys;

    /** @param wrongKeys how many an address may send in a minute */
    public KeyCheck(KeyRing ring, AuditLog audit, int wrongKeys) {
        this.ring = ring;
        this.audit = audit;
        this.wrongKeys = new WrongKeys(wrongKeys);
    }

    /**
     * The live key that was sent; reads the database now and then.
     *
     * @param route as the record names it
     * @throws ApiError when the key is wrong, was revoked or has expired: the answer does not say which
     */
    ApiKey check(ServerWebExchange exchange, String route, String secret) throws InterruptedException {
        Optional<ApiKey> found = ring.find(secret);
        if (found.isPresent()) {
            return found.get();
        }
        Duration wait = wrongKeys.count(exchange.getRequest().getRemoteAddress());
        if (!wait.isZero()) {
            retryAfter(exchange, wait);
            throw new ApiError(
                    ApiError.Kind.RATE_LIMITED,
                    "too many wrong API keys came from this address: wait " + seconds(wait) + " s",
                    null,
                    "too_many_wrong_keys");
        }
        audit.refused(exchange, route, "wrong key");
        throw unauthorized(
                exchange,
                "the API key is wrong, was revoked or has expired; ./alltools key list on the server's machine shows"
                        + " the keys",
                "invalid_api_key");
    }

    static ApiError missing(ServerWebExchange exchange) {
        return unauthorized(
                exchange,
                "an API key is needed: send it as Authorization: Bearer KEY; ./alltools key create NAME on the server's"
                        + " machine makes one",
                "missing_api_key");
    }

    static void retryAfter(ServerWebExchange exchange, Duration wait) {
        exchange.getResponse().getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(seconds(wait)));
    }

    /** Rounded up: who comes back then must not be too early. */
    static long seconds(Duration wait) {
        return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }

    private static ApiError unauthorized(ServerWebExchange exchange, String message, String code) {
        exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        return new ApiError(ApiError.Kind.UNAUTHORIZED, message, null, code);
    }
}
