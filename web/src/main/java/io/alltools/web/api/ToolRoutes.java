package io.alltools.web.api;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.alltools.agent.Json;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Toolbox;
import io.alltools.web.AllTools;
import io.alltools.web.caller.Caller;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.Blocking;
import io.alltools.web.http.JsonAnswer;
import io.alltools.web.http.JsonFields;
import io.alltools.web.toolsource.ToolSources;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/tools}: the tools that runs have, and one alone, called by a person. */
public final class ToolRoutes implements AutoCloseable {

    /** Calls by hand at the same time. */
    private static final int MOST_CALLS = 16;

    private static final String CALL_ID = "call_1";

    private final AllTools app;
    private final ToolSources sources;
    private final TrySessions sessions;
    private final Semaphore calls = new Semaphore(MOST_CALLS);

    public ToolRoutes(AllTools app, ToolSources sources) {
        this.app = app;
        this.sources = sources;
        this.sessions = new TrySessions(app);
    }

    public RouterFunction<ServerResponse> routes() {
        return route().GET("/api/tools", request -> Blocking.call(this::list).flatMap(JsonAnswer::ok))
                .GET(
                        "/api/tools/{name}",
                        request -> Blocking.call(() -> view(find(request))).flatMap(JsonAnswer::ok))
                .POST("/api/tools/{name}/try", this::call)
                .GET("/api/tools/try/{session}/files/{*name}", this::file)
                .build();
    }

    @Override
    public void close() {
        sessions.close();
    }

    private ObjectNode list() {
        ObjectNode body = Json.object();
        var array = body.putArray("tools");
        Toolbox toolbox = app.toolbox();
        for (ToolSpec spec : toolbox.specs()) {
            toolbox.find(spec.name()).ifPresent(tool -> array.add(view(tool)));
        }
        return body;
    }

    /** With the source that it was added by, if any. */
    private ObjectNode view(Tool tool) {
        ObjectNode view = ToolView.of(tool);
        sources.of(tool.spec().name())
                .ifPresent(source ->
                        view.putObject("source").put("id", source.id()).put("name", source.name()));
        return view;
    }

    private Tool find(ServerRequest request) {
        String name = request.pathVariable("name");
        return app.toolbox()
                .find(name)
                .orElseThrow(() -> ApiError.notFound("tool_not_found", "there is no tool \"" + name + "\""));
    }

    /** When the client goes away, the call is interrupted. */
    private Mono<ServerResponse> call(ServerRequest request) {
        return JsonAnswer.body(request)
                .flatMap(body -> Blocking.call(() -> called(request, body)))
                .flatMap(JsonAnswer::ok);
    }

    private ObjectNode called(ServerRequest request, JsonFields body) throws InterruptedException {
        Tool tool = find(request);
        String arguments = arguments(tool.spec(), body);
        if (!calls.tryAcquire()) {
            throw new ApiError(
                    ApiError.Kind.OVERLOADED,
                    MOST_CALLS + " calls by hand go on at the same time, and no more may: wait for one to end",
                    null,
                    "too_many_calls");
        }
        try {
            String session = sessions.open(body.text("sessionId"), Caller.of(request));
            ToolContext where = new ToolContext(session, CALL_ID, app.sessionFolder(session));
            long start = System.nanoTime();
            ToolResult result = app.call(new ToolCall(CALL_ID, tool.spec().name(), arguments), where, false);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            return ToolCallView.of(result).put("sessionId", session).put("durationMillis", millis);
        } finally {
            calls.release();
        }
    }

    /**
     * A function's as an object, or as the text that a model would write; a built-in tool's as text. Whether they fit
     * the schema is told as a model would be told.
     */
    private static String arguments(ToolSpec spec, JsonFields body) {
        JsonNode given = body.get("arguments");
        if (given != null && given.isString()) {
            return given.asString();
        }
        return switch (spec.kind()) {
            case BUILT_IN ->
                throw ApiError.invalid(
                        "arguments", "\"arguments\" of " + spec.name() + " must be a string, such as its code");
            case FUNCTION -> {
                if (given == null || !given.isObject()) {
                    throw ApiError.invalid(
                            "arguments", "\"arguments\" of " + spec.name() + " must be an object that fits its schema");
                }
                yield Json.write(given);
            }
        };
    }

    private Mono<ServerResponse> file(ServerRequest request) {
        String session = request.pathVariable("session");
        String name = request.pathVariable("name").replaceFirst("^/", "");
        return Blocking.call(() -> {
                    sessions.require(session, Caller.of(request));
                    return SessionFiles.find(app.sessionFolder(session), name);
                })
                .flatMap(SessionFiles::answer);
    }
}
