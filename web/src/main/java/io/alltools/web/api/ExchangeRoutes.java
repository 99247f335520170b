package io.alltools.web.api;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.alltools.agent.Json;
import io.alltools.web.AllTools;
import io.alltools.web.caller.Caller;
import io.alltools.web.exchange.ExportFormat;
import io.alltools.web.exchange.ImportException;
import io.alltools.web.exchange.Imported;
import io.alltools.web.exchange.SessionImport;
import io.alltools.web.exchange.SessionJson;
import io.alltools.web.exchange.SessionMarkdown;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.Blocking;
import io.alltools.web.http.JsonAnswer;
import io.alltools.web.store.Attachments;
import io.alltools.web.store.RunRecord;
import io.alltools.web.store.RunStore;
import io.alltools.web.store.SessionArchive;
import io.alltools.web.store.SessionRecord;
import io.alltools.web.store.SessionStore;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code /api/sessions/ID/export} and {@code /api/sessions/import}. */
public final class ExchangeRoutes {

    private final AllTools app;

    public ExchangeRoutes(AllTools app) {
        this.app = app;
    }

    public RouterFunction<ServerResponse> routes() {
        return route().GET("/api/sessions/{id}/export", this::export)
                .POST("/api/sessions/import", this::take)
                .build();
    }

    /** A run is read when the client has taken the one before it. */
    private Mono<ServerResponse> export(ServerRequest request) {
        String id = request.pathVariable("id");
        String name = request.queryParam("format").orElse("markdown");
        ExportFormat format = ExportFormat.find(name)
                .orElseThrow(() -> ApiError.invalid(
                        "format", "format \"" + name + "\" is not known: expected one of " + ExportFormat.names()));
        String leaf = request.queryParam("leaf").orElse(null);
        return Blocking.call(() -> {
                    SessionStore sessions = app.sessions().as(Caller.of(request));
                    if (!sessions.exists(id)) {
                        throw SessionRoutes.missing(id);
                    }
                    SessionRecord session =
                            sessions.findTree(id, leaf).orElseThrow(() -> SessionRoutes.noLeaf(id, leaf));
                    return answer(format, session.title(), pieces(format, session, request));
                })
                .flatMap(answer -> answer);
    }

    private Flux<String> pieces(ExportFormat format, SessionRecord session, ServerRequest request) {
        Caller caller = Caller.of(request);
        RunStore runs = app.store().as(caller);
        return switch (format) {
            case MARKDOWN -> {
                SessionMarkdown markdown = new SessionMarkdown();
                List<String> branch = session.branch();
                yield Flux.concat(
                        Flux.just(markdown.head(session.title(), branch.size())),
                        each(branch, id -> markdown.turn(runs.newEntries(id, 0).entries())));
            }
            case JSON -> {
                SessionArchive archive = app.archive().as(caller);
                SessionArchive.Head head =
                        archive.head(session.id()).orElseThrow(() -> SessionRoutes.missing(session.id()));
                Set<String> known = new HashSet<>();
                yield Flux.concat(
                        Flux.just(SessionJson.begin(
                                session.id(), head, app.sessions().as(caller).files(session.id()))),
                        each(archive.runIds(session.id()), id -> run(archive, id, known)),
                        Flux.just(SessionJson.end()));
            }
            case ATIF ->
                each(
                        session.runs().stream().map(run -> run.id()).toList(),
                        // Empty for one that was deleted meanwhile.
                        id -> app.trajectories()
                                .as(caller)
                                .record(id)
                                .map(trajectory -> Json.write(trajectory) + "\n")
                                .orElse(""));
        };
    }

    private static String run(SessionArchive archive, String id, Set<String> known) {
        RunRecord run = archive.run(id, known).orElse(null);
        if (run == null) {
            // Deleted meanwhile.
            return "";
        }
        String text = SessionJson.run(run, known.isEmpty());
        known.add(id);
        return text;
    }

    private interface Piece {
        String of(String runId);
    }

    private static Flux<String> each(List<String> runIds, Piece piece) {
        return Flux.fromIterable(runIds).concatMap(id -> Blocking.call(() -> piece.of(id)), 1);
    }

    private static Mono<ServerResponse> answer(ExportFormat format, String title, Flux<String> pieces) {
        return ServerResponse.ok()
                .contentType(MediaType.parseMediaType(format.mediaType()))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(format.fileName(title), StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(BodyInserters.fromDataBuffers(pieces.filter(text -> !text.isEmpty())
                        .map(text ->
                                DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8)))));
    }

    /** The file is received before anything is made: a client may be slow, or go away. */
    private Mono<ServerResponse> take(ServerRequest request) {
        Caller caller = Caller.of(request);
        long most = app.attachments().limits().fileBytes();
        long announced = request.headers().contentLength().orElse(-1);
        if (announced > most) {
            return Mono.error(tooLarge(most));
        }
        Mono<Imported> imported = Mono.usingWhen(
                Blocking.call(() -> app.attachments().temporary()),
                file -> Uploads.receive(request, "the file", file, most, () -> tooLarge(most))
                        .then(Blocking.call(() -> new SessionImport(
                                        app.archive().as(caller), app.sessions().as(caller))
                                .read(file))),
                file -> Blocking.call(() -> {
                            Attachments.discard(file);
                            return file;
                        })
                        .then());
        return imported.onErrorMap(
                        ImportException.class,
                        e -> new ApiError(
                                ApiError.Kind.INVALID_REQUEST,
                                "the file can't be imported: " + e.getMessage(),
                                e.place(),
                                "import_invalid"))
                .flatMap(made -> JsonAnswer.of(HttpStatus.CREATED, made));
    }

    private static ApiError tooLarge(long most) {
        return new ApiError(
                ApiError.Kind.TOO_LARGE,
                String.format(
                        Locale.ROOT,
                        "the file is too large: at most %,d bytes are accepted, which ALLTOOLS_FILE_MB sets",
                        most),
                null,
                "file_too_large");
    }
}
