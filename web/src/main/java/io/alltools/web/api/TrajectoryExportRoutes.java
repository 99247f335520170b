package io.alltools.web.api;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.alltools.agent.Json;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.export.ExportOptions;
import io.alltools.trajectories.export.ExportResult;
import io.alltools.trajectories.export.Loss;
import io.alltools.trajectories.export.TrajectoryFormat;
import io.alltools.trajectories.export.TrajectoryFormats;
import io.alltools.web.caller.Caller;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.Blocking;
import io.alltools.web.http.JsonAnswer;
import io.alltools.web.store.TrajectoryFilter;
import io.alltools.web.store.TrajectoryOrder;
import io.alltools.web.store.TrajectoryStore;
import io.alltools.web.store.TrajectorySummary;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Trajectories in the forms that trainers read. An export holds what its filter finds, in the order of the runs'
 * starts, of that the included ones where the filter says nothing of inclusion; what its report counts is the same.
 */
final class TrajectoryExportRoutes {

    private static final int PAGE = 100;
    private static final TrajectoryOrder OLDEST_FIRST = new TrajectoryOrder(TrajectoryOrder.By.STARTED, false);

    private final TrajectoryStore trajectories;

    TrajectoryExportRoutes(TrajectoryStore trajectories) {
        this.trajectories = trajectories;
    }

    /** How a request wants trajectories written. */
    private record Writing(TrajectoryFormat format, ExportOptions options) {

        /** @throws ApiError when there is no such format or loss */
        static Writing of(ServerRequest request) {
            String name = request.queryParam("format").orElse("");
            TrajectoryFormat format = TrajectoryFormats.find(name)
                    .orElseThrow(() -> ApiError.invalid(
                            "format",
                            "format \"" + name + "\" is not usable: expected "
                                    + TrajectoryFormats.all().stream()
                                            .map(TrajectoryFormat::name)
                                            .collect(Collectors.joining(", "))));
            Set<Loss.Kind> allowed = EnumSet.noneOf(Loss.Kind.class);
            Stream.of(request.queryParam("allow").orElse("").split(",", -1))
                    .filter(word -> !word.isEmpty())
                    .forEach(word -> allowed.add(Loss.Kind.find(word).orElseThrow(() -> unknownLoss(word))));
            return new Writing(format, new ExportOptions(allowed));
        }

        ExportResult write(AtifTrajectory trajectory) {
            return format.of(trajectory, options);
        }

        private static ApiError unknownLoss(String word) {
            return ApiError.invalid(
                    "allow",
                    "allow \"" + word + "\" is not usable: expected, between commas, of "
                            + Stream.of(Loss.Kind.values()).map(Loss.Kind::id).collect(Collectors.joining(", ")));
        }
    }

    RouterFunction<ServerResponse> routes() {
        return route().GET("/api/trajectories/formats", request -> JsonAnswer.ok(formats()))
                .GET("/api/trajectories/export", this::export)
                .GET("/api/trajectories/export/report", this::report)
                .GET("/api/trajectories/{id}/preview", this::preview)
                .build();
    }

    private static ObjectNode formats() {
        ObjectNode body = Json.object();
        var formats = body.putArray("formats");
        for (TrajectoryFormat format : TrajectoryFormats.all()) {
            var losses = formats.addObject()
                    .put("name", format.name())
                    .put("description", format.description())
                    .putArray("losses");
            format.losses().stream()
                    .sorted()
                    .forEach(loss -> losses.addObject().put("id", loss.id()).put("effect", loss.effect()));
        }
        return body;
    }

    private Mono<ServerResponse> preview(ServerRequest request) {
        return Blocking.call(() -> {
                    // First of all: whether a run is there is nothing to learn by wrong parameters.
                    AtifTrajectory trajectory = record(trajectories.as(Caller.of(request)), request.pathVariable("id"));
                    ExportResult result = Writing.of(request).write(trajectory);
                    ObjectNode body = Json.object().put("refused", result instanceof ExportResult.Refused);
                    var rows = body.putArray("rows");
                    if (result instanceof ExportResult.Rows(var found, var losses)) {
                        rows.addAll(found);
                    }
                    var losses = body.putArray("losses");
                    result.losses()
                            .forEach(loss -> losses.addObject()
                                    .put("id", loss.kind().id())
                                    .put("step", loss.step())
                                    .put("message", loss.message()));
                    return body;
                })
                .flatMap(JsonAnswer::ok);
    }

    private static AtifTrajectory record(TrajectoryStore store, String runId) {
        return store.record(runId).orElseThrow(() -> RunRoutes.missing(runId));
    }

    /** JSON Lines; a trajectory that is refused has no line, and the report says so. */
    private Mono<ServerResponse> export(ServerRequest request) {
        Writing writing = Writing.of(request);
        TrajectoryStore store = trajectories.as(Caller.of(request));
        Flux<DataBuffer> lines = results(store, filter(request), writing)
                .map(result -> DefaultDataBufferFactory.sharedInstance.wrap(
                        lines(result).getBytes(StandardCharsets.UTF_8)));
        return ServerResponse.ok()
                .contentType(MediaType.parseMediaType("application/jsonl"))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("trajectories-" + writing.format().name() + ".jsonl")
                                .build()
                                .toString())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(lines, DataBuffer.class);
    }

    private static String lines(ExportResult result) {
        return result instanceof ExportResult.Rows(var rows, var losses)
                ? rows.stream().map(row -> Json.write(row) + "\n").collect(Collectors.joining())
                : "";
    }

    private Mono<ServerResponse> report(ServerRequest request) {
        Writing writing = Writing.of(request);
        TrajectoryStore store = trajectories.as(Caller.of(request));
        return results(store, filter(request), writing)
                .collect(Report::new, Report::add)
                .map(Report::view)
                .flatMap(JsonAnswer::ok);
    }

    private static TrajectoryFilter filter(ServerRequest request) {
        TrajectoryFilter filter = new TrajectoryParameters(request).filter();
        return filter.inclusion() == null ? filter.with(TrajectoryFilter.Inclusion.INCLUDED) : filter;
    }

    /** One run after the other, as fast as the client reads. */
    private static Flux<ExportResult> results(TrajectoryStore store, TrajectoryFilter filter, Writing writing) {
        return Blocking.call(() -> store.page(filter, OLDEST_FIRST, null, PAGE))
                .expand(page -> page.size() < PAGE
                        ? Mono.empty()
                        : Blocking.call(() ->
                                store.page(filter, OLDEST_FIRST, TrajectoryStore.endOf(page, OLDEST_FIRST), PAGE)))
                .concatMapIterable(page -> page, 1)
                .map(TrajectorySummary::run)
                .concatMap(run -> Blocking.call(() -> writing.write(record(store, run.id()))), 1);
    }

    /** What became of the trajectories of an export. */
    private static final class Report {

        private long trajectories;
        private long written;
        private long rows;
        /** By kind, in how many trajectories. */
        private final Map<Loss.Kind, Long> refused = new EnumMap<>(Loss.Kind.class);

        private final Map<Loss.Kind, Long> lost = new EnumMap<>(Loss.Kind.class);

        void add(ExportResult result) {
            trajectories++;
            if (result instanceof ExportResult.Rows(var found, var losses)) {
                written++;
                rows += found.size();
            }
            Map<Loss.Kind, Long> counts = result instanceof ExportResult.Refused ? refused : lost;
            result.losses().stream().map(Loss::kind).distinct().forEach(kind -> counts.merge(kind, 1L, Long::sum));
        }

        ObjectNode view() {
            ObjectNode body = Json.object()
                    .put("trajectories", trajectories)
                    .put("written", written)
                    .put("rows", rows)
                    .put("refused", trajectories - written);
            body.set("refusedFor", view(refused));
            body.set("lost", view(lost));
            return body;
        }

        private static JsonNode view(Map<Loss.Kind, Long> counts) {
            var array = Json.object().putArray("losses");
            counts.forEach((kind, n) -> array.addObject().put("id", kind.id()).put("trajectories", n));
            return array;
        }
    }
}
