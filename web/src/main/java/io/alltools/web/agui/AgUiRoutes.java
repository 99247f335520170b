package io.alltools.web.agui;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.RunEvent;
import io.alltools.agent.ToolSpec;
import io.alltools.web.AllTools;
import io.alltools.web.Ids;
import io.alltools.web.RunOrder;
import io.alltools.web.api.ApprovalRoutes;
import io.alltools.web.api.RunOrderReader;
import io.alltools.web.caller.Caller;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.Blocking;
import io.alltools.web.http.ErrorAnswers;
import io.alltools.web.http.EventStream;
import io.alltools.web.http.JsonAnswer;
import io.alltools.web.http.JsonFields;
import io.alltools.web.run.LiveRuns;
import io.alltools.web.store.RunSummary;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /agui}: one run, told in the events of the AG-UI protocol. */
public final class AgUiRoutes {

    private final AllTools app;
    private final LiveRuns runs;
    private final ApprovalRoutes approvals;

    public AgUiRoutes(AllTools app, LiveRuns runs, ApprovalRoutes approvals) {
        this.app = app;
        this.runs = runs;
        this.approvals = approvals;
    }

    public RouterFunction<ServerResponse> routes() {
        return route().POST("/agui", this::run).build();
    }

    /** @param known the number of the last event that the front end has; -1 for none */
    private record Joined(String runId, long known) {}

    private Mono<ServerResponse> run(ServerRequest request) {
        return JsonAnswer.body(request).flatMap(body -> {
            AgUiInput input = AgUiInput.read(body);
            return Blocking.call(() -> join(input, request))
                    .flatMap(joined -> EventStream.answer(events(input, joined)));
        });
    }

    private Flux<String> events(AgUiInput input, Joined joined) {
        AgUiEvents events = new AgUiEvents(input.threadId(), input.runId());
        AtomicBoolean over = new AtomicBoolean();
        return runs.events(joined.runId(), -1)
                .concatMapIterable(entry -> {
                    List<ObjectNode> told = events.next(entry);
                    if (entry.seq() < joined.known()) {
                        return List.of();
                    }
                    return entry.seq() == joined.known() ? events.rejoined() : told;
                })
                .takeUntil(AgUiEvents::isLast)
                .doOnNext(event -> over.compareAndSet(false, AgUiEvents.isLast(event)))
                .doOnCancel(() -> {
                    // The front end's stop button closes the connection; a run that waits for a person waits on.
                    if (!over.get()) {
                        boolean ignored = runs.cancel(joined.runId());
                    }
                })
                .onErrorResume(failure -> Mono.just(AgUiEvents.error(
                        "internal_error",
                        String.valueOf(ErrorAnswers.of(failure).getMessage()))))
                .map(event -> EventStream.event(event.toString()));
    }

    private Joined join(AgUiInput input, ServerRequest request) throws InterruptedException {
        Caller caller = Caller.of(request);
        // A front end chooses the thread's name: with a key it names a thread of that key.
        String sessionId =
                Ids.session(caller.keyId() == null ? input.threadId() : caller.keyId() + " " + input.threadId());
        if (!input.answers().isEmpty()) {
            return answered(input, sessionId, request);
        }
        RunOrder order = new Conversation(app, app.store().as(caller), sessionId)
                .order(RunOrderReader.settings(input.props(), app), input);
        requireOtherNames(input.tools(), order);
        try {
            runs.start(order, caller);
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid("messages", String.valueOf(e.getMessage()));
        }
        if (Thread.currentThread().isInterrupted()) {
            // The client went away before it could be told.
            runs.cancel(order.runId());
        }
        return new Joined(order.runId(), -1);
    }

    private void requireOtherNames(List<ToolSpec> tools, RunOrder order) {
        for (ToolSpec tool : tools) {
            boolean taken = order.tools() == null
                    ? app.agent(order.agent()).toolbox().find(tool.name()).isPresent()
                    : order.tools().contains(tool.name());
            if (taken) {
                throw ApiError.invalid(
                        "tools",
                        "the server has a tool named \"" + tool.name()
                                + "\": rename yours, or leave the server's out with forwardedProps.tools");
            }
        }
    }

    private Joined answered(AgUiInput input, String sessionId, ServerRequest request) throws InterruptedException {
        Joined joined = null;
        for (AgUiInput.Answer answer : input.answers()) {
            Interrupts interrupt = Interrupts.of(answer.interruptId());
            String runId = interrupt.runId();
            boolean ours = app.store()
                    .as(Caller.of(request))
                    .findTurn(runId)
                    .map(RunSummary::sessionId)
                    .filter(sessionId::equals)
                    .isPresent();
            if (!ours) {
                throw ApiError.notFound(
                        "run_not_found", "there is no run \"" + runId + "\" in thread \"" + input.threadId() + "\"");
            }
            joined = new Joined(runId, asked(runId, interrupt.callId()));
            approvals.decide(runId, interrupt.callId(), decision(answer), request);
        }
        return Objects.requireNonNull(joined);
    }

    private static JsonFields decision(AgUiInput.Answer answer) {
        return answer.payload() == null
                ? new JsonFields(
                        Json.object().put("decision", answer.cancelled() ? "deny" : "approve"), "resume.payload")
                : answer.payload();
    }

    /** The number of the event that asked last about a call. */
    private long asked(String runId, String callId) {
        return app.store().entries(runId, 0).stream()
                .filter(entry -> entry.event() instanceof RunEvent.ApprovalRequested asked
                        && asked.callId().equals(callId))
                .mapToLong(JournalEntry::seq)
                .max()
                .orElseThrow(() -> ApiError.notFound(
                        "approval_not_pending", "call \"" + callId + "\" of run " + runId + " was never asked about"));
    }
}
