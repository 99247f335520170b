package io.alltools.web.alltools;

import io.alltools.web.AllTools;
import io.alltools.web.RunOrder;
import io.alltools.web.caller.Caller;
import io.alltools.web.caller.Scope;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.Blocking;
import io.alltools.web.http.ErrorAnswers;
import io.alltools.web.http.EventStream;
import io.alltools.web.http.JsonAnswer;
import io.alltools.web.http.JsonFields;
import io.alltools.web.openai.AllToolsAnswers;
import io.alltools.web.permission.Approvals;
import io.alltools.web.run.LiveRuns;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * Does each request as a run in a session, which is recorded like any other, and tells it as it goes on. A client that
 * goes away cancels it. Nobody can be asked in between: a call that needs a person's approval is denied, and the model
 * is told so.
 */
public final class AllToolsCompletions implements AllToolsAnswers {

    private final AllTools app;
    private final LiveRuns runs;
    private final Approvals approvals;

    public AllToolsCompletions(AllTools app, LiveRuns runs, Approvals approvals) {
        this.app = app;
        this.runs = runs;
        this.approvals = approvals;
    }

    @Override
    public Mono<ServerResponse> answer(ServerRequest request, JsonFields body) {
        Caller caller = Caller.of(request);
        if (!caller.may(Scope.RUNS)) {
            throw new ApiError(
                    ApiError.Kind.FORBIDDEN,
                    "this key may not have the server run tools: it needs the scope " + Scope.RUNS.word() + " beside "
                            + Scope.CHAT.word(),
                    "tools",
                    "missing_scope");
        }
        return Blocking.call(() -> AllToolsReader.read(body, app, caller)).flatMap(asked -> {
            SessionLinks links = new SessionLinks(request.uri(), asked.order().sessionId());
            Flux<ObjectNode> chunks = chunks(asked, caller, links);
            return asked.stream() ? stream(chunks) : whole(chunks);
        });
    }

    private static Mono<ServerResponse> whole(Flux<ObjectNode> chunks) {
        return chunks.collectList().flatMap(all -> JsonAnswer.ok(WholeAnswer.of(all)));
    }

    private static Mono<ServerResponse> stream(Flux<ObjectNode> chunks) {
        AtomicBoolean begun = new AtomicBoolean();
        return EventStream.answer(chunks.doOnNext(chunk -> begun.set(true))
                .map(chunk -> EventStream.event(chunk.toString()))
                .concatWithValues(EventStream.event("[DONE]"))
                .onErrorResume(
                        failure -> begun.get(),
                        failure -> Mono.just(EventStream.event(
                                ErrorAnswers.of(failure).toJson().toString()))));
    }

    private Flux<ObjectNode> chunks(AllToolsRequest asked, Caller caller, SessionLinks links) {
        RunOrder order = asked.order();
        AllToolsChunks chunks = new AllToolsChunks(asked, app.model().name(), links);
        return Blocking.call(() -> start(order, caller))
                .flatMapMany(runId -> runs.events(runId, -1))
                .concatMapIterable(entry -> chunks.of(entry.event()))
                .doOnCancel(() -> runs.cancel(order.runId()))
                .doFinally(signal -> approvals.forget(order.runId()));
    }

    private String start(RunOrder order, Caller caller) {
        approvals.unattended(order.runId());
        runs.start(order, caller);
        // A client that went away meanwhile interrupted this thread, perhaps before the run was there to cancel.
        if (Thread.currentThread().isInterrupted()) {
            boolean ignored = runs.cancel(order.runId());
        }
        return order.runId();
    }
}
