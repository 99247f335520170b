package io.alltools.web.api;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.alltools.agent.Json;
import io.alltools.web.AllTools;
import io.alltools.web.Ids;
import io.alltools.web.caller.Caller;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.Blocking;
import io.alltools.web.http.JsonAnswer;
import io.alltools.web.http.JsonFields;
import io.alltools.web.run.LiveRuns;
import io.alltools.web.store.RunSummary;
import io.alltools.web.store.SessionRecord;
import io.alltools.web.store.SessionSearch;
import io.alltools.web.store.SessionStore;
import io.alltools.web.store.SessionSummary;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/sessions}: conversations as trees of runs. */
public final class SessionRoutes {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 1000;
    private static final int TITLE_CHARACTERS = 200;
    private static final int QUERY_CHARACTERS = 200;

    private final AllTools app;
    private final LiveRuns runs;
    private final SessionStore sessions;

    public SessionRoutes(AllTools app, LiveRuns runs) {
        this.app = app;
        this.runs = runs;
        this.sessions = app.sessions();
    }

    /** The sessions that the caller may see; those that it makes are the caller's. */
    private SessionStore sessions(ServerRequest request) {
        return sessions.as(Caller.of(request));
    }

    public RouterFunction<ServerResponse> routes() {
        return route().POST("/api/sessions", this::create)
                .GET("/api/sessions", this::list)
                .GET("/api/sessions/{id}", this::show)
                .PATCH("/api/sessions/{id}", this::rename)
                .DELETE("/api/sessions/{id}", this::delete)
                .build();
    }

    private Mono<ServerResponse> create(ServerRequest request) {
        // A body is not needed.
        return JsonAnswer.optionalBody(request)
                .flatMap(body -> Blocking.call(() -> {
                    String title = title(body);
                    String id = Ids.session();
                    SessionStore own = sessions(request);
                    own.create(id, Instant.now());
                    if (title != null) {
                        own.rename(id, title);
                    }
                    return Json.object().put("sessionId", id);
                }))
                .flatMap(body -> JsonAnswer.of(HttpStatus.CREATED, body));
    }

    private Mono<ServerResponse> list(ServerRequest request) {
        int limit = Query.number(request, "limit", DEFAULT_LIMIT, MAX_LIMIT);
        String before = request.queryParam("before").orElse(null);
        String words = request.queryParam("query").map(String::strip).orElse("");
        if (words.length() > QUERY_CHARACTERS) {
            throw ApiError.invalid(
                    "query", "the query has " + words.length() + " characters: expected at most " + QUERY_CHARACTERS);
        }
        return Blocking.call(() -> {
                    if (before != null) {
                        require(before, request);
                    }
                    return words.isEmpty()
                            ? newest(sessions(request), limit, before)
                            : found(app.search().as(Caller.of(request)), words, limit, before);
                })
                .flatMap(JsonAnswer::ok);
    }

    private ObjectNode newest(SessionStore sessions, int limit, @Nullable String before) {
        // One more than asked for tells whether there is another page.
        List<SessionSummary> found = sessions.newest(limit + 1, before);
        List<SessionSummary> page = found.subList(0, Math.min(limit, found.size()));
        ObjectNode body = Json.object();
        var array = body.putArray("sessions");
        page.forEach(session -> array.add(listed(session)));
        return body.put("next", found.size() > limit ? page.getLast().id() : null);
    }

    /** {@code next} is there as long as not all sessions were looked at, also on a page on which nothing was found. */
    private ObjectNode found(SessionSearch search, String words, int limit, @Nullable String before) {
        SessionSearch.Page page = search.find(words, limit, before);
        ObjectNode body = Json.object();
        var array = body.putArray("sessions");
        for (SessionSearch.Hit hit : page.hits()) {
            ObjectNode snippet = Json.MAPPER.valueToTree(hit.snippet());
            array.add(listed(hit.session()).set("snippet", snippet));
        }
        return body.put("next", page.last());
    }

    private ObjectNode listed(SessionSummary session) {
        ObjectNode json = Json.MAPPER.valueToTree(session);
        return json.put("live", runs.isBusy(session.id()));
    }

    private Mono<ServerResponse> show(ServerRequest request) {
        String id = request.pathVariable("id");
        String leaf = request.queryParam("leaf").orElse(null);
        boolean messages = Query.flag(request, "messages", true);
        return Blocking.call(() -> {
                    require(id, request);
                    SessionStore own = sessions(request);
                    SessionRecord session = (messages ? own.find(id, leaf) : own.findTree(id, leaf))
                            .orElseThrow(() -> noLeaf(id, leaf));
                    return view(session, messages);
                })
                .flatMap(JsonAnswer::ok);
    }

    private ObjectNode view(SessionRecord session, boolean messages) {
        ObjectNode json = Json.MAPPER.valueToTree(session);
        if (!messages) {
            json.remove("messages");
        }
        json.put("live", runs.isBusy(session.id()));
        json.set("branch", Json.MAPPER.valueToTree(session.branch()));
        Map<@Nullable String, List<String>> children = session.children();
        var array = json.putArray("runs");
        for (RunSummary run : session.runs()) {
            ObjectNode node = (ObjectNode) Json.MAPPER.<JsonNode>valueToTree(run);
            node.put("live", runs.isLive(run.id()));
            node.set("children", Json.MAPPER.valueToTree(children.getOrDefault(run.id(), List.of())));
            array.add(node);
        }
        return json;
    }

    private Mono<ServerResponse> rename(ServerRequest request) {
        String id = request.pathVariable("id");
        boolean messages = Query.flag(request, "messages", true);
        return JsonAnswer.body(request)
                .flatMap(body -> Blocking.call(() -> {
                    require(id, request);
                    if (!body.json().has("title")) {
                        throw ApiError.invalid(
                                "title", "\"title\" is required: expected a string, or null for the first input");
                    }
                    SessionStore own = sessions(request);
                    own.rename(id, title(body));
                    return view(
                            (messages ? own.find(id, null) : own.findTree(id, null)).orElseThrow(() -> missing(id)),
                            messages);
                }))
                .flatMap(JsonAnswer::ok);
    }

    private static @Nullable String title(JsonFields body) {
        String title = body.text("title");
        if (title == null) {
            return null;
        }
        if (title.isBlank()
                || title.length() > TITLE_CHARACTERS
                || title.codePoints().anyMatch(Character::isISOControl)) {
            throw ApiError.invalid(
                    "title",
                    "the title has " + title.length() + " characters: expected 1 to " + TITLE_CHARACTERS
                            + " on one line, or null for the first input");
        }
        return title.strip();
    }

    private Mono<ServerResponse> delete(ServerRequest request) {
        String id = request.pathVariable("id");
        return Blocking.call(() -> {
                    // First of all: whether somebody else's session is busy is nobody's business.
                    require(id, request);
                    return runs.whileIdle(id, () -> {
                        require(id, request);
                        app.toolbox().endSession(id);
                        // The record goes last: until then deleting can be tried again.
                        app.attachments().deleteFolder(id);
                        sessions(request).delete(id);
                        return id;
                    });
                })
                .then(ServerResponse.noContent().build());
    }

    private void require(String id, ServerRequest request) {
        if (!sessions(request).exists(id)) {
            throw missing(id);
        }
    }

    static ApiError noLeaf(String id, @Nullable String leaf) {
        return ApiError.invalid("leaf", "leaf \"" + leaf + "\" is not a run of session \"" + id + "\"");
    }

    static ApiError missing(String id) {
        return ApiError.notFound("session_not_found", "there is no session \"" + id + "\"");
    }
}
