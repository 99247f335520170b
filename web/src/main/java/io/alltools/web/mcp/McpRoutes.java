package io.alltools.web.mcp;

import io.alltools.tools.mcp.McpEndpoint;
import io.alltools.web.AllTools;
import io.alltools.web.Ids;
import io.alltools.web.caller.Caller;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.Blocking;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /mcp}: the tools by the Model Context Protocol, on streamable HTTP. */
public final class McpRoutes {

    private static final String SESSION = "Mcp-Session-Id";

    private final McpEndpoint endpoint;

    public McpRoutes(AllTools app) {
        this.endpoint = new McpEndpoint(app::toolbox, Ids::session, app::sessionFolder);
    }

    public RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .POST("/mcp", this::post)
                .DELETE("/mcp", this::end)
                // The specification's way to say that there is no stream of messages that nobody asked for.
                .GET(
                        "/mcp",
                        request -> ServerResponse.status(405)
                                .header("Allow", "POST, DELETE")
                                .build())
                .build();
    }

    private Mono<ServerResponse> post(ServerRequest request) {
        return request.bodyToMono(byte[].class)
                .defaultIfEmpty(new byte[0])
                .flatMap(body -> endpoint.post(
                        Caller.of(request).id(),
                        header(request, SESSION),
                        header(request, "MCP-Protocol-Version"),
                        body))
                .flatMap(McpRoutes::answer);
    }

    private Mono<ServerResponse> end(ServerRequest request) {
        String id = header(request, SESSION);
        return Blocking.call(() -> {
                    if (id == null || !endpoint.end(Caller.of(request).id(), id)) {
                        throw ApiError.notFound("session_not_found", "there is no session of this id");
                    }
                    return id;
                })
                .then(ServerResponse.noContent().build());
    }

    private static Mono<ServerResponse> answer(McpEndpoint.Answer answer) {
        ServerResponse.BodyBuilder response =
                ServerResponse.status(answer.status()).header("Cache-Control", "no-store");
        if (answer.sessionId() != null) {
            response.header(SESSION, answer.sessionId());
        }
        return answer.body().isEmpty()
                ? response.build()
                : response.contentType(MediaType.APPLICATION_JSON).bodyValue(answer.body());
    }

    private static @Nullable String header(ServerRequest request, String name) {
        return request.headers().firstHeader(name);
    }
}
