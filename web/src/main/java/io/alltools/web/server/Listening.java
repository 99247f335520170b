package io.alltools.web.server;

import io.alltools.web.key.KeysNeededException;
import io.alltools.web.store.KeyStore;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;

/**
 * Where the server listens.
 *
 * @param loopback whether only this machine's user gets to it, who needs no key
 */
public record Listening(String host, boolean loopback) {

    /** @throws IllegalArgumentException when the host is unknown */
    public static Listening at(String host) {
        try {
            return new Listening(host, InetAddress.getByName(host).isLoopbackAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "the host \"" + host
                            + "\" is unknown: expected localhost, 127.0.0.1, or an address of this machine",
                    e);
        }
    }

    /** As where others reach it, since a proxy on this machine lets them: its requests are no local user's. */
    public Listening behindProxy() {
        return new Listening(host, false);
    }

    /** @throws KeysNeededException when others can reach it and there is no key that could tell them apart */
    public void requireKeys(KeyStore keys) {
        if (!loopback && !keys.anyLive(Instant.now())) {
            throw new KeysNeededException(host);
        }
    }

    /** As it stands in an address. */
    public String shown() {
        if (loopback) {
            return "localhost";
        }
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
