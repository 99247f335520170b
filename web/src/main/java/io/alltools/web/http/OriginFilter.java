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
 * Keeps pages of other sites from driving the server. A page of another origin shows in {@code Origin}, and a plain
 * form can send neither JSON nor a file's bare bytes ({@code application/octet-stream}), which attached files come as.
 */
public final class OriginFilter implements WebFilter {

    private static final Pattern UPLOAD =
            Pattern.compile("/api/sessions/([^/]+/files|import)|/api/knowledge/documents");
    private static final List<HttpMethod> READING = List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final boolean loopback;
    private final List<String> allowed;

    /**
     * @param loopback whether the server can be reached from this machine only: then all of its own names will do
     * @param allowed other origins whose pages may use the server
     */
    public OriginFilter(boolean loopback, List<String> allowed) {
        this.loopback = loopback;
        this.allowed = List.copyOf(allowed);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        String origin = request.getHeaders().getFirst(HttpHeaders.ORIGIN);
        if (origin != null && !allowed.contains(origin) && !(loopback ? isLocal(origin) : OwnOrigin.isOf(request))) {
            return refuse(
                    exchange,
                    ApiError.Kind.FORBIDDEN,
                    "pages of \"" + origin + "\" may not use this server",
                    loopback ? "not_local" : "wrong_origin");
        }
        if (!READING.contains(request.getMethod()) && hasBody(request)) {
            MediaType expected = isUpload(request) ? MediaType.APPLICATION_OCTET_STREAM : MediaType.APPLICATION_JSON;
            if (!isOf(request, expected)) {
                return refuse(
                        exchange,
                        ApiError.Kind.UNSUPPORTED_MEDIA_TYPE,
                        "the body must be " + (isUpload(request) ? "the file's bytes" : "JSON")
                                + ": send it with Content-Type: " + expected,
                        "wrong_type");
            }
        }
        return chain.filter(exchange);
    }

    private static boolean isLocal(String origin) {
        try {
            URI uri = URI.create(origin);
            return uri.getHost() != null && LocalOnlyFilter.isLoopback(uri.getHost());
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

    private static Mono<Void> refuse(ServerWebExchange exchange, ApiError.Kind kind, String message, String code) {
        return ErrorAnswers.write(exchange.getResponse(), new ApiError(kind, message, null, code));
    }
}
