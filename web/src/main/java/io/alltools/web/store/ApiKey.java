package io.alltools.web.store;

import io.alltools.web.caller.Caller;
import io.alltools.web.caller.Scope;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An API key as it is kept: all but the key itself.
 *
 * @param shown how the key begins, for a person to tell keys apart
 * @param tokensPerMinute of prompts and answers together
 * @param expiresAt null for never
 * @param revokedAt null for a key that was not revoked
 */
public record ApiKey(
        String id,
        String name,
        String shown,
        Set<Scope> scopes,
        int requestsPerMinute,
        int tokensPerMinute,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt) {

    public boolean isLive(Instant now) {
        return revokedAt == null && (expiresAt == null || expiresAt.isAfter(now));
    }

    /** Who uses it. */
    public Caller caller() {
        return new Caller(id, name, scopes);
    }
}
