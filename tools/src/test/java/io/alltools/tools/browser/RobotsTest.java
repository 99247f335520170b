package io.alltools.tools.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.alltools.agent.ToolResult.Kind;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RobotsTest {

    private static final BrowserSettings SETTINGS =
            BrowserSettings.defaults().withPrivateAddresses().withRequestsPerMinute(100_000);

    private WebServer web;
    private final PageFetcher fetcher = new PageFetcher(SETTINGS);

    @BeforeEach
    void start() throws Exception {
        web = new WebServer().page("/", "text/plain", "open").page("/private/", "text/plain", "closed");
    }

    @AfterEach
    void stop() {
        fetcher.close();
        web.close();
    }

    @Test
    void whatTheSiteKeepsFromRobotsStaysClosed() throws Exception {
        web.page("/robots.txt", "text/plain", "User-agent: *\nDisallow: /private/\nAllow: /private/*.txt$\n");
        assertThat(fetcher.page(web.url("/x")).text()).isEqualTo("open");
        assertThat(fetcher.page(web.url("/private/a.txt")).text()).isEqualTo("closed");
        closed("/private/a");
    }

    @Test
    void rulesForOurNameComeBeforeThoseForAll() throws Exception {
        web.page(
                "/robots.txt",
                "text/plain",
                "User-agent: *\nDisallow: /\n\nUser-agent: AllTools\nDisallow: /private/\n");
        assertThat(fetcher.page(web.url("/x")).text()).isEqualTo("open");
        closed("/private/a");
    }

    @Test
    void aRedirectIntoAClosedPartIsClosedToo() {
        web.page("/robots.txt", "text/plain", "User-agent: *\nDisallow: /private/\n")
                .redirect("/go", "/private/a");
        closed("/go");
    }

    @Test
    void noFileMeansThatAllIsOpenAndAFailingServerThatNothingIs() throws Exception {
        web.on("/robots.txt", exchange -> exchange.sendResponseHeaders(404, -1));
        assertThat(fetcher.page(web.url("/private/a")).text()).isEqualTo("closed");
        try (WebServer failing = new WebServer()
                .page("/", "text/plain", "open")
                .on("/robots.txt", exchange -> exchange.sendResponseHeaders(503, -1))) {
            assertThatExceptionOfType(FetchException.class).isThrownBy(() -> fetcher.page(failing.url("/x")));
        }
    }

    @Test
    void theFileIsReadOnce() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        web.on("/robots.txt", exchange -> {
            reads.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
        });
        fetcher.page(web.url("/a"));
        fetcher.page(web.url("/b"));
        assertThat(reads).hasValue(1);
    }

    @Test
    void theSettingTurnsItOff() throws Exception {
        web.page("/robots.txt", "text/plain", "User-agent: *\nDisallow: /\n");
        try (PageFetcher careless = new PageFetcher(SETTINGS.withRobots(false))) {
            assertThat(careless.page(web.url("/x")).text()).isEqualTo("open");
        }
    }

    private void closed(String path) {
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> fetcher.page(web.url(path)))
                .withMessageContaining("the robots.txt of 127.0.0.1 keeps")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.DENIED));
    }
}
