package io.alltools.tools.function;

import io.alltools.agent.Passage;
import io.alltools.agent.ToolResult;
import io.alltools.agent.Trust;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Sends a function's request and makes an observation of the answer.
 *
 * <p>Redirects are not followed, since they could carry the headers' secrets elsewhere. What comes back is untrusted.
 */
public final class HttpCaller implements AutoCloseable {

    /** The most that is read of an answer. */
    static final int MAX_BYTES = 1 << 20;

    private static final int MAX_ERROR_CHARACTERS = 500;

    private final Duration timeout;
    private final Hosts hosts;
    private final HttpClient client;

    /**
     * @param timeout wall-clock time of one call, the body of the answer included
     * @param hosts asked before each call
     */
    public HttpCaller(Duration timeout, Hosts hosts) {
        this.timeout = timeout;
        this.hosts = hosts;
        this.client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    /**
     * Sends the request and waits for the answer.
     *
     * @param name the function's, for messages
     * @param text what the model shall see of an answer that is not empty
     */
    public ToolResult call(String name, HttpRequest.Builder request, Function<HttpResponse<String>, String> text)
            throws InterruptedException {
        HttpRequest whole = request.timeout(timeout).build();
        try {
            hosts.require(whole.uri());
        } catch (IOException e) {
            return failure(name, e);
        }
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(whole, BodyHandlers.limiting(BodyHandlers.ofString(), MAX_BYTES));
        try {
            return result(name, answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS), text);
        } catch (TimeoutException e) {
            return tooSlow(name);
        } catch (ExecutionException e) {
            return failure(name, e.getCause() == null ? e : e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private static ToolResult result(
            String name, HttpResponse<String> response, Function<HttpResponse<String>, String> text) {
        String body = response.body().strip();
        if (response.statusCode() / 100 != 2) {
            return ToolResult.failed(
                    ToolResult.Kind.ERROR,
                    name + " answered with status " + response.statusCode() + (body.isEmpty() ? "" : ": " + cut(body)));
        }
        return new ToolResult.Ok(
                List.of(Passage.of(body.isEmpty() ? "[empty answer]" : text.apply(response))), Trust.UNTRUSTED);
    }

    private ToolResult failure(String name, Throwable cause) {
        if (cause instanceof HttpTimeoutException) {
            return tooSlow(name);
        }
        if (cause instanceof ConnectException) {
            return ToolResult.failed(ToolResult.Kind.UNAVAILABLE, name + " can't be reached at the moment");
        }
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof IOException && message.contains("capacity")) {
            return ToolResult.failed(
                    ToolResult.Kind.LIMIT_EXCEEDED, name + " answered with more than " + MAX_BYTES + " bytes");
        }
        return ToolResult.failed(ToolResult.Kind.UNAVAILABLE, name + " could not be called: " + message);
    }

    private ToolResult tooSlow(String name) {
        return ToolResult.failed(
                ToolResult.Kind.TIMEOUT, name + " did not answer within " + timeout.toMillis() / 1000.0 + " s");
    }

    private static String cut(String text) {
        if (text.length() <= MAX_ERROR_CHARACTERS) {
            return text;
        }
        int end = MAX_ERROR_CHARACTERS - (Character.isHighSurrogate(text.charAt(MAX_ERROR_CHARACTERS - 1)) ? 1 : 0);
        return text.substring(0, end) + " …";
    }
}
