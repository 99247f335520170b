package io.alltools.tools.browser;

import io.alltools.agent.ToolResult.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.IDN;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;

/**
 * Gets pages from the web with care: a model, or a page that it read, chooses the URLs.
 *
 * <p>Guarded: only http and https at ports 80 and 443; no user names in URLs; every address of a host must be public,
 * and the connection goes to the address that was checked; each redirect is checked like the first URL; time, size
 * after decompression, number of redirects, headers and content types are limited; robots.txt is respected; a host is
 * asked at a pace; no cookies are kept.
 */
public final class PageFetcher implements AutoCloseable {

    private static final int BURST = 10;
    private static final Pattern AUTHORITY = Pattern.compile("^(https?://)([^/?#@:\\[]+)(.*)$", Pattern.DOTALL);

    private final BrowserSettings settings;
    private final WebClient client;
    private final HostPace pace;
    private final Robots robots = new Robots();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    public PageFetcher(BrowserSettings settings) {
        this(
                settings,
                new CheckedAddresses(
                        InetAddress::getAllByName,
                        settings.allowPrivateAddresses()
                                ? CheckedAddresses.Guard.NONE
                                : CheckedAddresses.Guard.PUBLIC));
    }

    PageFetcher(BrowserSettings settings, CheckedAddresses addresses) {
        this(settings, addresses, DefaultClientTlsStrategy.createDefault());
    }

    PageFetcher(BrowserSettings settings, CheckedAddresses addresses, TlsSocketStrategy tls) {
        this.settings = settings;
        this.client = new WebClient(settings.timeout(), settings.userAgent(), addresses, tls);
        this.pace = new HostPace(settings.requestsPerMinute(), BURST);
    }

    /**
     * A body as it came.
     *
     * @param url where it was found, after redirects
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared: only handed on to be parsed.
    record Fetched(URI url, MediaType type, byte[] body) {}

    /**
     * Gets a page as readable text.
     *
     * @throws FetchException when it can't be had
     */
    public Page page(URI url) throws FetchException, InterruptedException {
        // Reading is on the clock as well: a page can be made to take long to parse.
        return inTime(
                url, deadline -> ReadablePage.of(follow(url, Map.of(), deadline, MediaType::isReadable), deadline));
    }

    /**
     * Reads a URL as people write them: spaces and letters of all scripts, in the host too.
     *
     * @throws FetchException with a kind {@link Kind#INVALID_ARGUMENTS} when {@code text} is no URL
     */
    static URI parse(String text) throws FetchException {
        String url = text.replace(" ", "%20");
        Matcher matcher = AUTHORITY.matcher(url);
        try {
            if (matcher.matches() && !matcher.group(2).chars().allMatch(c -> c < 0x80)) {
                url = matcher.group(1) + IDN.toASCII(matcher.group(2)) + matcher.group(3);
            }
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new FetchException(Kind.INVALID_ARGUMENTS, "\"" + text + "\" is not a URL: " + e.getReason(), e);
        } catch (IllegalArgumentException e) {
            throw new FetchException(Kind.INVALID_ARGUMENTS, "\"" + text + "\" is not a URL: " + e.getMessage(), e);
        }
    }

    Fetched fetch(URI url) throws FetchException, InterruptedException {
        return fetch(url, Map.of());
    }

    /** @param headers sent with each request, so only for an endpoint that does not redirect */
    Fetched fetch(URI url, Map<String, String> headers) throws FetchException, InterruptedException {
        return inTime(url, deadline -> follow(url, headers, deadline, MediaType::isReadable));
    }

    /**
     * Gets what lies at a URL as it is, whatever its type.
     *
     * @throws FetchException when it can't be had
     */
    public byte[] bytes(URI url) throws FetchException, InterruptedException {
        return inTime(url, deadline -> follow(url, Map.of(), deadline, type -> true))
                .body();
    }

    private interface Work<T> {
        /** @param deadline of {@link System#nanoTime} */
        T by(long deadline) throws FetchException, InterruptedException;
    }

    private <T> T inTime(URI url, Work<T> work) throws FetchException, InterruptedException {
        long deadline = System.nanoTime() + settings.timeout().toNanos();
        // An interrupt closes the socket that a virtual thread waits at, so one clock ends every stage.
        Future<T> future = executor.submit(() -> work.by(deadline));
        try {
            return future.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw tooSlow(url, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FetchException failure) {
                throw failure;
            }
            throw new IllegalStateException("getting " + url + " failed unexpectedly", e.getCause());
        } finally {
            future.cancel(true);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        client.close();
    }

    private Fetched follow(URI start, Map<String, String> headers, long deadline, Predicate<MediaType> types)
            throws FetchException, InterruptedException {
        WebClient.Body limit = new WebClient.Body(settings.maxBytes(), false, types);
        URI url = start;
        for (int hop = 0; hop <= settings.maxRedirects(); hop++) {
            check(url);
            if (settings.respectRobots() && !robots.allows(url, robot -> robotsText(robot, deadline))) {
                throw new FetchException(
                        Kind.DENIED,
                        "the robots.txt of " + url.getHost() + " keeps " + url
                                + " from programs, or could not be read");
            }
            WebClient.Answer answer = send(url, headers, deadline, limit);
            if (answer.isRedirect()) {
                url = target(url, answer.location().orElseThrow());
                continue;
            }
            if (!answer.isOk()) {
                throw new FetchException(Kind.UNAVAILABLE, url + " answered with status " + answer.status());
            }
            if (!types.test(answer.type())) {
                throw new FetchException(
                        Kind.UNAVAILABLE,
                        url + " is of type " + answer.type().name()
                                + ": only HTML, plain text, JSON, XML and PDF can be read");
            }
            return new Fetched(url, answer.type(), answer.body());
        }
        throw new FetchException(
                Kind.UNAVAILABLE, start + " redirects more than " + settings.maxRedirects() + " times");
    }

    private void check(URI url) throws FetchException {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        String host = url.getHost();
        if (!(scheme.equals("http") || scheme.equals("https")) || host == null) {
            throw new FetchException(
                    Kind.INVALID_ARGUMENTS,
                    "\"" + url + "\" can't be opened: expected a URL like https://example.com/page");
        }
        if (url.getUserInfo() != null) {
            throw new FetchException(Kind.DENIED, "URLs with a user name can't be opened");
        }
        int port = url.getPort() >= 0 ? url.getPort() : scheme.equals("https") ? 443 : 80;
        if (!settings.ports().isEmpty() && !settings.ports().contains(port)) {
            throw new FetchException(
                    Kind.DENIED,
                    url + " can't be opened: port " + port + " is not one of "
                            + settings.ports().stream().sorted().toList());
        }
    }

    private static URI target(URI from, String location) throws FetchException {
        try {
            return from.resolve(parse(location));
        } catch (FetchException e) {
            throw new FetchException(
                    Kind.UNAVAILABLE, from + " redirects to something that is no URL: " + e.getMessage(), e);
        }
    }

    private WebClient.Answer send(URI url, Map<String, String> headers, long deadline, WebClient.Body limit)
            throws FetchException, InterruptedException {
        awaitTurn(url.getHost(), deadline);
        Duration left = Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
        try {
            return client.get(url, headers, left, limit);
        } catch (FetchException e) {
            throw e;
        } catch (WebClient.TooLargeException e) {
            throw new FetchException(
                    Kind.LIMIT_EXCEEDED, url + " is larger than " + limit.maxBytes() + " bytes, which is the limit", e);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("while getting " + url);
            }
            throw failure(url, e);
        }
    }

    private void awaitTurn(String host, long deadline) throws FetchException, InterruptedException {
        long now = System.nanoTime();
        OptionalLong wait = pace.reserve(host.toLowerCase(Locale.ROOT), now, deadline - now);
        if (wait.isEmpty()) {
            throw new FetchException(
                    Kind.LIMIT_EXCEEDED,
                    host + " was asked too often: at most " + settings.requestsPerMinute()
                            + " requests a minute go to one host; try again later");
        }
        TimeUnit.NANOSECONDS.sleep(wait.getAsLong());
    }

    /** RFC 9309: a site that has no such file lets everything be read, one that fails to say lets nothing. */
    private byte @org.jspecify.annotations.Nullable [] robotsText(URI robots, long deadline)
            throws FetchException, InterruptedException {
        URI url = robots;
        for (int hop = 0; hop <= settings.maxRedirects(); hop++) {
            check(url);
            WebClient.Answer answer =
                    send(url, Map.of(), deadline, new WebClient.Body(Robots.MAX_BYTES, true, MediaType::isReadable));
            if (answer.isRedirect()) {
                url = target(url, answer.location().orElseThrow());
            } else {
                return answer.status() >= 500 ? null : answer.body();
            }
        }
        return new byte[0];
    }

    private FetchException failure(URI url, IOException cause) {
        return switch (cause) {
            case CheckedAddresses.RefusedException refused ->
                new FetchException(Kind.DENIED, String.valueOf(refused.getMessage()), refused);
            case UnknownHostException unknown ->
                new FetchException(Kind.UNAVAILABLE, "there is no host named " + url.getHost(), unknown);
            case SocketTimeoutException slow -> tooSlow(url, slow);
            case InterruptedIOException slow -> tooSlow(url, slow);
            case SSLException insecure ->
                new FetchException(
                        Kind.UNAVAILABLE,
                        "there is no secure connection to " + url.getAuthority() + ": " + firstLine(insecure),
                        insecure);
            case ConnectException closed ->
                new FetchException(Kind.UNAVAILABLE, url.getAuthority() + " can't be reached", closed);
            case NoRouteToHostException closed ->
                new FetchException(Kind.UNAVAILABLE, url.getAuthority() + " can't be reached", closed);
            default -> new FetchException(Kind.UNAVAILABLE, url + " could not be read: " + firstLine(cause), cause);
        };
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("unknown error");
    }

    private FetchException tooSlow(URI url, Throwable cause) {
        return new FetchException(
                Kind.TIMEOUT,
                url + " did not answer within " + settings.timeout().toMillis() / 1000.0 + " s",
                cause);
    }
}
