package io.alltools.web.key;

import io.alltools.web.store.ApiKey;
import io.alltools.web.store.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * The keys as a running server knows them: read again every 2 s while it is used, so that a key that was revoked
 * elsewhere ends within that time, and that wrong keys do not reach the database.
 */
public final class KeyRing {

    private static final Duration FRESH = Duration.ofSeconds(2);

    /** A key that is not known may have been made just now. */
    private static final Duration FRESH_FOR_UNKNOWN = Duration.ofMillis(200);

    private record Known(Map<String, ApiKey> byHash, long nanos) {

        boolean isOlderThan(Duration age) {
            return System.nanoTime() - nanos > age.toNanos();
        }
    }

    private final KeyStore store;
    private volatile Known known;

    public KeyRing(KeyStore store) {
        this.store = store;
        this.known = read();
    }

    /** The live key that was sent; reads the database now and then. */
    Optional<ApiKey> find(String secret) {
        String hash = Secrets.hash(secret);
        Optional<ApiKey> found = Optional.ofNullable(knownFor(FRESH).get(hash))
                .or(() -> Optional.ofNullable(knownFor(FRESH_FOR_UNKNOWN).get(hash)));
        return found.filter(key -> key.isLive(Instant.now()));
    }

    /** The live key that a browser is signed in with. */
    Optional<ApiKey> findSignedIn(String token) {
        Instant now = Instant.now();
        return store.signedIn(Secrets.hash(token), now)
                .flatMap(id -> knownFor(FRESH).values().stream()
                        .filter(key -> key.id().equals(id) && key.isLive(now))
                        .findFirst());
    }

    /** Whether a key was ever made. */
    boolean isEmpty() {
        return knownFor(FRESH).isEmpty();
    }

    /** Signs a browser in; gives the token that it holds. */
    String signIn(ApiKey key, Duration lifetime) {
        String token = Secrets.newToken();
        Instant now = Instant.now();
        store.signIn(Secrets.hash(token), key.id(), now, now.plus(lifetime));
        return token;
    }

    void signOut(String token) {
        store.signOut(Secrets.hash(token));
    }

    Collection<ApiKey> all() {
        return knownFor(FRESH).values();
    }

    private Map<String, ApiKey> knownFor(Duration age) {
        if (known.isOlderThan(age)) {
            synchronized (this) {
                if (known.isOlderThan(age)) {
                    known = read();
                }
            }
        }
        return known.byHash();
    }

    private Known read() {
        long before = System.nanoTime();
        return new Known(store.byHash(), before);
    }
}
