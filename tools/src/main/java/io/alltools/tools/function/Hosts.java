package io.alltools.tools.function;

import io.alltools.tools.browser.PublicAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which hosts tools may be read from and called at. */
@FunctionalInterface
public interface Hosts {

    /** Whoever named them sits at this machine and may name any. */
    Hosts ANY = url -> {};

    /**
     * Passes when the URL's host may be reached.
     *
     * @throws RefusedException when it may not; the message is one line that says what would change that
     * @throws IOException when the host is unknown
     */
    void require(URI url) throws IOException;

    /** A host that may not be reached. */
    final class RefusedException extends IOException {

        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }

    /**
     * The public internet, and hosts that are named: {@code name}, for any port, or {@code name:port}. One private
     * address of a host refuses it, since which one is used is up to the network.
     *
     * <p>The address is looked up before each request, and the JVM remembers it for the request itself. A name whose
     * address changes at the very moment when that memory ends (30 s) could still lead elsewhere, so what must never be
     * reached by strangers needs a network that says so, too.
     *
     * @param setting what a person changes to name more, for the message
     */
    static Hosts publicAnd(Set<String> named, String setting) {
        Set<String> known = Set.copyOf(
                named.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());
        return url -> {
            String host = String.valueOf(url.getHost()).toLowerCase(Locale.ROOT);
            if (known.contains(host) || known.contains(host + ":" + url.getPort())) {
                return;
            }
            for (InetAddress address : InetAddress.getAllByName(host)) {
                Optional<String> objection = PublicAddresses.objection(address);
                if (objection.isPresent()) {
                    throw new RefusedException(host + " is not on the public internet (" + objection.get()
                            + "): name it in " + setting + " where the server is started, to allow it");
                }
            }
        };
    }
}
