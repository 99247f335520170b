package io.alltools.web.toolsource;

import io.alltools.tools.function.Hosts;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which hosts sources of tools may be at. Where only this machine's user gets to the server they may be anywhere: that
 * person could name the same on the command line. Elsewhere they are on the public internet, or named in
 * {@code ALLTOOLS_PRIVATE_HOSTS}, between commas: {@code tools.lan, localhost:9000}.
 */
public final class PrivateHosts {

    /** The variable that names them. */
    public static final String VARIABLE = "ALLTOOLS_PRIVATE_HOSTS";

    private PrivateHosts() {}

    /**
     * @param loopback whether only this machine's user gets to the server
     * @throws IllegalArgumentException when a word between the commas is no host
     */
    public static Hosts of(Map<String, String> environment, boolean loopback) {
        String value = environment.getOrDefault(VARIABLE, "").strip();
        Set<String> named = Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(host -> !host.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        for (String host : named) {
            if (!host.matches("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(:\\d{1,5})?")) {
                throw new IllegalArgumentException(VARIABLE + " is \"" + value
                        + "\": expected hosts between commas, each with a port or without, such as localhost:9000");
            }
        }
        return loopback ? Hosts.ANY : Hosts.publicAnd(named, VARIABLE);
    }
}
