package io.alltools.tools.browser;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves names for the HTTP client, which connects to what it is given here and asks nobody else: an address is
 * checked once and then used, so a name that changes its address in between (DNS rebinding) gains nothing.
 */
final class CheckedAddresses implements DnsResolver {

    /** Finds the addresses of a host. */
    interface Lookup {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /** Says what is wrong with an address, if something is. */
    interface Guard {
        Optional<String> objection(InetAddress address);

        /** Only the public internet. */
        Guard PUBLIC = address -> AddressRange.special(address).map(AddressRange::toString);

        Guard NONE = address -> Optional.empty();
    }

    /** A host that has an address that may not be reached. */
    static final class RefusedException extends UnknownHostException {
        RefusedException(String message) {
            super(message);
        }
    }

    private final Lookup lookup;
    private final Guard guard;

    CheckedAddresses(Lookup lookup, Guard guard) {
        this.lookup = lookup;
        this.guard = guard;
    }

    /** One bad address among good ones is enough to refuse the host: which one is used is up to the network. */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = lookup.addresses(host);
        for (InetAddress address : addresses) {
            Optional<String> objection = guard.objection(address);
            if (objection.isPresent()) {
                throw new RefusedException(host + " is not on the public internet (" + objection.get()
                        + "); such addresses can't be opened");
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
