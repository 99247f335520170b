package io.alltools.tools.browser;

import io.alltools.agent.ToolResult.Kind;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * One GET request: connects to addresses that {@link CheckedAddresses} let through, follows nothing, keeps no cookies
 * and reads a bounded answer.
 *
 * <p>Apache HttpClient does the work because it takes its addresses from a resolver of ours while the Host header, SNI
 * and the certificate's check keep the name; {@code java.net.http} resolves by itself. It connects directly: behind a
 * proxy nobody here could tell where a request ends.
 */
final class WebClient implements AutoCloseable {

    private static final String ACCEPT =
            "text/html,application/xhtml+xml,text/plain;q=0.9,application/pdf;q=0.9,application/json;q=0.8,*/*;q=0.1";

    /** Headers of one answer and characters of one line of them; browsers take about as many. */
    private static final int MAX_HEADERS = 200;

    private static final int MAX_HEADER_LINE = 32 << 10;

    private final CloseableHttpClient client;

    WebClient(Duration timeout, String userAgent, CheckedAddresses addresses, TlsSocketStrategy tls) {
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(addresses)
                .setTlsSocketStrategy(tls)
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxHeaderCount(MAX_HEADERS)
                                .setMaxLineLength(MAX_HEADER_LINE)
                                .build())
                        // Browsers read Location as UTF-8 too.
                        .charCodingConfig(CharCodingConfig.custom()
                                .setCharset(StandardCharsets.UTF_8)
                                .setMalformedInputAction(CodingErrorAction.REPLACE)
                                .setUnmappableInputAction(CodingErrorAction.REPLACE)
                                .build())
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(timeout))
                        .setTimeToLive(Timeout.ofSeconds(30))
                        .build())
                .setDefaultSocketConfig(
                        SocketConfig.custom().setSoTimeout(Timeout.of(timeout)).build())
                .setMaxConnTotal(64)
                .setMaxConnPerRoute(8)
                .build();
        client = HttpClients.custom()
                .setConnectionManager(connections)
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableAutomaticRetries()
                .disableContentCompression()
                .setUserAgent(userAgent)
                .build();
    }

    /**
     * An answer as it came.
     *
     * @param location where a redirect points to
     * @param body empty where {@code wanted} said no
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared: only handed on to be parsed.
    record Answer(int status, Optional<String> location, MediaType type, byte[] body) {

        boolean isRedirect() {
            return (status == 301 || status == 302 || status == 303 || status == 307 || status == 308)
                    && location.isPresent();
        }

        boolean isOk() {
            return status / 100 == 2;
        }
    }

    /** A body is larger than what may be read. */
    static final class TooLargeException extends IOException {}

    /** How much of a body is read, what happens with the rest, and whether a body of a type is read at all. */
    record Body(int maxBytes, boolean cutOff, Predicate<MediaType> types) {}

    /**
     * Blocks until the answer is read or the thread is interrupted.
     *
     * @throws TooLargeException when the decompressed body goes beyond {@code limit} and may not be cut off
     */
    Answer get(URI url, Map<String, String> headers, Duration timeout, Body limit) throws FetchException, IOException {
        HttpGet request;
        try {
            request = new HttpGet(new URI(url.toASCIIString()));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new FetchException(Kind.INVALID_ARGUMENTS, "\"" + url + "\" can't be opened: " + e.getMessage(), e);
        }
        request.setConfig(RequestConfig.custom()
                .setResponseTimeout(Timeout.of(timeout))
                .setConnectionRequestTimeout(Timeout.of(timeout))
                // Else each request to port 80 would ask for an upgrade to TLS, which some servers refuse.
                .setProtocolUpgradeEnabled(false)
                .build());
        request.setHeader("Accept", ACCEPT);
        request.setHeader("Accept-Encoding", "gzip, deflate");
        headers.forEach(request::setHeader);
        try (var response = client.executeOpen(null, request, null)) {
            try {
                return read(url, response, limit);
            } finally {
                // Without this, closing would first read what is left of a body, and some bodies never end.
                request.cancel();
            }
        }
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }

    private static Answer read(URI url, ClassicHttpResponse response, Body limit) throws IOException {
        Header typeHeader = response.getFirstHeader("Content-Type");
        MediaType type = typeHeader == null ? MediaType.HTML : MediaType.parse(typeHeader.getValue());
        Optional<String> location =
                Optional.ofNullable(response.getFirstHeader("Location")).map(Header::getValue);
        HttpEntity entity = response.getEntity();
        boolean wanted = response.getCode() / 100 == 2 && limit.types().test(type);
        if (entity == null || !wanted) {
            return new Answer(response.getCode(), location, type, new byte[0]);
        }
        // Left open: closing it reads what is left, and the connection is closed as a whole anyway.
        InputStream body = decompressed(url, response, entity.getContent());
        return new Answer(response.getCode(), location, type, bytes(body, limit));
    }

    private static byte[] bytes(InputStream body, Body limit) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] block = new byte[16 << 10];
        for (int count = body.read(block); count >= 0; count = body.read(block)) {
            if (out.size() + count > limit.maxBytes()) {
                if (!limit.cutOff()) {
                    throw new TooLargeException();
                }
                out.write(block, 0, limit.maxBytes() - out.size());
                break;
            }
            out.write(block, 0, count);
        }
        return out.toByteArray();
    }

    private static InputStream decompressed(URI url, ClassicHttpResponse response, InputStream body)
            throws IOException {
        Header header = response.getFirstHeader("Content-Encoding");
        String encoding = header == null ? "" : header.getValue().strip().toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "", "identity" -> body;
            case "gzip", "x-gzip" -> new GZIPInputStream(body);
            case "deflate" -> inflated(new BufferedInputStream(body));
            default ->
                throw new FetchException(
                        Kind.UNAVAILABLE,
                        url + " is compressed with " + encoding + " although only gzip and deflate were asked for");
        };
    }

    /** Some servers send zlib's format for {@code deflate}, as RFC 9110 says, and some the bare stream. */
    private static InputStream inflated(BufferedInputStream body) throws IOException {
        body.mark(2);
        int first = body.read();
        int second = body.read();
        body.reset();
        boolean zlib = first >= 0 && second >= 0 && (first & 0x0F) == 8 && (first * 256 + second) % 31 == 0;
        return new InflaterInputStream(body, new Inflater(!zlib));
    }
}
