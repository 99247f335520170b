package io.alltools.web.key;

import io.alltools.web.Ids;
import io.alltools.web.caller.Scope;
import io.alltools.web.store.ApiKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key that was just made: the only place where the key itself is.
 *
 * @param secret what its owner sends
 * @param hash what is kept of it
 */
public record NewKey(String secret, String hash, ApiKey key) {

    public static final int DEFAULT_REQUESTS_PER_MINUTE = 600;
    public static final int DEFAULT_TOKENS_PER_MINUTE = 200_000;

    private static final int MAX_PER_MINUTE = 1_000_000_000;
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,79}";
    private static final String ID_PREFIX = "key_";

    /**
     * Makes one; it counts once it is kept.
     *
     * @param lifetime null for a key that does not expire
     * @throws IllegalArgumentException when the name or a limit can't be used
     */
    public static NewKey make(
            String name,
            Set<Scope> scopes,
            int requestsPerMinute,
            int tokensPerMinute,
            @Nullable Duration lifetime,
            Instant now) {
        if (!name.matches(NAME) || name.startsWith(ID_PREFIX)) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" can't be a key's name: expected 1 to 80 letters, digits,"
                            + " dots, hyphens and underscores, a letter or a digit first, and not " + ID_PREFIX);
        }
        requireLimit("requests", requestsPerMinute);
        requireLimit("tokens", tokensPerMinute);
        String secret = Secrets.newKey();
        ApiKey key = new ApiKey(
                Ids.key(),
                name,
                Secrets.shown(secret),
                scopes,
                requestsPerMinute,
                tokensPerMinute,
                now,
                lifetime == null ? null : now.plus(lifetime),
                null);
        return new NewKey(secret, Secrets.hash(secret), key);
    }

    private static void requireLimit(String what, int perMinute) {
        if (perMinute < 1 || perMinute > MAX_PER_MINUTE) {
            throw new IllegalArgumentException(
                    perMinute + " " + what + " a minute can't be a limit: expected 1 to " + MAX_PER_MINUTE);
        }
    }

    /** Not the key: records find their way into logs. */
    @Override
    public String toString() {
        return "NewKey[" + key + "]";
    }
}
