package io.alltools.web.key;

import io.alltools.agent.Usage;
import io.alltools.web.caller.Caller;
import io.alltools.web.caller.Meter;
import io.alltools.web.store.ApiKey;
import io.alltools.web.store.KeyStore;
import io.alltools.web.store.KeyUsage;

/** What keys use: held against their limits at once, kept in the database. The local user has no limits. */
public final class KeyMeter implements Meter, AutoCloseable {

    private final KeyRing ring;
    private final KeyLimits limits = new KeyLimits();
    private final UsageBook book;

    public KeyMeter(KeyRing ring, KeyStore store) {
        this.ring = ring;
        this.book = new UsageBook(store);
    }

    /** Counts a request; one that is refused is no use of the key. */
    KeyLimits.Taken request(ApiKey key) {
        KeyLimits.Taken taken = limits.take(key);
        if (taken.exceeded().isEmpty()) {
            book.add(key.id(), new KeyUsage(1, 0, 0));
        }
        return taken;
    }

    @Override
    public void used(Caller caller, Usage usage) {
        String id = caller.keyId();
        if (id == null || usage.totalTokens() == 0) {
            return;
        }
        book.add(id, new KeyUsage(0, usage.promptTokens(), usage.completionTokens()));
        ring.all().stream()
                .filter(key -> key.id().equals(id))
                .findFirst()
                .ifPresent(key -> limits.charge(key, usage.totalTokens()));
    }

    @Override
    public void close() {
        book.close();
    }
}
