package io.alltools.web.api;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.alltools.agent.Json;
import io.alltools.web.agent.AgentFolder;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.Blocking;
import io.alltools.web.http.JsonAnswer;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/agents}: the agents that people defined. */
public final class AgentRoutes {

    private final AgentFolder agents;

    public AgentRoutes(AgentFolder agents) {
        this.agents = agents;
    }

    public RouterFunction<ServerResponse> routes() {
        return route().GET("/api/agents", request -> Blocking.call(this::list).flatMap(JsonAnswer::ok))
                .GET(
                        "/api/agents/{name}",
                        request -> Blocking.call(() -> agents.json(request.pathVariable("name"))
                                        .orElseThrow(() -> unknown(request)))
                                .onErrorMap(IllegalArgumentException.class, AgentRoutes::broken)
                                .flatMap(JsonAnswer::ok))
                .GET("/api/agents/{name}/text", this::text)
                .PUT("/api/agents/{name}/text", this::putText)
                .PUT("/api/agents/{name}", this::put)
                .DELETE("/api/agents/{name}", this::delete)
                .build();
    }

    /** With what is wrong with one that can't be used. */
    private ObjectNode list() {
        ObjectNode body = Json.object();
        var array = body.putArray("agents");
        for (String name : agents.names()) {
            ObjectNode agent = array.addObject().put("name", name);
            try {
                agents.find(name).ifPresent(found -> agent.put("description", found.description()));
            } catch (IllegalArgumentException e) {
                agent.put("error", e.getMessage());
            }
        }
        return body;
    }

    private Mono<ServerResponse> put(ServerRequest request) {
        String name = request.pathVariable("name");
        return JsonAnswer.body(request)
                .flatMap(body -> Blocking.call(() -> {
                    // Not what it says: one that is broken can be replaced.
                    boolean known = agents.text(name).isPresent();
                    agents.put(name, body.json());
                    return known;
                }))
                .flatMap(known -> JsonAnswer.of(
                        known ? HttpStatus.OK : HttpStatus.CREATED,
                        Json.object().put("name", name)));
    }

    /** As it was written: for a person who mends it, or keeps comments in it. */
    private Mono<ServerResponse> text(ServerRequest request) {
        return Blocking.call(() -> Json.object()
                        .put("text", agents.text(request.pathVariable("name")).orElseThrow(() -> unknown(request))))
                .flatMap(JsonAnswer::ok);
    }

    private Mono<ServerResponse> putText(ServerRequest request) {
        String name = request.pathVariable("name");
        return JsonAnswer.body(request)
                .flatMap(body -> Blocking.call(() -> {
                    boolean known = agents.text(name).isPresent();
                    agents.put(name, body.requiredText("text"));
                    return known;
                }))
                .flatMap(known -> JsonAnswer.of(
                        known ? HttpStatus.OK : HttpStatus.CREATED,
                        Json.object().put("name", name)));
    }

    /** Its file is there and can't be read as an agent's fields. */
    private static ApiError broken(IllegalArgumentException e) {
        return new ApiError(ApiError.Kind.CONFLICT, String.valueOf(e.getMessage()), null, "agent_broken");
    }

    private Mono<ServerResponse> delete(ServerRequest request) {
        return Blocking.call(() -> agents.delete(request.pathVariable("name")))
                .flatMap(deleted -> deleted ? ServerResponse.noContent().build() : Mono.error(unknown(request)));
    }

    private static ApiError unknown(ServerRequest request) {
        return ApiError.notFound("agent_not_found", "there is no agent \"" + request.pathVariable("name") + "\"");
    }
}
