package io.alltools.web.http;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Keeps pages of other sites from driving a server that listens on this machine. A name that was rebound to the
 * loopback address shows in {@code Host}, a page of another origin in {@code Origin}, and a plain form can send neither
 * JSON nor a file's bare bytes ({@code application/octet-stream}), which attached files come as.
 */
public final class LocalOnlyFilter implements WebFilter {

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);
    private static final Pattern UPLOAD = Pattern.compile("/api/sessions/[^/]+/files");
    private static final List<HttpMethod> READING = List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        String host = String.valueOf(request.getHeaders().getFirst(HttpHeaders.HOST));
        if (!LOOPBACK.matcher(withoutPort(host)).matches()) {
            return refuse(
                    exchange, ApiError.Kind.FORBIDDEN, "this server answers to localhost only, not to " + quoted(host));
        }
        String origin = request.getHeaders().getFirst(HttpHeaders.ORIGIN);
        if (origin != null && !isLocal(origin)) {
            return refuse(exchange, ApiError.Kind.FORBIDDEN, "pages of " + quoted(origin) + " may not use this server");
        }
        if (!READING.contains(request.getMethod()) && hasBody(request)) {
            MediaType expected = isUpload(request) ? MediaType.APPLICATION_OCTET_STREAM : MediaType.APPLICATION_JSON;
            if (!isOf(request, expected)) {
                return refuse(
                        exchange,
                        ApiError.Kind.UNSUPPORTED_MEDIA_TYPE,
                        "the body must be " + (isUpload(request) ? "the file's bytes" : "JSON")
                                + ": send it with Content-Type: " + expected);
            }
        }
        return chain.filter(exchange);
    }

    private static boolean isLocal(String origin) {
        try {
            URI uri = URI.create(origin);
            return uri.getHost() != null && LOOPBACK.matcher(uri.getHost()).matches();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean hasBody(ServerHttpRequest request) {
        return request.getHeaders().getContentLength() > 0
                || request.getHeaders().getFirst(HttpHeaders.TRANSFER_ENCODING) != null
                || request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE) != null;
    }

    private static boolean isUpload(ServerHttpRequest request) {
        return UPLOAD.matcher(request.getPath().value()).matches();
    }

    private static boolean isOf(ServerHttpRequest request, MediaType expected) {
        try {
            MediaType type = request.getHeaders().getContentType();
            return type != null && expected.isCompatibleWith(type);
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    private static String withoutPort(String host) {
        return host.replaceFirst(":\\d+$", "");
    }

    private static String quoted(String value) {
        return "\"" + value + "\"";
    }

    private static Mono<Void> refuse(ServerWebExchange exchange, ApiError.Kind kind, String message) {
        return ErrorAnswers.write(
                exchange.getResponse(),
                new ApiError(kind, message, null, kind == ApiError.Kind.FORBIDDEN ? "not_local" : "wrong_type"));
    }
}
