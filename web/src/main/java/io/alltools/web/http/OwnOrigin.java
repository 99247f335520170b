package io.alltools.web.http;

import java.net.URI;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Whether a request comes from one of the server's own pages. */
public final class OwnOrigin {

    private OwnOrigin() {}

    /**
     * Whether its {@code Origin} is the host that it was sent to. The scheme is left out: what ends TLS in front of the
     * server keeps the name, and the server itself is spoken to in clear.
     */
    public static boolean isOf(ServerHttpRequest request) {
        String origin = request.getHeaders().getFirst(HttpHeaders.ORIGIN);
        String host = request.getHeaders().getFirst(HttpHeaders.HOST);
        if (origin == null || host == null) {
            return false;
        }
        try {
            URI uri = URI.create(origin);
            return uri.getHost() != null && host.equalsIgnoreCase(uri.getRawAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
