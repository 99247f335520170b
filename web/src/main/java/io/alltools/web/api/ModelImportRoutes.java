package io.alltools.web.api;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.alltools.agent.Json;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.Blocking;
import io.alltools.web.http.EventStream;
import io.alltools.web.http.JsonAnswer;
import io.alltools.web.http.JsonFields;
import io.alltools.web.model.ImportJob;
import io.alltools.web.model.ModelImports;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /api/models/import} and {@code /api/models/imports}: checkpoints become models, for who may do everything.
 *
 * <p>Who may import can learn whether a folder of the server's machine holds a {@code config.json}, and what the errors
 * quote of a checkpoint: names of tensors, shapes, and the value of a field that is wrong. No other file is read.
 */
public final class ModelImportRoutes {

    private static final Duration PACE = Duration.ofMillis(300);

    private final ModelImports imports;

    public ModelImportRoutes(ModelImports imports) {
        this.imports = imports;
    }

    public RouterFunction<ServerResponse> routes() {
        return route().POST("/api/models/import", this::start)
                .GET("/api/models/imports", request -> Blocking.call(this::list).flatMap(JsonAnswer::ok))
                .GET(
                        "/api/models/imports/{id}",
                        request -> Blocking.call(() -> json(find(request))).flatMap(JsonAnswer::ok))
                .GET("/api/models/imports/{id}/events", this::events)
                .DELETE("/api/models/imports/{id}", this::remove)
                .build();
    }

    private Mono<ServerResponse> start(ServerRequest request) {
        return JsonAnswer.body(request)
                .flatMap(body -> Blocking.call(() -> json(order(body))))
                .flatMap(json -> JsonAnswer.of(HttpStatus.ACCEPTED, json));
    }

    private ImportJob order(JsonFields body) {
        String folder = body.text("folder");
        String repo = body.text("repo");
        String given = body.text("quantize");
        String quantization = given == null ? "auto" : given;
        try {
            if (folder != null && repo == null) {
                return imports.ofFolder(folder.strip(), quantization);
            }
            if (repo != null && folder == null) {
                return imports.ofRepo(repo.strip(), quantization);
            }
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid(
                    String.valueOf(e.getMessage()).startsWith("quantisation")
                            ? "quantize"
                            : folder == null ? "repo" : "folder",
                    String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            throw new ApiError(ApiError.Kind.OVERLOADED, String.valueOf(e.getMessage()), null, "too_many_imports");
        }
        throw ApiError.invalid(
                "folder", "what to import is not said: expected \"folder\" (a checkpoint's) or \"repo\" (OWNER/NAME)");
    }

    private ObjectNode list() {
        ObjectNode body = Json.object();
        var jobs = body.putArray("imports");
        imports.list().forEach(job -> jobs.add(json(job)));
        return body;
    }

    private Mono<ServerResponse> events(ServerRequest request) {
        return Blocking.call(() -> find(request))
                .flatMap(first -> EventStream.answer(Flux.interval(Duration.ZERO, PACE)
                        .onBackpressureDrop()
                        .map(n -> imports.find(first.id()))
                        .takeWhile(Optional::isPresent)
                        .map(Optional::get)
                        .takeUntil(job -> job.state().over())
                        .distinctUntilChanged()
                        .map(job -> EventStream.event(Json.write(json(job))))));
    }

    private Mono<ServerResponse> remove(ServerRequest request) {
        return Blocking.call(() -> imports.remove(request.pathVariable("id")))
                .flatMap(known -> known ? ServerResponse.noContent().build() : Mono.error(unknown(request)));
    }

    private ImportJob find(ServerRequest request) {
        return imports.find(request.pathVariable("id")).orElseThrow(() -> unknown(request));
    }

    private static ApiError unknown(ServerRequest request) {
        return ApiError.notFound("import_not_found", "there is no import \"" + request.pathVariable("id") + "\"");
    }

    /** Times of the rate are seconds; what is not known is left out. */
    private static ObjectNode json(ImportJob job) {
        ObjectNode json = Json.object()
                .put("id", job.id())
                .put("quantize", job.quantization())
                .put("state", job.state().word())
                .put("phase", job.phase().word())
                .put("done", job.done())
                .put("total", job.total())
                .put("created", job.created().toString());
        put(json, job.repo().isEmpty() ? "folder" : "repo", job.repo().isEmpty() ? job.folder() : job.repo());
        put(json, "notes", job.notes());
        put(json, "problem", job.problem());
        put(json, "model", job.model());
        if (job.ended() != null) {
            json.put("ended", job.ended().toString());
        }
        if (job.bytesPerSecond() > 0) {
            json.put("bytesPerSecond", Math.round(job.bytesPerSecond()))
                    .put("secondsLeft", Math.round((job.total() - job.done()) / job.bytesPerSecond()));
        }
        return json;
    }

    private static void put(ObjectNode json, String field, String text) {
        if (!text.isEmpty()) {
            json.put(field, text);
        }
    }
}
