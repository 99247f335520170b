package io.alltools.web.api;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.alltools.agent.Json;
import io.alltools.web.AllTools;
import io.alltools.web.caller.Caller;
import io.alltools.web.http.Blocking;
import io.alltools.web.http.JsonAnswer;
import io.alltools.web.run.LiveRuns;
import io.alltools.web.store.AttachmentException;
import io.alltools.web.store.Attachments;
import io.alltools.web.store.SessionFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/sessions/ID/files}: what the user attached to a session and what tools left in its folder. */
public final class FileRoutes {

    private final AllTools app;
    private final LiveRuns runs;
    private final Attachments attachments;

    public FileRoutes(AllTools app, LiveRuns runs) {
        this.app = app;
        this.runs = runs;
        this.attachments = app.attachments();
    }

    public RouterFunction<ServerResponse> routes() {
        return route().POST("/api/sessions/{id}/files", this::attach)
                .GET("/api/sessions/{id}/files", this::list)
                .GET("/api/sessions/{id}/files/{*name}", this::get)
                .DELETE("/api/sessions/{id}/files/{*name}", this::delete)
                .build();
    }

    /** The content is received before anything of the session is touched: a client may be slow, or go away. */
    private Mono<ServerResponse> attach(ServerRequest request) {
        String id = request.pathVariable("id");
        String name = Uploads.name(request);
        boolean overwrite = Query.flag(request, "overwrite");
        long announced = Uploads.announced(request);
        Mono<SessionFile> attached = Mono.usingWhen(
                Blocking.call(() -> {
                    require(request);
                    attachments.check(id, name, announced, overwrite);
                    return attachments.temporary();
                }),
                content -> Uploads.receive(
                                request,
                                "\"" + name + "\"",
                                content,
                                attachments.limits().fileBytes(),
                                () -> attachments.tooLarge(name))
                        .then(Blocking.call(() -> runs.whileIdle(id, () -> {
                            require(request);
                            return attachments.attach(id, name, content, overwrite);
                        }))),
                content -> Blocking.call(() -> {
                            Attachments.discard(content);
                            return content;
                        })
                        .then());
        return attached.onErrorMap(AttachmentException.class, e -> Uploads.answered(e, overwrite))
                .flatMap(file -> JsonAnswer.of(HttpStatus.CREATED, view(file.name(), file.bytes(), true)));
    }

    private Mono<ServerResponse> list(ServerRequest request) {
        String id = request.pathVariable("id");
        return Blocking.call(() -> {
                    require(request);
                    Set<String> attached = app.sessions().files(id).stream()
                            .map(SessionFile::name)
                            .collect(Collectors.toSet());
                    ObjectNode body = Json.object();
                    var files = body.putArray("files");
                    Path folder = app.sessionFolder(id);
                    for (Path file : SessionFiles.all(folder)) {
                        String name = SessionFiles.name(folder, file);
                        files.add(view(name, Files.size(file), attached.contains(name)));
                    }
                    return body;
                })
                .flatMap(JsonAnswer::ok);
    }

    private static ObjectNode view(String name, long bytes, boolean attached) {
        return Json.object()
                .put("name", name)
                .put("bytes", bytes)
                .put("type", Attachments.mediaType(name))
                .put("attached", attached);
    }

    private Mono<ServerResponse> get(ServerRequest request) {
        return Blocking.call(() -> find(request)).flatMap(SessionFiles::answer);
    }

    private Mono<ServerResponse> delete(ServerRequest request) {
        String id = request.pathVariable("id");
        return Blocking.call(() -> {
                    // First of all: whether somebody else's session is busy is nobody's business.
                    require(request);
                    return runs.whileIdle(id, () -> {
                        SessionFiles.Found found = find(request);
                        Files.delete(found.file());
                        app.sessions().detach(id, name(request));
                        return id;
                    });
                })
                .then(ServerResponse.noContent().build());
    }

    private SessionFiles.Found find(ServerRequest request) throws IOException {
        require(request);
        return SessionFiles.find(app.sessionFolder(request.pathVariable("id")), name(request));
    }

    /** Without the slash before it; empty where the path ends without one. */
    private static String name(ServerRequest request) {
        return request.pathVariable("name").replaceFirst("^/", "");
    }

    /** The session must be there, and the caller's to see. */
    private void require(ServerRequest request) {
        String id = request.pathVariable("id");
        if (!app.sessions().as(Caller.of(request)).exists(id)) {
            throw SessionRoutes.missing(id);
        }
    }
}
