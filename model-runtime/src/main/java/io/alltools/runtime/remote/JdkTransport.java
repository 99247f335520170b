package io.alltools.runtime.remote;

import com.openai.core.RequestOptions;
import com.openai.core.http.Headers;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpRequestBody;
import com.openai.core.http.HttpResponse;
import com.openai.errors.OpenAIIoException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Carries the requests of OpenAI's SDK for one turn. Redirects are not followed: the key is for the endpoint that was
 * named. Headers that describe this machine are not sent.
 */
final class JdkTransport implements HttpClient {

    /** The SDK's others tell the operating system, the JVM and its versions. */
    private static final Set<String> SENT = Set.of("accept", "authorization");

    private final java.net.http.HttpClient client;
    private final RemoteSettings settings;
    private final Patience patience;

    JdkTransport(java.net.http.HttpClient client, RemoteSettings settings, Patience patience) {
        this.client = client;
        this.settings = settings;
        this.patience = patience;
    }

    @Override
    public HttpResponse execute(HttpRequest request, RequestOptions options) {
        java.net.http.HttpRequest sent = request(request);
        PacedBody body = new PacedBody(patience, settings.maxAnswerBytes());
        CompletableFuture<java.net.http.HttpResponse<InputStream>> answer = client.sendAsync(sent, info -> body);
        try {
            return checked(new Response(answer.get(Math.max(0, patience.left()), TimeUnit.NANOSECONDS)));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw cause instanceof IOException io
                    ? new OpenAIIoException("connection failed", io)
                    : new OpenAIIoException("connection failed", new IOException(cause));
        } catch (TimeoutException e) {
            answer.cancel(true);
            body.close();
            throw new OpenAIIoException("too slow", patience.over());
        } catch (InterruptedException e) {
            answer.cancel(true);
            body.close();
            throw new OpenAIIoException("interrupted", PacedBody.interrupted(e));
        }
    }

    /** A page of a proxy or a whole answer would otherwise look like a stream in which nothing is said. */
    private static HttpResponse checked(Response response) {
        String type = response.answer().headers().firstValue("content-type").orElse("");
        if (response.statusCode() / 100 != 2
                || type.isEmpty()
                || type.toLowerCase(Locale.ROOT).startsWith("text/event-stream")) {
            return response;
        }
        response.close();
        throw new OpenAIIoException(
                "no stream",
                new UnreadableAnswerException(
                        "answered with " + RemoteErrors.line(type) + " instead of a stream of events"));
    }

    /** Turns are waited for by their own virtual threads. */
    @Override
    public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("turns are generated synchronously"));
    }

    @Override
    public void close() {}

    private java.net.http.HttpRequest request(HttpRequest request) {
        StringBuilder url = new StringBuilder(request.baseUrl().replaceAll("/+$", ""));
        request.pathSegments().forEach(segment -> url.append('/').append(segment));
        var sent = java.net.http.HttpRequest.newBuilder(URI.create(url.toString()))
                .method(request.method().name(), publisher(request.body()));
        for (String name : request.headers().names()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (SENT.contains(lower)
                    && !(lower.equals("authorization") && settings.key().isEmpty())) {
                request.headers().values(name).forEach(value -> sent.header(name, value));
            }
        }
        HttpRequestBody body = request.body();
        String type = body == null ? null : body.contentType();
        if (type != null) {
            sent.header("Content-Type", type);
        }
        return sent.header("User-Agent", "alltools").build();
    }

    private static java.net.http.HttpRequest.BodyPublisher publisher(@Nullable HttpRequestBody body) {
        if (body == null) {
            return BodyPublishers.noBody();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.writeTo(bytes);
        return BodyPublishers.ofByteArray(bytes.toByteArray());
    }

    private record Response(java.net.http.HttpResponse<InputStream> answer) implements HttpResponse {

        @Override
        public int statusCode() {
            return answer.statusCode();
        }

        @Override
        public Headers headers() {
            Headers.Builder headers = Headers.builder();
            answer.headers().map().forEach((String name, List<String> values) -> headers.put(name, values));
            return headers.build();
        }

        @Override
        public InputStream body() {
            return answer.body();
        }

        @Override
        public void close() {
            try {
                answer.body().close();
            } catch (IOException e) {
                throw new OpenAIIoException("close failed", e);
            }
        }
    }
}
