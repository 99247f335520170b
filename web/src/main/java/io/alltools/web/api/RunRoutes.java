package io.alltools.web.api;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.web.AllTools;
import io.alltools.web.RunOrder;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.Blocking;
import io.alltools.web.http.EventStream;
import io.alltools.web.http.JsonAnswer;
import io.alltools.web.http.JsonFields;
import io.alltools.web.run.LiveRuns;
import io.alltools.web.store.RunStore;
import io.alltools.web.store.RunSummary;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/runs}, {@code /api/sessions} and {@code /api/info}. */
public final class RunRoutes {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 1000;

    private final AllTools app;
    private final LiveRuns runs;
    private final RunStore store;

    public RunRoutes(AllTools app, LiveRuns runs) {
        this.app = app;
        this.runs = runs;
        this.store = app.store();
    }

    public RouterFunction<ServerResponse> routes() {
        return route().GET("/api/info", request -> JsonAnswer.ok(info()))
                .POST("/api/runs", this::start)
                .GET("/api/runs", this::list)
                .GET(
                        "/api/runs/{id}",
                        request -> Blocking.call(() -> view(find(request))).flatMap(JsonAnswer::ok))
                .GET("/api/runs/{id}/events", this::events)
                .GET(
                        "/api/runs/{id}/atif",
                        request -> Blocking.call(() -> AtifTrajectory.of(
                                        store.entries(find(request).id(), 0)))
                                .flatMap(JsonAnswer::ok))
                .POST("/api/runs/{id}/cancel", this::cancel)
                .GET("/api/sessions/{id}", this::session)
                .GET("/api/sessions/{id}/files/{*name}", this::file)
                .build();
    }

    private ObjectNode info() {
        ObjectNode info = Json.object()
                .put("model", app.model().name())
                .put("contextLength", app.model().contextLength());
        var tools = info.putArray("tools");
        app.toolbox()
                .specs()
                .forEach(spec -> tools.addObject()
                        .put("name", spec.name())
                        .put("kind", spec.kind().name())
                        .put("description", spec.description()));
        return info;
    }

    private Mono<ServerResponse> start(ServerRequest request) {
        return JsonAnswer.body(request)
                .flatMap(body -> Blocking.call(() -> start(body)))
                .flatMap(order -> JsonAnswer.of(
                        HttpStatus.CREATED,
                        Json.object().put("runId", order.runId()).put("sessionId", order.sessionId())));
    }

    private RunOrder start(JsonFields body) {
        RunOrder order = RunOrderReader.read(body, app);
        if (body.text("sessionId") != null && store.session(order.sessionId()).isEmpty()) {
            throw ApiError.notFound("session_not_found", "there is no session \"" + order.sessionId() + "\"");
        }
        runs.start(order);
        return order;
    }

    private Mono<ServerResponse> list(ServerRequest request) {
        int limit =
                Math.toIntExact(number(request.queryParam("limit").orElse("" + DEFAULT_LIMIT), "limit", 1, MAX_LIMIT));
        return Blocking.call(() -> {
                    ObjectNode body = Json.object();
                    var array = body.putArray("runs");
                    store.newest(limit).forEach(run -> array.add(view(run)));
                    return body;
                })
                .flatMap(JsonAnswer::ok);
    }

    private Mono<ServerResponse> events(ServerRequest request) {
        long after = request.queryParam("after")
                .or(() -> request.headers().header("Last-Event-ID").stream().findFirst())
                .map(text -> number(text, "after", -1, Long.MAX_VALUE - 1))
                .orElse(-1L);
        return Blocking.call(() -> find(request))
                .flatMap(run -> runs.isLive(run.id())
                        ? EventStream.answer(runs.events(run.id(), after).map(RunRoutes::event))
                        : Blocking.call(() -> store.entries(run.id(), after + 1))
                                .flatMap(rest -> recorded(rest, after)));
    }

    /** 204 tells a browser's EventSource that there is nothing to come back for. */
    private static Mono<ServerResponse> recorded(List<JournalEntry> rest, long after) {
        return rest.isEmpty() && after >= 0
                ? ServerResponse.noContent().build()
                : EventStream.answer(Flux.fromIterable(rest).map(RunRoutes::event));
    }

    private static String event(JournalEntry entry) {
        return EventStream.event(Long.toString(entry.seq()), "run", Json.write(entry));
    }

    private Mono<ServerResponse> cancel(ServerRequest request) {
        return Blocking.call(() -> {
                    RunSummary run = find(request);
                    boolean live = runs.cancel(run.id());
                    return Json.object().put("runId", run.id()).put("status", live ? "cancelling" : "over");
                })
                .flatMap(body -> JsonAnswer.of(HttpStatus.ACCEPTED, body));
    }

    private Mono<ServerResponse> session(ServerRequest request) {
        String id = request.pathVariable("id");
        return Blocking.call(() -> store.session(id)
                        .orElseThrow(
                                () -> ApiError.notFound("session_not_found", "there is no session \"" + id + "\"")))
                .flatMap(JsonAnswer::ok);
    }

    private Mono<ServerResponse> file(ServerRequest request) {
        String id = request.pathVariable("id");
        // With the slash before it, and empty where the path ends without one.
        String name = request.pathVariable("name").replaceFirst("^/", "");
        return Blocking.call(() -> {
                    if (store.session(id).isEmpty()) {
                        throw ApiError.notFound("session_not_found", "there is no session \"" + id + "\"");
                    }
                    return SessionFiles.find(app.sessionFolder(id), name);
                })
                .flatMap(SessionFiles::answer);
    }

    private RunSummary find(ServerRequest request) {
        String id = request.pathVariable("id");
        return store.find(id).orElseThrow(() -> ApiError.notFound("run_not_found", "there is no run \"" + id + "\""));
    }

    /** A run as clients see it: what is recorded, and whether it goes on. */
    private ObjectNode view(RunSummary run) {
        ObjectNode json = (ObjectNode) Json.MAPPER.<JsonNode>valueToTree(run);
        return json.put("live", runs.isLive(run.id()));
    }

    private static long number(String text, String name, long min, long max) {
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number out of range.
        }
        throw ApiError.invalid(
                name, name + " \"" + text + "\" is not usable: expected a whole number from " + min + " to " + max);
    }
}
