package io.alltools.tools.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

    /** First and last address of a range, its purpose, and the neighbours where those are public. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.0.0.0 | 0.255.255.255 | this network | | 1.0.0.0",
                "10.0.0.0 | 10.255.255.255 | private use | 9.255.255.255 | 11.0.0.0",
                "100.64.0.0 | 100.127.255.255 | carrier's NAT | 100.63.255.255 | 100.128.0.0",
                "100.100.100.200 | 100.100.100.200 | carrier's NAT | |",
                "127.0.0.0 | 127.255.255.255 | loopback | 126.255.255.255 | 128.0.0.0",
                "168.63.129.16 | 168.63.129.16 | cloud platform | 168.63.129.15 | 168.63.129.17",
                "169.254.0.0 | 169.254.255.255 | link local | 169.253.255.255 | 169.255.0.0",
                "169.254.169.254 | 169.254.170.2 | metadata | |",
                "172.16.0.0 | 172.31.255.255 | private use | 172.15.255.255 | 172.32.0.0",
                "192.0.0.0 | 192.0.0.255 | IETF | 191.255.255.255 | 192.0.1.0",
                "192.0.2.0 | 192.0.2.255 | documentation | 192.0.1.255 | 192.0.3.0",
                "192.31.196.0 | 192.31.196.255 | AS112 | 192.31.195.255 | 192.31.197.0",
                "192.52.193.0 | 192.52.193.255 | AMT | 192.52.192.255 | 192.52.194.0",
                "192.88.99.0 | 192.88.99.255 | 6to4 | 192.88.98.255 | 192.88.100.0",
                "192.168.0.0 | 192.168.255.255 | private use | 192.167.255.255 | 192.169.0.0",
                "192.175.48.0 | 192.175.48.255 | AS112 | 192.175.47.255 | 192.175.49.0",
                "198.18.0.0 | 198.19.255.255 | benchmarking | 198.17.255.255 | 198.20.0.0",
                "198.51.100.0 | 198.51.100.255 | documentation | 198.51.99.255 | 198.51.101.0",
                "203.0.113.0 | 203.0.113.255 | documentation | 203.0.112.255 | 203.0.114.0",
                "224.0.0.0 | 239.255.255.255 | multicast | 223.255.255.255 |",
                "240.0.0.0 | 255.255.255.255 | reserved | |",
                ":: | :: | unspecified | |",
                "::1 | ::1 | loopback | |",
                "::2 | ::ffff:ffff | IPv4-compatible | |",
                "64:ff9b:: | 64:ff9b::ffff:ffff | NAT64 | |",
                "64:ff9b:1:: | 64:ff9b:1:ffff:ffff:ffff:ffff:ffff | NAT64 | |",
                "100:: | 100::ffff:ffff:ffff:ffff | discard | |",
                "100:0:0:1:: | 100:0:0:1:ffff:ffff:ffff:ffff | dummy | |",
                "2001:: | 2001:0:ffff:ffff:ffff:ffff:ffff:ffff | Teredo | 2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff |",
                "2001:2:: | 2001:2:0:ffff:ffff:ffff:ffff:ffff | benchmarking | |",
                "2001:1:: | 2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff | IETF | | 2001:200::",
                "2001:db8:: | 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff | documentation | 2001:db7:ffff:: | 2001:db9::",
                "2002:: | 2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff | 6to4 | 2001:ffff:ffff:: | 2003::",
                "2002:7f00:1:: | 2002:a00:1:: | 6to4 | |",
                "2620:4f:8000:: | 2620:4f:8000:ffff:ffff:ffff:ffff:ffff | AS112 | 2620:4f:7fff:: | 2620:4f:8001::",
                "3fff:: | 3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff | documentation | 3ffe:ffff:: | 3fff:1000::",
                "5f00:: | 5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff | segment routing | |",
                "fc00:: | fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff | unique local | |",
                "fd00:ec2::254 | fd20:ce::254 | unique local | |",
                "fe80:: | febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff | link local | |",
                "fec0:: | feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff | site local | |",
                "ff00:: | ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff | multicast | |",
                "200:: | 1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff | not given out | | 2000::",
                "4000:: | 5eff:: | not given out | 3fff:ffff:: |",
                "8000:: | fbff:: | not given out | |",
            })
    void rangesEndWhereTheRegistrySays(String first, String last, String purpose, String before, String after)
            throws Exception {
        assertThat(special(first)).hasValueSatisfying(range -> assertThat(range).contains(purpose));
        assertThat(special(last)).hasValueSatisfying(range -> assertThat(range).contains(purpose));
        if (before != null) {
            assertThat(special(before)).isEmpty();
        }
        if (after != null) {
            assertThat(special(after)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"93.184.215.14", "8.8.8.8", "1.1.1.1", "2606:4700::1111", "2a00:1450:4001:800::200e", "2400::1"})
    void addressesOfThePublicInternetAreNotSpecial(String address) throws Exception {
        assertThat(special(address)).isEmpty();
    }

    /** Java makes IPv4 of the text; an address that reaches us with 16 bytes all the same is judged by its bytes. */
    @Test
    void mappedAddressesAreSpecialInBothForms() throws Exception {
        assertThat(special("::ffff:127.0.0.1"))
                .hasValueSatisfying(range -> assertThat(range).contains("loopback"));
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xFF;
        mapped[12] = 8;
        InetAddress address = java.net.Inet6Address.getByAddress(null, mapped, -1);
        assertThat(AddressRange.special(address).map(AddressRange::purpose)).contains("IPv4-mapped");
    }

    private static Optional<String> special(String address) throws Exception {
        return AddressRange.special(InetAddress.getByName(address)).map(AddressRange::toString);
    }
}
