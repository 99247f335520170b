package io.alltools.web.api;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.alltools.agent.Json;
import io.alltools.agent.Tool;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.Blocking;
import io.alltools.web.http.JsonAnswer;
import io.alltools.web.store.ToolSourceRecord;
import io.alltools.web.toolsource.NameTakenException;
import io.alltools.web.toolsource.ToolSource;
import io.alltools.web.toolsource.ToolSources;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/tool-sources}: OpenAPI documents and MCP servers whose tools runs have. */
public final class ToolSourceRoutes {

    private final ToolSources sources;

    public ToolSourceRoutes(ToolSources sources) {
        this.sources = sources;
    }

    public RouterFunction<ServerResponse> routes() {
        return route().GET(
                        "/api/tool-sources",
                        request -> Blocking.call(this::list).flatMap(JsonAnswer::ok))
                .POST("/api/tool-sources/preview", this::preview)
                .POST("/api/tool-sources", this::add)
                .POST("/api/tool-sources/{id}/refresh", this::refresh)
                .DELETE("/api/tool-sources/{id}", this::remove)
                .build();
    }

    private ObjectNode list() {
        ObjectNode body = Json.object();
        var array = body.putArray("sources");
        sources.all().forEach(source -> array.add(view(source)));
        return body;
    }

    private Mono<ServerResponse> preview(ServerRequest request) {
        return JsonAnswer.body(request)
                .flatMap(body -> Blocking.call(() -> {
                    ToolSource source = ToolSourceReader.opened(body, sources::preview);
                    List<String> taken = sources.taken(source);
                    ObjectNode view = view(source);
                    view.remove("id");
                    view.path("tools")
                            .forEach(tool -> ((ObjectNode) tool)
                                    .put(
                                            "taken",
                                            taken.contains(tool.path("name").asString())));
                    return view;
                }))
                .flatMap(JsonAnswer::ok);
    }

    private Mono<ServerResponse> add(ServerRequest request) {
        return JsonAnswer.body(request)
                .flatMap(body -> Blocking.call(() -> {
                    try {
                        return view(ToolSourceReader.opened(body, sources::add));
                    } catch (NameTakenException e) {
                        throw new ApiError(
                                ApiError.Kind.CONFLICT, String.valueOf(e.getMessage()), "only", "tool_name_taken");
                    }
                }))
                .flatMap(view -> JsonAnswer.of(HttpStatus.CREATED, view));
    }

    /** What came of it is in the source's state. */
    private Mono<ServerResponse> refresh(ServerRequest request) {
        String id = request.pathVariable("id");
        return Blocking.call(() -> view(sources.refresh(id).orElseThrow(() -> missing(id))))
                .flatMap(JsonAnswer::ok);
    }

    private Mono<ServerResponse> remove(ServerRequest request) {
        String id = request.pathVariable("id");
        return Blocking.call(() -> {
                    if (!sources.remove(id)) {
                        throw missing(id);
                    }
                    return id;
                })
                .then(ServerResponse.noContent().build());
    }

    private static ApiError missing(String id) {
        return ApiError.notFound("tool_source_not_found", "there is no source of tools \"" + id + "\"");
    }

    /** The token is written and never read: only whether there is one. */
    private static ObjectNode view(ToolSource source) {
        ToolSourceRecord known = source.source();
        ObjectNode view = Json.object()
                .put("id", known.id())
                .put("kind", known.kind().name().toLowerCase(Locale.ROOT))
                .put("name", known.name())
                .put("url", known.url())
                .put("hasToken", known.token() != null)
                .put("createdAt", known.createdAt().toString())
                .put("state", source.state().name().toLowerCase(Locale.ROOT))
                .put("problem", source.problem());
        var tools = view.putArray("tools");
        for (Tool tool : source.tools()) {
            tools.add(ToolView.of(tool));
        }
        return view;
    }
}
