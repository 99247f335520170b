package io.alltools.web.key;

import io.alltools.web.store.ApiKey;
import io.alltools.web.store.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The keys as a running server knows them: read again every 2 s while it is used, so that a key that was revoked
 * elsewhere ends within that time, and that few wrong keys reach the database.
 */
public final class KeyRing {

    private static final Duration FRESH = Duration.ofSeconds(2);

    /** How long after a reading the next one waits, however many unknown keys come. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private record Known(Map<String, ApiKey> byHash, long readAt) {

        boolean isFrom(long nanoTime) {
            return readAt - nanoTime >= 0;
        }
    }

    private final KeyStore store;
    private volatile Known known;

    public KeyRing(KeyStore store) {
        this.store = store;
        this.known = read();
    }

    /** The live key that was sent; one that is not known may have been made just now, so the database is asked. */
    Optional<ApiKey> find(String secret) throws InterruptedException {
        String hash = Secrets.hash(secret);
        Map<String, ApiKey> byHash = known();
        // Where there are no keys at all most clients send one all the same, and must not wait for it.
        if (!byHash.containsKey(hash) && !byHash.isEmpty()) {
            byHash = knownSince(System.nanoTime());
        }
        return Optional.ofNullable(byHash.get(hash)).filter(key -> key.isLive(Instant.now()));
    }

    /** The live key that a browser is signed in with. */
    Optional<ApiKey> findSignedIn(String token) {
        Instant now = Instant.now();
        return store.signedIn(Secrets.hash(token), now)
                .flatMap(id -> known().values().stream()
                        .filter(key -> key.id().equals(id) && key.isLive(now))
                        .findFirst());
    }

    /** Whether a key was ever made. */
    boolean isEmpty() {
        return known().isEmpty();
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
        return known().values();
    }

    private Map<String, ApiKey> known() {
        long since = System.nanoTime() - FRESH.toNanos();
        if (!known.isFrom(since)) {
            synchronized (this) {
                if (!known.isFrom(since)) {
                    known = read();
                }
            }
        }
        return known.byHash();
    }

    /** Who waits here is answered by one reading together. */
    private synchronized Map<String, ApiKey> knownSince(long nanoTime) throws InterruptedException {
        if (!known.isFrom(nanoTime)) {
            long pause = known.readAt() + PAUSE.toNanos() - System.nanoTime();
            if (pause > 0) {
                TimeUnit.NANOSECONDS.sleep(pause);
            }
            known = read();
        }
        return known.byHash();
    }

    private Known read() {
        long before = System.nanoTime();
        return new Known(store.byHash(), before);
    }
}
