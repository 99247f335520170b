package io.alltools.web.api;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.RecordedRun;
import io.alltools.agent.RunEvent;
import io.alltools.agent.Toolbox;
import io.alltools.web.After;
import io.alltools.web.AllTools;
import io.alltools.web.RunOrder;
import io.alltools.web.caller.Caller;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.Blocking;
import io.alltools.web.http.EventStream;
import io.alltools.web.http.JsonAnswer;
import io.alltools.web.http.JsonFields;
import io.alltools.web.run.LiveRuns;
import io.alltools.web.store.AttachmentLimits;
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

/** {@code /api/runs} and {@code /api/info}. */
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
        return route().GET(
                        "/api/info",
                        request -> Blocking.call(() -> info(request)).flatMap(JsonAnswer::ok))
                .POST("/api/runs", this::start)
                .GET("/api/runs", this::list)
                .GET(
                        "/api/runs/{id}",
                        request -> Blocking.call(() -> view(find(request))).flatMap(JsonAnswer::ok))
                .GET("/api/runs/{id}/events", this::events)
                .GET("/api/runs/{id}/entries", this::entries)
                .GET(
                        "/api/runs/{id}/atif",
                        request -> Blocking.call(() -> app.trajectories()
                                        .as(Caller.of(request))
                                        .record(request.pathVariable("id"))
                                        .orElseThrow(() -> missing(request.pathVariable("id"))))
                                .flatMap(JsonAnswer::ok))
                .POST("/api/runs/{id}/cancel", this::cancel)
                .POST("/api/runs/{id}/regenerate", this::regenerate)
                .build();
    }

    /** The runs that the caller may see. */
    private RunStore store(ServerRequest request) {
        return store.as(Caller.of(request));
    }

    /** The model, the tools of the application or of {@code ?agent=NAME}, and what may be attached. */
    private ObjectNode info(ServerRequest request) {
        Caller caller = Caller.of(request);
        Toolbox toolbox = RunOrderReader.toolbox(request.queryParam("agent").orElse(null), app);
        AttachmentLimits limits = app.attachments().limits();
        ObjectNode info = Json.object()
                .put("model", app.model().name())
                .put("contextLength", app.model().contextLength())
                .put("key", caller.keyId() == null ? null : caller.name());
        var tools = info.putArray("tools");
        toolbox.specs()
                .forEach(spec -> tools.addObject()
                        .put("name", spec.name())
                        .put("kind", spec.kind().name())
                        .put("description", spec.description()));
        info.putObject("attachments")
                .put("fileBytes", limits.fileBytes())
                .put("totalBytes", limits.totalBytes())
                .put("count", limits.count());
        return info;
    }

    private Mono<ServerResponse> start(ServerRequest request) {
        return JsonAnswer.body(request)
                .flatMap(body -> Blocking.call(() -> started(order(body, Caller.of(request)), request)))
                .flatMap(RunRoutes::created);
    }

    private RunOrder order(JsonFields body, Caller caller) {
        RunOrder order = RunOrderReader.read(body, app);
        boolean known = body.text("sessionId") != null;
        if (known && !app.sessions().as(caller).exists(order.sessionId())) {
            throw SessionRoutes.missing(order.sessionId());
        }
        if (!(order.after() instanceof After.Run after)) {
            return order;
        }
        String session =
                store.as(caller).findTurn(after.id()).map(RunSummary::sessionId).orElse("");
        if (session.isEmpty() || (known && !session.equals(order.sessionId()))) {
            throw ApiError.invalid(
                    "after",
                    "after \"" + after.id() + "\" is not a run"
                            + (known ? " of session \"" + order.sessionId() + "\"" : " that is known")
                            + ": expected a run's id, or null for the begin of the session");
        }
        return order.inSession(session, List.of(), after);
    }

    private Mono<ServerResponse> regenerate(ServerRequest request) {
        return JsonAnswer.body(request)
                .flatMap(body -> Blocking.call(() -> started(regeneration(body, turn(request)), request)))
                .flatMap(RunRoutes::created);
    }

    /** A run's place comes from the table, where that of runs of earlier versions is known, too. */
    private RunOrder regeneration(JsonFields body, RunSummary run) {
        RunEvent.RunStarted begun = RecordedRun.of(store.entries(run.id(), 0)).started();
        After after = run.parentId() == null ? After.NOTHING : new After.Run(run.parentId());
        return Regeneration.read(body, begun, after, app);
    }

    private RunOrder started(RunOrder order, ServerRequest request) {
        runs.start(order, Caller.of(request));
        return order;
    }

    private static Mono<ServerResponse> created(RunOrder order) {
        return JsonAnswer.of(
                HttpStatus.CREATED, Json.object().put("runId", order.runId()).put("sessionId", order.sessionId()));
    }

    private Mono<ServerResponse> list(ServerRequest request) {
        int limit = Query.number(request, "limit", DEFAULT_LIMIT, MAX_LIMIT);
        return Blocking.call(() -> {
                    ObjectNode body = Json.object();
                    var array = body.putArray("runs");
                    store(request).newest(limit).forEach(run -> array.add(view(run)));
                    return body;
                })
                .flatMap(JsonAnswer::ok);
    }

    private Mono<ServerResponse> events(ServerRequest request) {
        long after = request.queryParam("after")
                .or(() -> request.headers().header("Last-Event-ID").stream().findFirst())
                .map(text -> Query.number(text, "after", -1, Long.MAX_VALUE - 1))
                .orElse(-1L);
        boolean bare = Query.flag(request, "bare");
        return Blocking.call(() -> {
                    String id = find(request).id();
                    return runs.isLive(id) ? live(id, after, bare) : recorded(id, after, bare);
                })
                .flatMap(answer -> answer);
    }

    private Mono<ServerResponse> live(String runId, long after, boolean bare) {
        Flux<JournalEntry> events = runs.events(runId, after);
        if (!bare || after >= 0) {
            return EventStream.answer(events.map(RunRoutes::event));
        }
        // Its start is stored by now: nobody knows of a run before that.
        String start = event(BareRun.of(store, runId, 0).getFirst());
        return EventStream.answer(events.map(entry -> entry.seq() == 0 ? start : event(entry)));
    }

    /** 204 tells a browser's EventSource that there is nothing to come back for. */
    private Mono<ServerResponse> recorded(String runId, long after, boolean bare) {
        boolean moreMayCome = app.ownership().mayGoOn(runId);
        List<String> rest = bare
                ? BareRun.of(store, runId, after + 1).stream()
                        .map(RunRoutes::event)
                        .toList()
                : store.entries(runId, after + 1).stream().map(RunRoutes::event).toList();
        return rest.isEmpty() && after >= 0 && !moreMayCome
                ? ServerResponse.noContent().build()
                : EventStream.answer(Flux.fromIterable(rest));
    }

    private static String event(JournalEntry entry) {
        return EventStream.event(Long.toString(entry.seq()), "run", Json.write(entry));
    }

    private static String event(ObjectNode entry) {
        return EventStream.event(entry.path("seq").asString(), "run", Json.write(entry));
    }

    private Mono<ServerResponse> entries(ServerRequest request) {
        return Blocking.call(() -> {
                    ObjectNode body = Json.object();
                    body.putArray("entries")
                            .addAll(BareRun.of(store, find(request).id(), 0));
                    return body;
                })
                .flatMap(JsonAnswer::ok);
    }

    private Mono<ServerResponse> cancel(ServerRequest request) {
        return Blocking.call(() -> {
                    RunSummary run = find(request);
                    boolean live = runs.cancel(run.id());
                    return Json.object().put("runId", run.id()).put("status", live ? "cancelling" : "over");
                })
                .flatMap(body -> JsonAnswer.of(HttpStatus.ACCEPTED, body));
    }

    private RunSummary find(ServerRequest request) {
        String id = request.pathVariable("id");
        return store(request).find(id).orElseThrow(() -> missing(id));
    }

    static ApiError missing(String id) {
        return ApiError.notFound("run_not_found", "there is no run \"" + id + "\"");
    }

    private RunSummary turn(ServerRequest request) {
        RunSummary run = find(request);
        return store(request)
                .findTurn(run.id())
                .orElseThrow(() -> new ApiError(
                        ApiError.Kind.CONFLICT,
                        "run \"" + run.id() + "\" answers a call of another run: regenerate that one",
                        null,
                        "run_nested"));
    }

    /** A run as clients see it: what is recorded, and whether it goes on. */
    private ObjectNode view(RunSummary run) {
        ObjectNode json = (ObjectNode) Json.MAPPER.<JsonNode>valueToTree(run);
        return json.put("live", runs.isLive(run.id()));
    }
}
