package io.alltools.web.key;

import io.alltools.web.store.KeyStore;
import io.alltools.web.store.KeyUsage;
import io.alltools.web.store.StoreException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds up what keys use and writes it to the database every few seconds, not with each request. */
final class UsageBook implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(UsageBook.class);
    private static final int SECONDS = 5;

    private final KeyStore store;
    private final Map<LocalDate, Map<String, KeyUsage>> open = new HashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("key-usage").daemon().factory());

    UsageBook(KeyStore store) {
        this.store = store;
        timer.scheduleWithFixedDelay(this::write, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    void add(String keyId, KeyUsage usage) {
        add(LocalDate.now(ZoneOffset.UTC), Map.of(keyId, usage));
    }

    private void add(LocalDate day, Map<String, KeyUsage> used) {
        synchronized (open) {
            Map<String, KeyUsage> ofDay = open.computeIfAbsent(day, date -> new HashMap<>());
            used.forEach((keyId, usage) -> ofDay.merge(keyId, usage, KeyUsage::plus));
        }
    }

    /** What can't be written now is written next time: another server may just have begun the same day. */
    void write() {
        Map<LocalDate, Map<String, KeyUsage>> taken;
        synchronized (open) {
            taken = Map.copyOf(open);
            open.clear();
        }
        taken.forEach((day, used) -> {
            try {
                store.addUsage(day, used);
            } catch (StoreException e) {
                log.warn("what keys used is written later: {}", e.getMessage());
                add(day, used);
            }
        });
    }

    @Override
    public void close() {
        timer.shutdownNow();
        write();
    }
}
