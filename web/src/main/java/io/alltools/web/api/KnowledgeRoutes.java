package io.alltools.web.api;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.alltools.agent.Json;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.tools.retrieval.KnowledgeDocument;
import io.alltools.tools.retrieval.RetrievalTool;
import io.alltools.web.AllTools;
import io.alltools.web.Ids;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.Blocking;
import io.alltools.web.http.JsonAnswer;
import io.alltools.web.knowledge.Knowledge;
import io.alltools.web.store.AttachmentException;
import io.alltools.web.store.AttachmentLimits;
import io.alltools.web.store.Attachments;
import io.alltools.web.store.DocumentFolder;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/knowledge}: the documents that {@code retrieval} searches. */
public final class KnowledgeRoutes {

    private static final int DEFAULT_COUNT = 4;
    private static final int MAX_COUNT = 10;
    private static final int MAX_QUERY = 2_000;

    private final AllTools app;
    private final Knowledge knowledge;

    public KnowledgeRoutes(AllTools app) {
        this.app = app;
        this.knowledge = app.knowledge();
    }

    public RouterFunction<ServerResponse> routes() {
        return route().GET(
                        "/api/knowledge", request -> Blocking.call(this::view).flatMap(JsonAnswer::ok))
                .GET("/api/knowledge/search", this::search)
                .POST("/api/knowledge/documents", this::upload)
                .DELETE("/api/knowledge/documents/{name}", this::delete)
                .build();
    }

    private ObjectNode view() throws IOException {
        DocumentFolder uploads = knowledge.uploads();
        List<KnowledgeDocument> documents = knowledge.documents();
        ObjectNode body = Json.object()
                .put("folder", knowledge.folder().toString())
                .put("writable", uploads != null)
                .put("inUse", app.toolbox().find(RetrievalTool.SPEC.name()).isPresent())
                .put("problem", knowledge.trouble());
        var types = body.putArray("types");
        RetrievalTool.endings().forEach(types::add);
        if (uploads != null) {
            AttachmentLimits limits = uploads.limits();
            body.putObject("limits")
                    .put("fileBytes", limits.fileBytes())
                    .put("totalBytes", limits.totalBytes())
                    .put("count", limits.count());
        }
        var array = body.putArray("documents");
        for (KnowledgeDocument document : documents) {
            ObjectNode view = array.addObject()
                    .put("name", document.name())
                    .put("bytes", document.bytes())
                    .put("changedAt", document.changedAt().toString())
                    .put("state", document.state().name().toLowerCase(Locale.ROOT))
                    .put("passages", document.passages());
            if (!document.problem().isEmpty()) {
                view.put("problem", document.problem());
            }
        }
        return body;
    }

    /** What a model that asked this would get. */
    private Mono<ServerResponse> search(ServerRequest request) {
        String query = request.queryParam("q").orElse("").strip();
        if (query.isEmpty() || query.length() > MAX_QUERY) {
            throw ApiError.invalid(
                    "q", "q has " + query.length() + " characters: expected what to search for, in 1 to " + MAX_QUERY);
        }
        int count = Query.number(request, "count", DEFAULT_COUNT, MAX_COUNT);
        String arguments = Json.object().put("query", query).put("count", count).toString();
        return Blocking.call(() -> {
                    String session = Ids.session();
                    ToolResult result = knowledge
                            .tool()
                            .call(arguments, new ToolContext(session, "search", app.sessionFolder(session)));
                    return ToolCallView.of(result);
                })
                .flatMap(JsonAnswer::ok);
    }

    /** The content is received before anything is touched: a client may be slow, or go away. */
    private Mono<ServerResponse> upload(ServerRequest request) {
        DocumentFolder uploads = writable();
        String name = Uploads.name(request);
        boolean overwrite = Query.flag(request, "overwrite");
        Mono<String> kept = Mono.usingWhen(
                Blocking.call(() -> {
                    uploads.check(name, Uploads.announced(request), overwrite);
                    return app.attachments().temporary();
                }),
                content -> Uploads.receive(
                                request,
                                "\"" + name + "\"",
                                content,
                                uploads.limits().fileBytes(),
                                () -> uploads.tooLarge(name))
                        .then(Blocking.call(() -> {
                            String stored = uploads.put(name, content, overwrite);
                            knowledge.warmUp();
                            return stored;
                        })),
                content -> Blocking.call(() -> {
                            Attachments.discard(content);
                            return content;
                        })
                        .then());
        return kept.onErrorMap(AttachmentException.class, e -> refused(e, overwrite))
                .flatMap(stored ->
                        JsonAnswer.of(HttpStatus.CREATED, Json.object().put("name", stored)));
    }

    private static ApiError refused(AttachmentException e, boolean overwrite) {
        ApiError error = Uploads.answered(e, overwrite);
        return e.kind() == AttachmentException.Kind.TYPE
                ? ApiError.unsupported(
                        "name", error.getMessage() + ": expected one of " + String.join(", ", RetrievalTool.endings()))
                : error;
    }

    private Mono<ServerResponse> delete(ServerRequest request) {
        String name = request.pathVariable("name");
        return Blocking.call(() -> {
                    if (!writable().delete(name)) {
                        throw ApiError.notFound("document_not_found", "there is no document \"" + name + "\"");
                    }
                    // What is gone must not be found any longer.
                    return knowledge.documents();
                })
                .then(ServerResponse.noContent().build());
    }

    private DocumentFolder writable() {
        DocumentFolder uploads = knowledge.uploads();
        if (uploads == null) {
            throw new ApiError(
                    ApiError.Kind.CONFLICT,
                    "the documents are those of " + knowledge.folder() + ", which " + Knowledge.VARIABLE
                            + " names: the server does not change a person's own folder. Change the files there, or start"
                            + " the server without " + Knowledge.VARIABLE + " to upload documents",
                    null,
                    "documents_read_only");
        }
        return uploads;
    }
}
