package io.alltools.web.api;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.alltools.agent.Json;
import io.alltools.web.AllTools;
import io.alltools.web.caller.Caller;
import io.alltools.web.caller.Scope;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.Blocking;
import io.alltools.web.http.JsonAnswer;
import io.alltools.web.model.ModelChangeException;
import io.alltools.web.model.ModelStatus;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/models}: what runs can be ordered with, and how it goes. */
public final class ModelRoutes {

    private final AllTools app;

    public ModelRoutes(AllTools app) {
        this.app = app;
    }

    public RouterFunction<ServerResponse> routes() {
        return route().GET(
                        "/api/models",
                        request -> Blocking.call(() -> list(request)).flatMap(JsonAnswer::ok))
                .GET(
                        "/api/models/{name}",
                        request -> Blocking.call(() -> whole(request, find(request)))
                                .flatMap(JsonAnswer::ok))
                .POST("/api/models/{name}/load", this::load)
                .POST("/api/models/{name}/unload", this::unload)
                .build();
    }

    private ObjectNode list(ServerRequest request) {
        ObjectNode body = Json.object();
        var models = body.putArray("models");
        app.models().list().forEach(status -> models.add(ModelJson.brief(status, maySeePlaces(request))));
        return body;
    }

    private ObjectNode whole(ServerRequest request, ModelStatus status) {
        return ModelJson.whole(status, maySeePlaces(request), app.monitoring());
    }

    private static boolean maySeePlaces(ServerRequest request) {
        return Caller.of(request).may(Scope.ADMIN);
    }

    /** 202 while it is loaded: who orders a run with it waits for that. */
    private Mono<ServerResponse> load(ServerRequest request) {
        return Blocking.call(() -> {
                    ModelStatus status = find(request);
                    if (status.stage() == ModelStatus.Stage.UNUSABLE) {
                        throw conflict(
                                "model_unusable",
                                "the model \"" + status.known().name() + "\" can't be used: " + status.problem());
                    }
                    app.models().load(status.known().name());
                    return find(request);
                })
                .flatMap(status -> JsonAnswer.of(
                        status.stage() == ModelStatus.Stage.LOADED ? HttpStatus.OK : HttpStatus.ACCEPTED,
                        whole(request, status)));
    }

    private Mono<ServerResponse> unload(ServerRequest request) {
        return Blocking.call(() -> {
                    try {
                        app.models().unload(request.pathVariable("name"));
                    } catch (ModelChangeException e) {
                        throw refused(e);
                    }
                    return whole(request, find(request));
                })
                .flatMap(JsonAnswer::ok);
    }

    private static ApiError refused(ModelChangeException e) {
        String message = String.valueOf(e.getMessage());
        return switch (e.reason()) {
            case UNKNOWN -> ApiError.notFound("model_not_found", message);
            case OWN -> conflict("model_own", message);
            case NOT_LOADED -> conflict("model_not_loaded", message);
            case IN_USE -> conflict("model_in_use", message);
        };
    }

    private static ApiError conflict(String code, String message) {
        return new ApiError(ApiError.Kind.CONFLICT, message, null, code);
    }

    private ModelStatus find(ServerRequest request) {
        String name = request.pathVariable("name");
        return app.models()
                .find(name)
                .orElseThrow(() -> ApiError.notFound("model_not_found", "there is no model \"" + name + "\""));
    }
}
