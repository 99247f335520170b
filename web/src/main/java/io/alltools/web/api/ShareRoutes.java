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
import io.alltools.web.key.Secrets;
import io.alltools.web.run.LiveRuns;
import io.alltools.web.store.RunSummary;
import io.alltools.web.store.SessionRecord;
import io.alltools.web.store.SessionStore;
import io.alltools.web.store.Share;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /api/sessions/ID/share}: links under which a branch may be read without a key, see {@link SharedRoutes}. What
 * is shown ends with the run that was the branch's last one then.
 */
public final class ShareRoutes {

    /** Ten years. */
    private static final int MOST_HOURS = 87_600;

    private static final int MOST_SHARES = 100;

    private final AllTools app;
    private final LiveRuns runs;

    public ShareRoutes(AllTools app, LiveRuns runs) {
        this.app = app;
        this.runs = runs;
    }

    public RouterFunction<ServerResponse> routes() {
        return route().POST("/api/sessions/{id}/share", this::share)
                .GET("/api/sessions/{id}/share", this::list)
                .DELETE("/api/sessions/{id}/share/{share}", this::revoke)
                .build();
    }

    private Mono<ServerResponse> share(ServerRequest request) {
        return JsonAnswer.optionalBody(request)
                .flatMap(body -> Blocking.call(() -> make(body, request)))
                .flatMap(made -> JsonAnswer.of(HttpStatus.CREATED, made));
    }

    private ObjectNode make(JsonFields body, ServerRequest request) {
        SessionStore sessions = require(request);
        String id = request.pathVariable("id");
        String leaf = body.text("leaf");
        Integer hours = body.integer("expiresInHours", 1, MOST_HOURS);
        SessionRecord session = sessions.findTree(id, leaf).orElseThrow(() -> SessionRoutes.noLeaf(id, leaf));
        RunSummary last = session.runs().stream()
                .filter(run -> run.id().equals(session.leaf()))
                .findFirst()
                .orElseThrow(() ->
                        ApiError.invalid("leaf", "session \"" + id + "\" has no runs yet: there is nothing to share"));
        if (runs.isLive(last.id())) {
            throw new ApiError(
                    ApiError.Kind.CONFLICT,
                    "run \"" + last.id()
                            + "\" goes on: share the session when it is over, or name an earlier run as leaf",
                    "leaf",
                    "session_busy");
        }
        if (app.shares().ofSession(id).size() >= MOST_SHARES) {
            throw new ApiError(
                    ApiError.Kind.CONFLICT,
                    "session \"" + id + "\" has " + MOST_SHARES + " links: revoke one first",
                    null,
                    "too_many_shares");
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        Share share = new Share(
                Ids.share(),
                id,
                last.id(),
                session.title(),
                now,
                hours == null ? null : now.plus(Duration.ofHours(hours)));
        String token = Secrets.newToken();
        app.shares().add(share, Secrets.hash(token));
        return view(share).put("url", "/shared/" + token);
    }

    private Mono<ServerResponse> list(ServerRequest request) {
        return Blocking.call(() -> {
                    require(request);
                    ObjectNode body = Json.object();
                    var array = body.putArray("shares");
                    app.shares().ofSession(request.pathVariable("id")).forEach(share -> array.add(view(share)));
                    return body;
                })
                .flatMap(JsonAnswer::ok);
    }

    /** Without the link: only the hash of its token is kept. */
    private static ObjectNode view(Share share) {
        Instant expires = share.expiresAt();
        return Json.object()
                .put("id", share.id())
                .put("leaf", share.leafId())
                .put("title", share.title())
                .put("createdAt", share.createdAt().toString())
                .put("expiresAt", expires == null ? null : expires.toString())
                .put("expired", !share.isLive(Instant.now()));
    }

    private Mono<ServerResponse> revoke(ServerRequest request) {
        return Blocking.call(() -> {
                    require(request);
                    String share = request.pathVariable("share");
                    if (!app.shares().delete(request.pathVariable("id"), share)) {
                        throw ApiError.notFound("share_not_found", "the session has no link \"" + share + "\"");
                    }
                    return share;
                })
                .then(ServerResponse.noContent().build());
    }

    private SessionStore require(ServerRequest request) {
        SessionStore sessions = app.sessions().as(Caller.of(request));
        String id = request.pathVariable("id");
        if (!sessions.exists(id)) {
            throw SessionRoutes.missing(id);
        }
        return sessions;
    }
}
