package io.alltools.web.api;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.alltools.agent.ApprovalRequest;
import io.alltools.agent.Decision;
import io.alltools.agent.Json;
import io.alltools.agent.ToolSpec;
import io.alltools.web.audit.AuditLog;
import io.alltools.web.caller.Caller;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.Blocking;
import io.alltools.web.http.JsonAnswer;
import io.alltools.web.http.JsonFields;
import io.alltools.web.permission.ApprovalException;
import io.alltools.web.permission.Approvals;
import io.alltools.web.run.LiveRuns;
import io.alltools.web.store.RunStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/approvals} and {@code /api/runs/ID/approvals}: the calls that wait for a person, and decisions. */
public final class ApprovalRoutes {

    /** How long after its event a call may take to wait. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Approvals approvals;
    private final LiveRuns runs;
    private final RunStore store;
    private final AuditLog audit;

    public ApprovalRoutes(Approvals approvals, LiveRuns runs, RunStore store, AuditLog audit) {
        this.audit = audit;
        this.approvals = approvals;
        this.runs = runs;
        this.store = store;
    }

    public RouterFunction<ServerResponse> routes() {
        return route().GET("/api/approvals", this::pending)
                .GET("/api/runs/{id}/approvals", this::ofRun)
                .POST("/api/runs/{id}/approvals/{callId}", this::decide)
                .build();
    }

    private Mono<ServerResponse> pending(ServerRequest request) {
        return Blocking.call(() -> {
                    RunStore own = store.as(Caller.of(request));
                    List<ApprovalRequest> all = request.queryParam("sessionId")
                            .map(approvals::ofSession)
                            .orElseGet(approvals::pending);
                    return view(all.stream()
                            .filter(each -> own.find(each.runId()).isPresent())
                            .toList());
                })
                .flatMap(JsonAnswer::ok);
    }

    private Mono<ServerResponse> ofRun(ServerRequest request) {
        String id = request.pathVariable("id");
        return Blocking.call(() -> {
                    requireRun(id, request);
                    return view(approvals.ofRun(id));
                })
                .flatMap(JsonAnswer::ok);
    }

    private Mono<ServerResponse> decide(ServerRequest request) {
        String runId = request.pathVariable("id");
        String callId = request.pathVariable("callId");
        return JsonAnswer.body(request)
                .flatMap(body -> Blocking.call(() -> decide(runId, callId, body, request)))
                .flatMap(JsonAnswer::ok);
    }

    /** @param body {@code decision}, {@code arguments} and {@code reason} */
    public ObjectNode decide(String runId, String callId, JsonFields body, ServerRequest request)
            throws InterruptedException {
        requireRun(runId, request);
        try {
            ApprovalRequest asked = approvals.find(runId, callId, runs.isLive(runId) ? PATIENCE : Duration.ZERO);
            Decision decision = decision(body, asked.tool());
            approvals.decide(runId, callId, decision);
            audit.decided(
                    Caller.of(request),
                    request.exchange(),
                    runId,
                    callId,
                    asked.tool().name(),
                    decision instanceof Decision.Approved,
                    decision instanceof Decision.Approved(String arguments)
                            && arguments != null
                            && !arguments.equals(asked.call().arguments()));
        } catch (ApprovalException e) {
            String message = String.valueOf(e.getMessage());
            throw switch (e.kind()) {
                case NOT_PENDING -> ApiError.notFound("approval_not_pending", message);
                case INVALID_ARGUMENTS -> ApiError.invalid("arguments", message);
            };
        }
        return Json.object().put("runId", runId).put("callId", callId).put("decision", body.text("decision"));
    }

    private static Decision decision(JsonFields body, ToolSpec tool) {
        String decision = body.requiredText("decision");
        String arguments = arguments(body, tool);
        String reason = body.text("reason");
        return switch (decision) {
            case "approve" -> {
                if (reason != null) {
                    throw ApiError.invalid("reason", "\"reason\" goes with the decision deny only");
                }
                yield new Decision.Approved(arguments);
            }
            case "deny" -> {
                if (arguments != null) {
                    throw ApiError.invalid("arguments", "\"arguments\" go with the decision approve only");
                }
                yield Decision.denied(Objects.requireNonNullElse(reason, "a person said no"));
            }
            case String other ->
                throw ApiError.invalid("decision", "decision \"" + other + "\" is unknown: expected approve or deny");
        };
    }

    private static @Nullable String arguments(JsonFields body, ToolSpec tool) {
        JsonNode node = body.get("arguments");
        if (node == null) {
            return null;
        }
        if (node.isString()) {
            return node.asString();
        }
        if (node.isObject() && tool.kind() == ToolSpec.Kind.FUNCTION) {
            return Json.write(node);
        }
        throw ApiError.invalid(
                "arguments",
                "\"arguments\" of " + tool.name() + " must be "
                        + (tool.kind() == ToolSpec.Kind.FUNCTION ? "an object or its text" : "a string"));
    }

    private void requireRun(String id, ServerRequest request) {
        if (store.as(Caller.of(request)).find(id).isEmpty()) {
            throw ApiError.notFound("run_not_found", "there is no run \"" + id + "\"");
        }
    }

    private static ObjectNode view(List<ApprovalRequest> requests) {
        ObjectNode body = Json.object();
        var array = body.putArray("approvals");
        for (ApprovalRequest request : requests) {
            array.addObject()
                    .put("runId", request.runId())
                    .put("sessionId", request.sessionId())
                    .put("step", request.step())
                    .put("callId", request.call().id())
                    .put("name", request.call().name())
                    .put("arguments", request.call().arguments())
                    .put("reason", request.reason())
                    .put("expiresAt", request.expiresAt().toString());
        }
        return body;
    }
}
