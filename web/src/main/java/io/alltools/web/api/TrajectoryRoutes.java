package io.alltools.web.api;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.alltools.agent.Json;
import io.alltools.trajectories.rating.Rating;
import io.alltools.trajectories.rating.RunRating;
import io.alltools.web.AllTools;
import io.alltools.web.caller.Caller;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.Blocking;
import io.alltools.web.http.JsonAnswer;
import io.alltools.web.http.JsonFields;
import io.alltools.web.run.LiveRuns;
import io.alltools.web.store.TrajectoryFilter;
import io.alltools.web.store.TrajectoryOrder;
import io.alltools.web.store.TrajectoryStore;
import io.alltools.web.store.TrajectorySummary;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/trajectories}: recorded runs as data, and what people think of them. */
public final class TrajectoryRoutes {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;
    /** How many runs a request may name. */
    private static final int MOST_NAMED = 1000;

    private final LiveRuns runs;
    private final TrajectoryStore trajectories;

    public TrajectoryRoutes(AllTools app, LiveRuns runs) {
        this.runs = runs;
        this.trajectories = app.trajectories();
    }

    public RouterFunction<ServerResponse> routes() {
        return route().GET("/api/trajectories", this::list)
                .GET("/api/trajectories/stats", this::stats)
                .add(new TrajectoryExportRoutes(trajectories).routes())
                .POST("/api/trajectories/inclusion", this::include)
                .GET("/api/trajectories/{id}", this::get)
                .GET("/api/trajectories/{id}/rating", this::rating)
                .PUT("/api/trajectories/{id}/rating", this::rate)
                .PUT("/api/trajectories/{id}/steps/{step}/rating", this::rateStep)
                .build();
    }

    /** The runs that the caller may see, changed by the caller. */
    private TrajectoryStore trajectories(ServerRequest request) {
        return trajectories.as(Caller.of(request));
    }

    private Mono<ServerResponse> list(ServerRequest request) {
        TrajectoryParameters parameters = new TrajectoryParameters(request);
        TrajectoryFilter filter = parameters.filter();
        TrajectoryOrder order = parameters.order();
        TrajectoryOrder.Place after = parameters.after(order);
        int limit = Query.number(request, "limit", DEFAULT_LIMIT, MAX_LIMIT);
        return Blocking.call(() -> {
                    TrajectoryStore store = trajectories(request);
                    // One more tells whether another page follows.
                    List<TrajectorySummary> found = store.page(filter, order, after, limit + 1);
                    List<TrajectorySummary> page = found.size() > limit ? found.subList(0, limit) : found;
                    ObjectNode body = Json.object();
                    var array = body.putArray("trajectories");
                    page.forEach(each -> array.add(view(each)));
                    body.put(
                            "next",
                            found.size() > limit
                                    ? TrajectoryStore.endOf(page, order).text()
                                    : null);
                    // It is the same on each page.
                    return after == null ? body.put("total", store.count(filter)) : body;
                })
                .flatMap(JsonAnswer::ok);
    }

    private Mono<ServerResponse> stats(ServerRequest request) {
        TrajectoryFilter filter = new TrajectoryParameters(request).filter();
        return Blocking.call(() -> trajectories(request).stats(filter)).flatMap(JsonAnswer::ok);
    }

    private Mono<ServerResponse> get(ServerRequest request) {
        return Blocking.call(() ->
                        view(trajectories(request).find(id(request)).orElseThrow(() -> RunRoutes.missing(id(request)))))
                .flatMap(JsonAnswer::ok);
    }

    private Mono<ServerResponse> rating(ServerRequest request) {
        return Blocking.call(() -> {
                    var ratings = trajectories(request).ratings();
                    ObjectNode body =
                            view(ratings.ofRun(id(request)).orElseThrow(() -> RunRoutes.missing(id(request))));
                    ObjectNode steps = body.putObject("steps");
                    ratings.ofSteps(id(request)).forEach((step, rating) -> steps.set("" + step, view(rating)));
                    return body;
                })
                .flatMap(JsonAnswer::ok);
    }

    private Mono<ServerResponse> rate(ServerRequest request) {
        return JsonAnswer.body(request)
                .flatMap(body -> Blocking.call(() -> view(trajectories(request)
                        .ratings()
                        .rate(id(request), RatingReader.run(body))
                        .orElseThrow(() -> RunRoutes.missing(id(request))))))
                .flatMap(JsonAnswer::ok);
    }

    private Mono<ServerResponse> rateStep(ServerRequest request) {
        return JsonAnswer.body(request)
                .flatMap(body -> Blocking.call(() -> {
                    TrajectoryStore store = trajectories(request);
                    if (store.find(id(request)).isEmpty()) {
                        throw RunRoutes.missing(id(request));
                    }
                    int step =
                            Math.toIntExact(Query.number(request.pathVariable("step"), "step", 1, Integer.MAX_VALUE));
                    return view(store.ratings()
                            .rate(id(request), step, RatingReader.step(body))
                            .orElseThrow(() -> ApiError.notFound(
                                    "step_not_found", "run \"" + id(request) + "\" has no step " + step)));
                }))
                .flatMap(JsonAnswer::ok);
    }

    /** Of the runs that are named, or of all that the address's filter finds: one of both must be said. */
    private Mono<ServerResponse> include(ServerRequest request) {
        TrajectoryFilter filter = new TrajectoryParameters(request).filter();
        return JsonAnswer.body(request)
                .flatMap(body -> Blocking.call(() -> {
                    if (!body.json().has("included")) {
                        throw ApiError.invalid("included", "\"included\" is required: expected true, false or null");
                    }
                    Boolean included = body.get("included") == null ? null : (Boolean) body.flag("included", false);
                    List<String> named = named(body);
                    TrajectoryStore store = trajectories(request);
                    int changed = named == null ? store.include(filter, included) : store.include(named, included);
                    return Json.object().put("changed", changed);
                }))
                .flatMap(JsonAnswer::ok);
    }

    private static @Nullable List<String> named(JsonFields body) {
        List<String> named = body.texts("runs");
        if ((named == null) != body.flag("all", false)) {
            throw ApiError.invalid(
                    "runs", "expected either \"runs\", an array of ids, or \"all\": true for what the filter finds");
        }
        if (named != null && named.size() > MOST_NAMED) {
            throw ApiError.invalid("runs", named.size() + " runs are too many: expected at most " + MOST_NAMED);
        }
        return named;
    }

    private static String id(ServerRequest request) {
        return request.pathVariable("id");
    }

    private ObjectNode view(TrajectorySummary each) {
        ObjectNode json = (ObjectNode) Json.MAPPER.<JsonNode>valueToTree(each.run());
        json.put("live", runs.isLive(each.run().id())).put("tokens", each.tokens());
        json.set("rating", view(each.rating()));
        json.set("tools", Json.MAPPER.valueToTree(each.tools()));
        return json;
    }

    private static ObjectNode view(RunRating rating) {
        ObjectNode json = view(rating.rating());
        json.put("included", rating.included());
        return json.put("task", rating.task());
    }

    private static ObjectNode view(Rating rating) {
        ObjectNode json = (ObjectNode) Json.MAPPER.<JsonNode>valueToTree(rating);
        return json.put("effectiveReward", rating.effectiveReward());
    }
}
