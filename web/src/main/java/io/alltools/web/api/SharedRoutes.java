package io.alltools.web.api;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.alltools.agent.Json;
import io.alltools.web.AllTools;
import io.alltools.web.exchange.SharedView;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.Blocking;
import io.alltools.web.http.JsonAnswer;
import io.alltools.web.key.Secrets;
import io.alltools.web.store.RunSummary;
import io.alltools.web.store.SessionRecord;
import io.alltools.web.store.Share;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /shared/TOKEN}: a branch for whoever has its link, without a key and to be read only. A link that is unknown,
 * was revoked or has expired is the same 404.
 */
public final class SharedRoutes {

    private static final int FILES_KNOWN = 64;

    private final AllTools app;

    /** By share, the files that its branch shows; that does not change any longer. */
    private final Map<String, Set<String>> files = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<String>> eldest) {
            return size() > FILES_KNOWN;
        }
    };

    public SharedRoutes(AllTools app) {
        this.app = app;
    }

    public RouterFunction<ServerResponse> routes() {
        return route().GET("/shared/{token}", this::page)
                .GET("/shared/{token}/entries", this::entries)
                .GET("/shared/{token}/files/{*name}", this::file)
                .build();
    }

    private Mono<ServerResponse> page(ServerRequest request) {
        return Blocking.call(() -> find(request).isPresent())
                .flatMap(known -> ServerResponse.status(known ? 200 : 404)
                        .contentType(MediaType.TEXT_HTML)
                        .header("Cache-Control", "no-store")
                        .header("X-Robots-Tag", "noindex, nofollow")
                        .bodyValue(new ClassPathResource("static/shared.html")));
    }

    /** The branch's runs, or of the one that is named its events. */
    private Mono<ServerResponse> entries(ServerRequest request) {
        String run = request.queryParam("run").orElse(null);
        return Blocking.call(() -> {
                    Share share = find(request).orElseThrow(SharedRoutes::missing);
                    List<RunSummary> branch = branch(share);
                    return run == null ? overview(share, branch) : events(run, branch);
                })
                .flatMap(JsonAnswer::ok);
    }

    private static ObjectNode overview(Share share, List<RunSummary> branch) {
        ObjectNode body = Json.object()
                .put("title", share.title())
                .put("sharedAt", share.createdAt().toString());
        var runs = body.putArray("runs");
        for (RunSummary run : branch) {
            runs.addObject()
                    .put("id", SharedView.id(runs.size()))
                    .put("input", run.input())
                    .put("startedAt", run.startedAt().toString())
                    .put("outcome", run.outcome() == null ? null : run.outcome().name());
        }
        return body;
    }

    private ObjectNode events(String id, List<RunSummary> branch) {
        for (int number = 1; number <= branch.size(); number++) {
            if (SharedView.id(number).equals(id)) {
                ObjectNode body = Json.object();
                body.putArray("entries")
                        .addAll(SharedView.of(
                                number,
                                app.store()
                                        .newEntries(branch.get(number - 1).id(), 0)
                                        .entries()));
                return body;
            }
        }
        throw ApiError.invalid(
                "run",
                "run \"" + id + "\" is not shared: expected " + SharedView.id(1) + " to "
                        + SharedView.id(branch.size()));
    }

    private Mono<ServerResponse> file(ServerRequest request) {
        String name = request.pathVariable("name").replaceFirst("^/", "");
        return Blocking.call(() -> {
                    Share share = find(request).orElseThrow(SharedRoutes::missing);
                    if (!files(share).contains(name)) {
                        throw noFile(name);
                    }
                    SessionFiles.Found found = SessionFiles.find(app.sessionFolder(share.sessionId()), name);
                    if (changedAfter(share.createdAt(), found)) {
                        throw noFile(name);
                    }
                    return found;
                })
                .flatMap(SessionFiles::answer);
    }

    /** What later runs made of a file was not shared. */
    private static boolean changedAfter(Instant shared, SessionFiles.Found found) throws IOException {
        return Files.getLastModifiedTime(found.file()).toInstant().isAfter(shared);
    }

    private Set<String> files(Share share) {
        synchronized (files) {
            Set<String> known = files.get(share.id());
            if (known != null) {
                return known;
            }
        }
        Set<String> shown = new LinkedHashSet<>();
        for (RunSummary run : branch(share)) {
            shown.addAll(SharedView.files(app.store().entries(run.id(), 1)));
        }
        synchronized (files) {
            files.put(share.id(), shown);
        }
        return shown;
    }

    private List<RunSummary> branch(Share share) {
        SessionRecord session =
                app.sessions().findTree(share.sessionId(), share.leafId()).orElseThrow(SharedRoutes::missing);
        Map<String, RunSummary> byId = new LinkedHashMap<>();
        session.runs().forEach(run -> byId.put(run.id(), run));
        return session.branch().stream().map(byId::get).toList();
    }

    private Optional<Share> find(ServerRequest request) {
        return app.shares().find(Secrets.hash(request.pathVariable("token")), Instant.now());
    }

    private static ApiError missing() {
        return ApiError.notFound(
                "share_not_found", "this link leads nowhere: it was revoked, has expired, or was never made");
    }

    private static ApiError noFile(String name) {
        return ApiError.notFound("file_not_found", "the conversation shows no file \"" + name + "\"");
    }
}
