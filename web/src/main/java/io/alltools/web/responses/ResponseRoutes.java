package io.alltools.web.responses;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.web.AllTools;
import io.alltools.web.caller.Caller;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.Blocking;
import io.alltools.web.http.ErrorAnswers;
import io.alltools.web.http.EventStream;
import io.alltools.web.http.JsonAnswer;
import io.alltools.web.run.LiveRuns;
import io.alltools.web.store.ResponseRecord;
import java.util.List;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/responses}. */
public final class ResponseRoutes {

    private static final int DEFAULT_ITEMS = 20;
    private static final int MAX_ITEMS = 100;

    private final AllTools app;
    private final LiveRuns runs;
    private final ResponseRuns responses;

    public ResponseRoutes(AllTools app, LiveRuns runs) {
        this.app = app;
        this.runs = runs;
        this.responses = new ResponseRuns(app, runs);
    }

    public RouterFunction<ServerResponse> routes() {
        return route().POST("/v1/responses", this::create)
                .GET("/v1/responses/{id}", this::show)
                .POST("/v1/responses/{id}/cancel", this::cancel)
                .DELETE("/v1/responses/{id}", this::delete)
                .GET("/v1/responses/{id}/input_items", this::inputItems)
                .build();
    }

    /** What the one who makes a request may see. */
    private StoredResponses stored(ServerRequest request) {
        return new StoredResponses(
                app.store().as(Caller.of(request)), app.sessions().as(Caller.of(request)), app.responses());
    }

    private Mono<ServerResponse> create(ServerRequest request) {
        return JsonAnswer.body(request)
                .flatMap(body -> Blocking.call(() -> RequestReader.read(body, app, stored(request))))
                .flatMap(wanted -> begin(wanted, Caller.of(request)));
    }

    private Mono<ServerResponse> begin(ResponseRequest wanted, Caller caller) {
        ResponseRecord record = wanted.record();
        Attended attended = new Attended(runs, record.runId());
        Mono<ResponseRecord> begun = Blocking.call(() -> {
            responses.start(wanted, caller);
            if (!record.background()) {
                attended.begun();
            }
            return record;
        });
        if (record.background()) {
            return begun.flatMap(known -> wanted.stream()
                    ? stream(known, -1, runs.events(known.runId(), -1))
                    : Blocking.call(() ->
                                    ResponseFold.response(known, app.store().entries(known.runId(), 0)))
                            .flatMap(JsonAnswer::ok));
        }
        Mono<ServerResponse> answer = begun.flatMap(known -> wanted.stream()
                ? stream(known, -1, runs.events(known.runId(), -1).doOnCancel(attended::leave))
                : runs.events(known.runId(), -1)
                        .collectList()
                        .flatMap(entries -> JsonAnswer.ok(ResponseFold.response(known, entries))));
        return answer.doOnCancel(attended::leave);
    }

    /** @param after the number of the last event that the client has; -1 for none */
    private static Mono<ServerResponse> stream(ResponseRecord record, long after, Flux<JournalEntry> entries) {
        return EventStream.answer(Flux.defer(() -> {
            ResponseFold fold = new ResponseFold(record);
            return entries.concatMapIterable(fold::add)
                    .filter(event -> event.path("sequence_number").asLong() > after)
                    .onErrorResume(failure -> fold.next() > 0, failure -> Mono.just(error(failure, fold.next())))
                    .map(ResponseRoutes::event);
        }));
    }

    private static String event(ObjectNode event) {
        return EventStream.event(
                event.path("sequence_number").asString(), event.path("type").asString(), Json.write(event));
    }

    /** The run could not be recorded any further. */
    private static ObjectNode error(Throwable failure, long number) {
        ApiError error = ErrorAnswers.of(failure);
        ObjectNode body = (ObjectNode) error.toJson().path("error");
        return Json.object()
                .put("type", "error")
                .put("sequence_number", number)
                .put("code", body.path("code").asString("internal_error"))
                .put("message", body.path("message").asString())
                .putNull("param");
    }

    private Mono<ServerResponse> show(ServerRequest request) {
        boolean stream = request.queryParam("stream").filter("true"::equals).isPresent();
        long after = request.queryParam("starting_after")
                .or(() -> request.headers().header("Last-Event-ID").stream().findFirst())
                .map(ResponseRoutes::number)
                .orElse(-1L);
        return Blocking.call(() -> stored(request).require(request.pathVariable("id")))
                .flatMap(found -> stream
                        ? stream(
                                found.record(),
                                after,
                                runs.events(found.record().runId(), -1))
                        : JsonAnswer.ok(found.response()));
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw ApiError.invalid(
                    "starting_after",
                    "starting_after \"" + text + "\" is no number: expected the sequence_number of the last event");
        }
    }

    private Mono<ServerResponse> cancel(ServerRequest request) {
        return Blocking.call(() -> {
                    StoredResponses stored = stored(request);
                    StoredResponses.Found found = stored.require(request.pathVariable("id"));
                    responses.cancel(found.record().runId());
                    return stored.require(request.pathVariable("id")).response();
                })
                .flatMap(JsonAnswer::ok);
    }

    private Mono<ServerResponse> delete(ServerRequest request) {
        String id = request.pathVariable("id");
        return Blocking.call(() -> {
                    StoredResponses.Found found = stored(request).require(id);
                    if (runs.isLive(found.record().runId())) {
                        throw new ApiError(
                                ApiError.Kind.CONFLICT,
                                "response \"" + id + "\" goes on: cancel it first",
                                null,
                                "response_in_progress");
                    }
                    responses.forget(found.record());
                    return Json.object().put("id", id).put("object", "response").put("deleted", true);
                })
                .flatMap(JsonAnswer::ok);
    }

    private Mono<ServerResponse> inputItems(ServerRequest request) {
        String order = request.queryParam("order").orElse("desc");
        if (!List.of("asc", "desc").contains(order)) {
            throw ApiError.invalid("order", "order \"" + order + "\" is unknown: expected asc or desc");
        }
        int limit = request.queryParam("limit").map(ResponseRoutes::limit).orElse(DEFAULT_ITEMS);
        String after = request.queryParam("after").orElse("");
        return Blocking.call(() -> InputItems.page(
                        stored(request).require(request.pathVariable("id")), order.equals("asc"), limit, after))
                .flatMap(JsonAnswer::ok);
    }

    private static int limit(String text) {
        if (text.matches("\\d{1,3}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= MAX_ITEMS) {
            return Integer.parseInt(text);
        }
        throw ApiError.invalid("limit", "limit \"" + text + "\" is out of range: expected 1 to " + MAX_ITEMS);
    }
}
