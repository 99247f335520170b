package io.alltools.tools.mcp;

import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Streamable HTTP, where a call that meets a server that has forgotten our session is told so. Left to itself the SDK's
 * client ends all calls that wait when one of them hears it, and begins a session in the background; which of them have
 * been done is then unknown, and none may be repeated.
 */
final class RemoteTransport implements McpClientTransport {

    private final HttpClientStreamableHttpTransport transport;

    RemoteTransport(ServerSettings.Remote remote) {
        String endpoint = remote.url().getRawPath()
                + (remote.url().getRawQuery() == null ? "" : "?" + remote.url().getRawQuery());
        this.transport = HttpClientStreamableHttpTransport.builder(
                        remote.url().getScheme() + "://" + remote.url().getRawAuthority())
                .endpoint(endpoint.isEmpty() ? "/mcp" : endpoint)
                .connectTimeout(remote.timeout())
                // A redirect could lead to a host that nobody has looked at, with the headers.
                .customizeClient(client -> client.followRedirects(HttpClient.Redirect.NEVER))
                .httpRequestCustomizer((request, method, uri, body, context) -> {
                    require(remote, uri);
                    remote.headers().forEach(request::setHeader);
                })
                .build();
    }

    private static void require(ServerSettings.Remote remote, URI uri) {
        try {
            remote.hosts().require(uri);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kept from the transport: the exception comes to the caller as well. */
    @Override
    public void setExceptionHandler(Consumer<Throwable> handler) {}

    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        return transport.connect(handler);
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return transport.sendMessage(message);
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return transport.unmarshalFrom(data, type);
    }

    @Override
    public List<String> protocolVersions() {
        return transport.protocolVersions();
    }

    @Override
    public Mono<Void> closeGracefully() {
        return transport.closeGracefully();
    }
}
