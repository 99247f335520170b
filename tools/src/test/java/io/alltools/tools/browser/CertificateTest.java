package io.alltools.tools.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.alltools.agent.ToolResult.Kind;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connection goes to an address of our choice, and still the certificate must be one for the name. */
class CertificateTest {

    private static final BrowserSettings SETTINGS =
            BrowserSettings.defaults().withPrivateAddresses().withRobots(false);

    private final CheckedAddresses loopback = new CheckedAddresses(
            host -> new InetAddress[] {InetAddress.getLoopbackAddress()}, CheckedAddresses.Guard.NONE);

    private HttpsServer server;
    private SSLContext tls;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "changeit",
                        "-alias",
                        "site",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=secure.test",
                        "-ext",
                        "SAN=dns:secure.test")
                .redirectErrorStream(true)
                .start();
        keytool.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, "changeit".toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        tls = SSLContext.getInstance("TLS");
        tls.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().set("Content-Type", "text/plain");
                byte[] host =
                        exchange.getRequestHeaders().getFirst("Host").getBytes(java.nio.charset.StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, host.length);
                exchange.getResponseBody().write(host);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void theNameOfTheCertificateIsTheNameOfTheUrl() throws Exception {
        try (PageFetcher fetcher = new PageFetcher(SETTINGS, loopback, new DefaultClientTlsStrategy(tls))) {
            URI url = at("secure.test");
            assertThat(fetcher.page(url).text()).isEqualTo(url.getAuthority());
            fails(fetcher, at("other.test"));
            fails(fetcher, at("127.0.0.1"));
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() {
        try (PageFetcher fetcher = new PageFetcher(SETTINGS, loopback)) {
            fails(fetcher, at("secure.test"));
        }
    }

    private URI at(String host) {
        return URI.create("https://" + host + ":" + server.getAddress().getPort() + "/");
    }

    private static void fails(PageFetcher fetcher, URI url) {
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> fetcher.page(url))
                .withMessageContaining("there is no secure connection to " + url.getAuthority())
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
    }
}
