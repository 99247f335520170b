package io.alltools.tools.browser;

import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

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
        return changed(draft -> {
            draft.allowPrivateAddresses = true;
            draft.ports = Set.of();
        });
    }

    public BrowserSettings withPorts(Set<Integer> ports) {
        return changed(draft -> draft.ports = ports);
    }

    public BrowserSettings withTimeout(Duration timeout) {
        return changed(draft -> draft.timeout = timeout);
    }

    public BrowserSettings withMaxBytes(int maxBytes) {
        return changed(draft -> draft.maxBytes = maxBytes);
    }

    public BrowserSettings withMaxRedirects(int maxRedirects) {
        return changed(draft -> draft.maxRedirects = maxRedirects);
    }

    public BrowserSettings withRobots(boolean respectRobots) {
        return changed(draft -> draft.respectRobots = respectRobots);
    }

    public BrowserSettings withRequestsPerMinute(int requestsPerMinute) {
        return changed(draft -> draft.requestsPerMinute = requestsPerMinute);
    }

    /**
     * For the address of a search engine that the person who runs this has set: it may be anywhere, answers by itself
     * and is no page for robots.txt to speak of.
     */
    BrowserSettings forConfiguredEndpoint() {
        return withPrivateAddresses().withMaxRedirects(0).withRobots(false);
    }

    private BrowserSettings changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    /** What a change may touch; the rest stays as it is in {@code base}. */
    private static final class Draft {

        private final BrowserSettings base;
        private Duration timeout;
        private int maxBytes;
        private int maxRedirects;
        private boolean allowPrivateAddresses;
        private Set<Integer> ports;
        private boolean respectRobots;
        private int requestsPerMinute;

        private Draft(BrowserSettings base) {
            this.base = base;
            this.timeout = base.timeout;
            this.maxBytes = base.maxBytes;
            this.maxRedirects = base.maxRedirects;
            this.allowPrivateAddresses = base.allowPrivateAddresses;
            this.ports = base.ports;
            this.respectRobots = base.respectRobots;
            this.requestsPerMinute = base.requestsPerMinute;
        }

        private BrowserSettings settings() {
            return new BrowserSettings(
                    timeout,
                    maxBytes,
                    maxRedirects,
                    base.maxCharacters,
                    base.maxResults,
                    base.maxPages,
                    allowPrivateAddresses,
                    ports,
                    respectRobots,
                    requestsPerMinute,
                    base.userAgent);
        }
    }

    private static void require(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("browser setting " + name + " is " + value + ": expected " + expected);
        }
    }
}
