package io.alltools.tools.browser;

import java.time.Duration;
import java.util.Set;

/**
 * The limits of the browser.
 *
 * @param timeout wall-clock time for one page: waiting for its turn, redirects and body included
 * @param maxBytes the largest body that is read, counted after decompression
 * @param maxRedirects redirects that are followed for one page
 * @param maxCharacters what the model gets to see of one page at once
 * @param maxResults search hits shown
 * @param maxPages pages that one {@code mclick} may open
 * @param allowPrivateAddresses whether loopback, private and other addresses that are not public may be reached; for
 *     tests and for a search of one's own network, never for a server that strangers use
 * @param ports ports that may be connected to; empty for all
 * @param respectRobots whether pages that a site's robots.txt keeps from robots stay closed
 * @param requestsPerMinute requests to one host; more of them wait for their turn, ten may come at once
 * @param userAgent how the browser introduces itself
 */
public record BrowserSettings(
        Duration timeout,
        int maxBytes,
        int maxRedirects,
        int maxCharacters,
        int maxResults,
        int maxPages,
        boolean allowPrivateAddresses,
        Set<Integer> ports,
        boolean respectRobots,
        int requestsPerMinute,
        String userAgent) {

    public BrowserSettings {
        require(timeout.isPositive(), "timeout", timeout, "more than zero");
        require(maxBytes >= 1, "maxBytes", maxBytes, "1 or more");
        require(maxRedirects >= 0, "maxRedirects", maxRedirects, "0 or more");
        require(maxCharacters >= 100, "maxCharacters", maxCharacters, "100 or more");
        require(maxResults >= 1, "maxResults", maxResults, "1 or more");
        require(maxPages >= 1, "maxPages", maxPages, "1 or more");
        require(requestsPerMinute >= 1, "requestsPerMinute", requestsPerMinute, "1 or more");
        ports = Set.copyOf(ports);
    }

    /**
     * 10 s, 5 MiB, 5 redirects, 10,000 characters at once, 8 hits, 4 pages a click, public addresses at ports 80 and
     * 443 only, robots.txt respected, 60 requests a minute to one host.
     */
    public static BrowserSettings defaults() {
        return new BrowserSettings(
                Duration.ofSeconds(10),
                5 << 20,
                5,
                10_000,
                8,
                4,
                false,
                Set.of(80, 443),
                true,
                60,
                "Mozilla/5.0 (compatible; AllTools/0.1)");
    }

    /** Private addresses, at any port. */
    public BrowserSettings withPrivateAddresses() {
        return new BrowserSettings(
                timeout,
                maxBytes,
                maxRedirects,
                maxCharacters,
                maxResults,
                maxPages,
                true,
                Set.of(),
                respectRobots,
                requestsPerMinute,
                userAgent);
    }

    public BrowserSettings withPorts(Set<Integer> ports) {
        return new BrowserSettings(
                timeout,
                maxBytes,
                maxRedirects,
                maxCharacters,
                maxResults,
                maxPages,
                allowPrivateAddresses,
                ports,
                respectRobots,
                requestsPerMinute,
                userAgent);
    }

    public BrowserSettings withTimeout(Duration timeout) {
        return new BrowserSettings(
                timeout,
                maxBytes,
                maxRedirects,
                maxCharacters,
                maxResults,
                maxPages,
                allowPrivateAddresses,
                ports,
                respectRobots,
                requestsPerMinute,
                userAgent);
    }

    public BrowserSettings withMaxBytes(int maxBytes) {
        return new BrowserSettings(
                timeout,
                maxBytes,
                maxRedirects,
                maxCharacters,
                maxResults,
                maxPages,
                allowPrivateAddresses,
                ports,
                respectRobots,
                requestsPerMinute,
                userAgent);
    }

    public BrowserSettings withRobots(boolean respectRobots) {
        return new BrowserSettings(
                timeout,
                maxBytes,
                maxRedirects,
                maxCharacters,
                maxResults,
                maxPages,
                allowPrivateAddresses,
                ports,
                respectRobots,
                requestsPerMinute,
                userAgent);
    }

    public BrowserSettings withRequestsPerMinute(int requestsPerMinute) {
        return new BrowserSettings(
                timeout,
                maxBytes,
                maxRedirects,
                maxCharacters,
                maxResults,
                maxPages,
                allowPrivateAddresses,
                ports,
                respectRobots,
                requestsPerMinute,
                userAgent);
    }

    /**
     * For the address of a search engine that the person who runs this has set: it may be anywhere, answers by itself
     * and is no page for robots.txt to speak of.
     */
    BrowserSettings forConfiguredEndpoint() {
        return new BrowserSettings(
                timeout,
                maxBytes,
                0,
                maxCharacters,
                maxResults,
                maxPages,
                true,
                Set.of(),
                false,
                requestsPerMinute,
                userAgent);
    }

    private static void require(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("browser setting " + name + " is " + value + ": expected " + expected);
        }
    }
}
