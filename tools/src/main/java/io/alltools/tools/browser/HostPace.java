package io.alltools.tools.browser;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Spaces the requests to each host: some at once, then one after each interval (the generic cell rate algorithm). */
final class HostPace {

    /** Hosts that are remembered; the one that was asked the longest time ago is forgotten first. */
    private static final int HOSTS = 10_000;

    private final long interval;
    private final long tolerance;

    /** When the next request would be due if all came evenly, in nanoseconds of {@link System#nanoTime}. */
    private final Map<String, Long> due = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > HOSTS;
        }
    };

    HostPace(int perMinute, int burst) {
        this.interval = Duration.ofMinutes(1).toNanos() / perMinute;
        this.tolerance = interval * (burst - 1);
    }

    /** Takes the next turn at {@code host}: nanoseconds to wait for it; nothing is taken when it is too far away. */
    synchronized OptionalLong reserve(String host, long now, long longestWait) {
        long turn = Math.max(now, due.getOrDefault(host, now));
        long wait = Math.max(0, turn - tolerance - now);
        if (wait > longestWait) {
            return OptionalLong.empty();
        }
        due.put(host, turn + interval);
        return OptionalLong.of(wait);
    }
}
