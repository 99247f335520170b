package io.alltools.tools.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.alltools.agent.ToolResult.Kind;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects, and hosts that are not what they seem. {@code public.test} plays a site of the public internet. */
class RedirectTest {

    private static final BrowserSettings SETTINGS =
            BrowserSettings.defaults().withRobots(false).withRequestsPerMinute(100_000);

    private WebServer web;
    private final AtomicInteger lookups = new AtomicInteger();
    private final AtomicBoolean inside = new AtomicBoolean();
    private PageFetcher fetcher;

    @BeforeEach
    void start() throws Exception {
        web = new WebServer().on("/secret", exchange -> inside.set(true));
        byte[] loopback = {127, 0, 0, 1};
        byte[] rebound = {127, 0, 0, 2};
        fetcher = new PageFetcher(
                SETTINGS.withPorts(java.util.Set.of()),
                new CheckedAddresses(
                        host -> switch (host) {
                            case "public.test" -> new InetAddress[] {InetAddress.getByAddress(host, loopback)};
                            case "inside.test", "127.0.0.1", "localhost" ->
                                new InetAddress[] {InetAddress.getByAddress(host, rebound)};
                            case "mixed.test" ->
                                new InetAddress[] {
                                    InetAddress.getByAddress(host, loopback), InetAddress.getByAddress(host, rebound)
                                };
                            // Public when it is asked the first time, private from then on.
                            case "rebinding.test" ->
                                new InetAddress[] {
                                    InetAddress.getByAddress(host, lookups.incrementAndGet() == 1 ? loopback : rebound)
                                };
                            default -> throw new UnknownHostException(host);
                        },
                        address -> address.getAddress()[3] == 1
                                ? Optional.empty()
                                : AddressRange.special(address).map(AddressRange::toString)));
    }

    @AfterEach
    void stop() {
        fetcher.close();
        web.close();
    }

    @Test
    void fiveRedirectsAreFollowedAndSixAreNot() throws Exception {
        web.page("/end", "text/plain", "there").redirect("/1", "/end");
        for (int i = 2; i <= 6; i++) {
            web.redirect("/" + i, "/" + (i - 1));
        }
        assertThat(fetcher.page(at("public.test", "/5"))).isEqualTo(page(at("public.test", "/end"), "end", "there"));
        fails(at("public.test", "/6"), Kind.UNAVAILABLE, "redirects more than 5 times");
    }

    @Test
    void aLoopEnds() {
        web.redirect("/a", "/b").redirect("/b", "/a").redirect("/self", "/self");
        fails(at("public.test", "/a"), Kind.UNAVAILABLE, "redirects more than 5 times");
        fails(at("public.test", "/self"), Kind.UNAVAILABLE, "redirects more than 5 times");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inside.test", "127.0.0.1", "localhost", "mixed.test"})
    void aRedirectToAPrivateAddressIsRefused(String host) {
        web.redirect("/start", at(host, "/secret").toString());
        fails(
                at("public.test", "/start"),
                Kind.DENIED,
                host + " is not on the public internet (loopback, 127.0.0.0/8)");
        assertThat(inside).isFalse();
    }

    /** The connection goes to the address that was checked: the second one is never asked for. */
    @Test
    void aNameThatIsReboundToAPrivateAddressIsNotFollowedThere() throws Exception {
        web.on("/", exchange -> {
            byte[] text =
                    exchange.getRequestHeaders().getFirst("Host").getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
        });
        URI url = at("rebinding.test", "/");
        assertThat(fetcher.page(url).text()).isEqualTo(url.getAuthority());
        assertThat(lookups).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"file:///etc/passwd", "ftp://public.test/x", "gopher://public.test/", "javascript:alert(1)"})
    void aRedirectToAnotherSchemeIsRefused(String target) {
        web.redirect("/start", target);
        fails(at("public.test", "/start"), Kind.INVALID_ARGUMENTS, "can't be opened: expected a URL like");
    }

    @Test
    void aRedirectToAnotherPortOrWithAUserNameIsRefused() throws Exception {
        int port = web.url("/").getPort();
        web.redirect("/port", "http://public.test:22/").redirect("/user", "http://me:secret@public.test/");
        try (PageFetcher strict = new PageFetcher(
                SETTINGS.withPorts(java.util.Set.of(80, 443, port)),
                new CheckedAddresses(InetAddress::getAllByName, CheckedAddresses.Guard.NONE))) {
            fails(strict, web.url("/port"), Kind.DENIED, "port 22 is not one of [80, 443, " + port + "]");
            fails(strict, web.url("/user"), Kind.DENIED, "URLs with a user name can't be opened");
        }
    }

    @Test
    void aRedirectThatIsNoUrlIsSaid() {
        web.redirect("/start", "http://[broken");
        fails(at("public.test", "/start"), Kind.UNAVAILABLE, "redirects to something that is no URL");
    }

    @Test
    void aRedirectWithoutATargetIsAStatus() {
        web.on("/start", exchange -> exchange.sendResponseHeaders(302, -1));
        fails(at("public.test", "/start"), Kind.UNAVAILABLE, "answered with status 302");
    }

    private static Page page(URI url, String title, String text) {
        return new Page(url, title, text);
    }

    private URI at(String host, String path) {
        return URI.create("http://" + host + ":" + web.url("/").getPort() + path);
    }

    private void fails(URI url, Kind kind, String message) {
        fails(fetcher, url, kind, message);
    }

    private static void fails(PageFetcher fetcher, URI url, Kind kind, String message) {
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> fetcher.page(url))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
