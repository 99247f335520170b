package io.alltools.web.key;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts wrong keys by the address that they come from. A right key is answered from there all the same: 256 bits are
 * not guessed at any speed, and an address may be the proxy's that everybody comes by.
 */
final class WrongKeys {

    private static final int MOST_ADDRESSES = 10_000;

    private final int perMinute;
    private final Map<String, Bucket> byAddress = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    WrongKeys(int perMinute) {
        this.perMinute = perMinute;
    }

    /** Counts one; gives how long the address has to wait, which is zero while it has not sent too many. */
    synchronized Duration count(@Nullable InetSocketAddress from) {
        Bucket bucket = byAddress.computeIfAbsent(
                network(from),
                address -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(perMinute).refillIntervally(perMinute, Duration.ofMinutes(1)))
                        .build());
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(probe.getNanosToWaitForRefill());
    }

    /** Of IPv6 the first 64 bits: the rest is the client's own to choose. */
    private static String network(@Nullable InetSocketAddress from) {
        InetAddress address = from == null ? null : from.getAddress();
        if (address instanceof Inet6Address) {
            return HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), 8));
        }
        return address == null ? "" : address.getHostAddress();
    }
}
