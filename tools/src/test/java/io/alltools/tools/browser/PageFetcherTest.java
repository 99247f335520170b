package io.alltools.tools.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.alltools.agent.ToolResult.Kind;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageFetcherTest {

    private WebServer web;
    private final PageFetcher fetcher =
            new PageFetcher(BrowserSettings.defaults().withPrivateAddresses().withTimeout(Duration.ofSeconds(2)));
    private final PageFetcher guarded = new PageFetcher(BrowserSettings.defaults());

    @BeforeEach
    void start() throws Exception {
        web = new WebServer();
    }

    @AfterEach
    void stop() {
        fetcher.close();
        guarded.close();
        web.close();
    }

    @Test
    void aPageBecomesReadableText() throws Exception {
        byte[] html =
                PageFetcherTest.class.getResourceAsStream("pages/glm.html").readAllBytes();
        web.page("/glm", "text/html", html);
        Page page = fetcher.page(web.url("/glm"));
        assertThat(page.title()).isEqualTo("GLM-4 overview");
        assertThat(page.text()).isEqualTo("""
                        # GLM-4

                        GLM-4 is a family of language models that can call tools. It reads long contexts as well.

                        ## Sizes

                        - 9B for one card
                        - 1.5B for the edge

                        model | layers
                        9B | 40

                        ```
                        a
                          b
                        ```

                        GLM-4 was trained to browse, to run Python and to draw. The paragraph is here so that the main\
                         part is long enough.""");
    }

    @Test
    void theCharsetComesFromTheHeaderOrTheMetaTag() throws Exception {
        Charset gbk = Charset.forName("GBK");
        web.page("/header", "text/html; charset=\"gbk\"", "<title>智谱</title>清言".getBytes(gbk))
                .page("/meta", "text/html", "<meta charset=gbk><title>智谱</title>清言".getBytes(gbk))
                .page("/plain", "text/plain; charset=iso-8859-1", "é".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(fetcher.page(web.url("/header"))).isEqualTo(new Page(web.url("/header"), "智谱", "清言"));
        assertThat(fetcher.page(web.url("/meta"))).isEqualTo(new Page(web.url("/meta"), "智谱", "清言"));
        assertThat(fetcher.page(web.url("/plain")).text()).isEqualTo("é");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://2130706433/",
                "http://localhost/",
                "https://127.0.0.1:443/",
                "http://[::1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://10.1.2.3/",
                "http://172.16.0.1/",
                "http://192.168.1.1/",
                "http://169.254.169.254/latest/meta-data/",
                "http://100.64.0.1/",
                "http://0.0.0.0/",
                "http://[fd00::1]/",
                "http://[fe80::1]/",
                "http://[64:ff9b::7f00:1]/",
                "http://user:secret@93.184.215.14/",
            })
    void privateAddressesAreRefused(String url) {
        fails(guarded, URI.create(url), Kind.DENIED, "can't be opened");
    }

    @Test
    void otherTypesStatusesAndHostsAreSaid() {
        web.page("/image", "image/png", "x").on("/gone", exchange -> exchange.sendResponseHeaders(410, -1));
        fails(fetcher, web.url("/image"), Kind.UNAVAILABLE, "is of type image/png: only HTML");
        fails(fetcher, web.url("/gone"), Kind.UNAVAILABLE, "answered with status 410");
        fails(guarded, URI.create("http://no-such-host.invalid/"), Kind.UNAVAILABLE, "no host named");
        fails(fetcher, URI.create("http://127.0.0.1:1/"), Kind.UNAVAILABLE, "127.0.0.1:1 can't be reached");
        fails(fetcher, URI.create("mailto:a@example.com"), Kind.INVALID_ARGUMENTS, "expected a URL like");
    }

    @Test
    void otherPortsAreRefused() {
        fails(guarded, URI.create("http://93.184.215.14:22/"), Kind.DENIED, "port 22 is not one of [80, 443]");
        fails(guarded, URI.create("https://example.com:8443/"), Kind.DENIED, "port 8443 is not one of [80, 443]");
    }

    @Test
    void aHostIsAskedAtAPace() throws Exception {
        web.page("/", "text/plain", "here");
        try (PageFetcher slow = new PageFetcher(BrowserSettings.defaults()
                .withPrivateAddresses()
                .withRobots(false)
                .withRequestsPerMinute(1))) {
            for (int i = 0; i < 10; i++) {
                slow.page(web.url("/" + i));
            }
            fails(
                    slow,
                    web.url("/"),
                    Kind.LIMIT_EXCEEDED,
                    "127.0.0.1 was asked too often: at most 1 requests a minute");
        }
    }

    @Test
    void urlsAreReadAsPeopleWriteThem() throws Exception {
        assertThat(PageFetcher.parse("https://例え.jp/a b?q=智谱").toASCIIString())
                .isEqualTo("https://xn--r8jz45g.jp/a%20b?q=%E6%99%BA%E8%B0%B1");
    }

    private static void fails(PageFetcher fetcher, URI url, Kind kind, String message) {
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> fetcher.page(url))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
