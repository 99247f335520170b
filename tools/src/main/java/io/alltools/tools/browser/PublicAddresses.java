package io.alltools.tools.browser;

import java.net.InetAddress;
import java.util.Optional;

/** Tells the public internet from what is no stranger's business: this machine, its network, and what is reserved. */
public final class PublicAddresses {

    private PublicAddresses() {}

    /** Why an address is not on the public internet, such as {@code loopback, 127.0.0.0/8}; empty when it is. */
    public static Optional<String> objection(InetAddress address) {
        return AddressRange.special(address).map(AddressRange::toString);
    }
}
