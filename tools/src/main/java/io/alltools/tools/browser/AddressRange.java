package io.alltools.tools.browser;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * Addresses that are not of the public internet: the special-purpose registries of IANA (IPv4, IPv6), what IPv6 has not
 * been given out for, and the addresses inside clouds that hand out credentials.
 *
 * @param cidr such as {@code 10.0.0.0/8}
 * @param prefix the address's bytes
 * @param bits how many bits of {@code prefix} count
 * @param purpose what it is for, as the registry calls it
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record AddressRange(String cidr, byte[] prefix, int bits, String purpose) {

    /** Everything that is special is refused, ranges that are reachable from everywhere included: no site is there. */
    static final List<AddressRange> SPECIAL = List.of(
            range("0.0.0.0/8", "this network"),
            range("10.0.0.0/8", "private use"),
            range("100.64.0.0/10", "shared address space behind a carrier's NAT"),
            range("127.0.0.0/8", "loopback"),
            range("168.63.129.16/32", "cloud platform service"),
            range("169.254.0.0/16", "link local and cloud metadata"),
            range("172.16.0.0/12", "private use"),
            range("192.0.0.0/24", "IETF protocol assignments"),
            range("192.0.2.0/24", "documentation"),
            range("192.31.196.0/24", "AS112"),
            range("192.52.193.0/24", "AMT"),
            range("192.88.99.0/24", "6to4 relay"),
            range("192.168.0.0/16", "private use"),
            range("192.175.48.0/24", "AS112"),
            range("198.18.0.0/15", "benchmarking"),
            range("198.51.100.0/24", "documentation"),
            range("203.0.113.0/24", "documentation"),
            range("224.0.0.0/4", "multicast"),
            range("240.0.0.0/4", "reserved and broadcast"),
            range("::/128", "unspecified"),
            range("::1/128", "loopback"),
            range("::/96", "IPv4-compatible"),
            mapped(),
            range("64:ff9b::/96", "NAT64"),
            range("64:ff9b:1::/48", "NAT64"),
            range("100::/64", "discard only"),
            range("100:0:0:1::/64", "dummy prefix"),
            range("2001::/32", "Teredo"),
            range("2001:2::/48", "benchmarking"),
            range("2001::/23", "IETF protocol assignments"),
            range("2001:db8::/32", "documentation"),
            range("2002::/16", "6to4"),
            range("2620:4f:8000::/48", "AS112"),
            range("3fff::/20", "documentation"),
            range("5f00::/16", "segment routing"),
            range("fc00::/7", "unique local"),
            range("fe80::/10", "link local"),
            range("fec0::/10", "site local"),
            range("ff00::/8", "multicast"),
            // Global unicast is 2000::/3, which is 001 in the first three bits.
            range("::/3", "not given out"),
            range("4000::/2", "not given out"),
            range("8000::/1", "not given out"));

    /** The range that {@code address} lies in; empty for an address of the public internet. */
    static Optional<AddressRange> special(InetAddress address) {
        byte[] bytes = address.getAddress();
        return SPECIAL.stream().filter(range -> range.contains(bytes)).findFirst();
    }

    private boolean contains(byte[] address) {
        if (address.length != prefix.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int difference = (address[bit / 8] ^ prefix[bit / 8]) & 0xFF;
            if ((difference & (0x80 >> (bit % 8))) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return purpose + ", " + cidr;
    }

    private static AddressRange range(String cidr, String purpose) {
        int slash = cidr.indexOf('/');
        try {
            byte[] prefix = InetAddress.getByName(cidr.substring(0, slash)).getAddress();
            return new AddressRange(cidr, prefix, Integer.parseInt(cidr.substring(slash + 1)), purpose);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("not an address range: " + cidr, e);
        }
    }

    /** Java reads the text of this one as an IPv4 address, so it is spelled in bytes. */
    private static AddressRange mapped() {
        byte[] prefix = new byte[16];
        prefix[10] = (byte) 0xFF;
        prefix[11] = (byte) 0xFF;
        return new AddressRange("::ffff:0:0/96", prefix, 96, "IPv4-mapped");
    }
}
