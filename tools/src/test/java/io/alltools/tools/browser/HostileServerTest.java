package io.alltools.tools.browser;

import static io.alltools.tools.browser.TestSite.ascii;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.alltools.agent.ToolResult.Kind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that are slow, endless, broken or mean. */
class HostileServerTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";

    private final PageFetcher fetcher = new PageFetcher(
            BrowserSettings.defaults().withPrivateAddresses().withRobots(false).withTimeout(Duration.ofSeconds(2)));

    @AfterEach
    void close() {
        fetcher.close();
    }

    @Test
    void aBombOfTenGigabytesIsGivenUpAfterTheLimit() throws Exception {
        long tenGigabytes = 10L << 30;
        AtomicLong sent = new AtomicLong();
        try (TestSite site = new TestSite(out -> {
            out.write(ascii(OK + "Content-Encoding: gzip\r\nConnection: close\r\n\r\n"));
            byte[] block = new byte[1 << 20];
            try (GZIPOutputStream gzip = new GZIPOutputStream(out, 512, true)) {
                while (sent.addAndGet(block.length) < tenGigabytes) {
                    gzip.write(block);
                    gzip.flush();
                }
            }
        })) {
            fails(site.url(), Kind.LIMIT_EXCEEDED, "larger than 5242880 bytes");
            assertThat(sent.get()).isLessThan(tenGigabytes / 2);
        }
    }

    @Test
    void aChunkedBodyWithoutAnEndIsGivenUpAfterTheLimit() throws Exception {
        try (TestSite site = new TestSite(out -> {
            out.write(ascii(OK + "Transfer-Encoding: chunked\r\n\r\n"));
            byte[] chunk = ascii("10000\r\n" + "x".repeat(0x10000) + "\r\n");
            while (true) {
                out.write(chunk);
            }
        })) {
            fails(site.url(), Kind.LIMIT_EXCEEDED, "larger than 5242880 bytes");
        }
    }

    @Test
    void aPageThatSaysItIsHugeIsNotReadToItsEnd() throws Exception {
        AtomicLong sent = new AtomicLong();
        try (TestSite site = new TestSite(out -> {
            out.write(ascii(OK + "Content-Length: 10737418240\r\n\r\n"));
            byte[] block = new byte[1 << 16];
            while (sent.addAndGet(block.length) < 10737418240L) {
                out.write(block);
            }
        })) {
            fails(site.url(), Kind.LIMIT_EXCEEDED, "larger than 5242880 bytes");
            assertThat(sent.get()).isLessThan(100 << 20);
        }
    }

    @Test
    void aBodyThatDripsIsGivenUpInTime() throws Exception {
        try (TestSite site = new TestSite(out -> {
            out.write(ascii(OK + "\r\n"));
            while (true) {
                out.write('.');
                out.flush();
                Thread.sleep(50);
            }
        })) {
            failsInTime(site.url());
        }
    }

    @Test
    void headersThatDripAreGivenUpInTime() throws Exception {
        try (TestSite site = new TestSite(out -> {
            out.write(ascii("HTTP/1.1 200 OK\r\nX-Slow: "));
            while (true) {
                out.write('.');
                out.flush();
                Thread.sleep(50);
            }
        })) {
            failsInTime(site.url());
        }
    }

    @Test
    void aServerThatSaysNothingIsGivenUpInTime() throws Exception {
        try (TestSite site = new TestSite(out -> Thread.sleep(60_000))) {
            failsInTime(site.url());
        }
    }

    @Test
    void aCancelledCallEndsAtOnce() throws Exception {
        try (TestSite site = new TestSite(out -> Thread.sleep(60_000))) {
            Thread caller = Thread.currentThread();
            Thread.ofVirtual().start(() -> {
                try {
                    Thread.sleep(200);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                caller.interrupt();
            });
            long start = System.nanoTime();
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> fetcher.fetch(site.url()));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1500));
        }
    }

    @Test
    void aFloodOfHeadersIsRefused() throws Exception {
        try (TestSite site = new TestSite(out -> {
            out.write(ascii("HTTP/1.1 200 OK\r\n"));
            for (int i = 0; i < 1_000_000; i++) {
                out.write(ascii("X-Flood-" + i + ": water\r\n"));
            }
        })) {
            fails(site.url(), Kind.UNAVAILABLE, "Maximum header count exceeded");
        }
    }

    @Test
    void aHeaderWithoutAnEndIsRefused() throws Exception {
        try (TestSite site = new TestSite(out -> {
            out.write(ascii("HTTP/1.1 200 OK\r\nX-Long: "));
            byte[] block = ascii("x".repeat(1 << 16));
            while (true) {
                out.write(block);
            }
        })) {
            fails(site.url(), Kind.UNAVAILABLE, "Maximum line length limit exceeded");
        }
    }

    @Test
    void aConnectionClosedBeforeTheAnswerIsSaid() throws Exception {
        try (TestSite site = new TestSite(out -> {})) {
            fails(site.url(), Kind.UNAVAILABLE, "could not be read");
        }
    }

    @Test
    void aConnectionClosedInTheMiddleOfTheBodyIsSaid() throws Exception {
        try (TestSite site = new TestSite(out -> out.write(ascii(OK + "Content-Length: 1000\r\n\r\nhalf")))) {
            fails(site.url(), Kind.UNAVAILABLE, "could not be read: Premature end of Content-Length");
        }
    }

    @Test
    void gzipThatBreaksOffIsSaid() throws Exception {
        try (TestSite site =
                new TestSite(out -> out.write(ascii(OK + "Content-Encoding: gzip\r\n\r\nthis is no gzip")))) {
            fails(site.url(), Kind.UNAVAILABLE, "could not be read: Not in GZIP format");
        }
    }

    @Test
    void anAnswerThatIsNoHttpIsSaid() throws Exception {
        try (TestSite site = new TestSite(out -> out.write(ascii("SSH-2.0-OpenSSH_9.9\r\n")))) {
            fails(site.url(), Kind.UNAVAILABLE, "could not be read");
        }
    }

    @Test
    void brotliThatNobodyAskedForIsRefused() throws Exception {
        try (TestSite site = new TestSite(out -> out.write(ascii(OK + "Content-Encoding: br\r\n\r\nxyz")))) {
            fails(site.url(), Kind.UNAVAILABLE, "compressed with br although only gzip and deflate were asked for");
        }
    }

    @Test
    void gzipAndBothKindsOfDeflateAreRead() throws Exception {
        byte[] page = "<p>智谱 compressed".getBytes(StandardCharsets.UTF_8);
        try (TestSite gzip = new TestSite(out -> {
                    out.write(ascii(OK + "Content-Encoding: gzip\r\nConnection: close\r\n\r\n"));
                    try (GZIPOutputStream body = new GZIPOutputStream(out)) {
                        body.write(page);
                    }
                });
                TestSite zlib = new TestSite(out -> {
                    out.write(ascii(OK + "Content-Encoding: deflate\r\nConnection: close\r\n\r\n"));
                    try (DeflaterOutputStream body = new DeflaterOutputStream(out)) {
                        body.write(page);
                    }
                });
                TestSite bare = new TestSite(out -> {
                    out.write(ascii(OK + "Content-Encoding: deflate\r\nConnection: close\r\n\r\n"));
                    try (DeflaterOutputStream body = new DeflaterOutputStream(out, new Deflater(6, true))) {
                        body.write(page);
                    }
                })) {
            for (TestSite site : new TestSite[] {gzip, zlib, bare}) {
                assertThat(fetcher.page(site.url()).text()).isEqualTo("智谱 compressed");
            }
        }
    }

    @Test
    void anEmptyBodyIsAPageWithoutText() throws Exception {
        try (TestSite site = new TestSite(out -> out.write(ascii(OK + "Content-Length: 0\r\n\r\n")));
                TestSite none = new TestSite(out -> out.write(ascii("HTTP/1.1 204 No Content\r\n\r\n")))) {
            assertThat(fetcher.page(site.url()).text()).isEmpty();
            assertThat(fetcher.page(none.url()).text()).isEmpty();
        }
    }

    @Test
    void errorsOfTheServerAreSaidWithTheirStatus() throws Exception {
        for (int status : new int[] {404, 410, 429, 500, 503}) {
            try (TestSite site = new TestSite(out -> {
                out.write(ascii("HTTP/1.1 " + status + " X\r\nContent-Type: text/html\r\n\r\n"));
                byte[] block = new byte[1 << 16];
                while (true) {
                    out.write(block);
                }
            })) {
                fails(site.url(), Kind.UNAVAILABLE, "answered with status " + status);
            }
        }
    }

    private void failsInTime(URI url) {
        long start = System.nanoTime();
        fails(url, Kind.TIMEOUT, "did not answer within 2.0 s");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }

    private void fails(URI url, Kind kind, String message) {
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> fetcher.page(url))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
