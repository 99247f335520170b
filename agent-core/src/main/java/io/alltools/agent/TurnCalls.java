package io.alltools.agent;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of one turn: asks the checks, the policy and a person, records the intent, runs the tool and records
 * the result. Whatever happens, each call gets exactly one result, so that the history stays a valid prompt.
 */
final class TurnCalls {

    private final Agent agent;
    private final RunRequest request;
    private final EventLog log;
    private final Spending spending;
    private final Repetition repetition;
    private final Clock clock;
    private final RecordedStep step;
    private final List<Message> history;

    private final Map<String, ToolResult> results = new HashMap<>();
    private @Nullable Outcome end;

    /**
     * @param step the turn with what is known of its calls already
     * @param history the conversation before the turn
     */
    TurnCalls(
            Agent agent,
            RunRequest request,
            EventLog log,
            Spending spending,
            Repetition repetition,
            Clock clock,
            RecordedStep step,
            List<Message> history) {
        this.agent = agent;
        this.request = request;
        this.log = log;
        this.spending = spending;
        this.repetition = repetition;
        this.clock = clock;
        this.step = step;
        this.history = history;
        step.results().forEach(finished -> results.put(finished.callId(), finished.result()));
    }

    /** A call that may run, with the arguments to run it with. */
    private record Ready(ToolCall call, @Nullable String note) {}

    /**
     * Makes the calls that have no result yet.
     *
     * @return how the run ends after them; null when it goes on
     */
    @Nullable
    Outcome run() throws InterruptedException {
        try {
            List<Ready> together = new ArrayList<>();
            for (ToolCall call : step.calls()) {
                if (results.containsKey(call.id())) {
                    continue;
                }
                Ready ready = end == null ? ready(call) : null;
                if (ready == null) {
                    continue;
                }
                boolean parallel = traits(call.name()).contains(Trait.PARALLEL);
                if (!parallel) {
                    execute(together);
                    together.clear();
                }
                together.add(ready);
                if (!parallel) {
                    execute(together);
                    together.clear();
                }
            }
            execute(together);
        } finally {
            for (ToolCall call : step.calls()) {
                if (!results.containsKey(call.id())) {
                    finish(
                            call,
                            ToolResult.failed(ToolResult.Kind.CANCELLED, "the run ended before this call was done"),
                            0,
                            null);
                }
            }
        }
        return end;
    }

    /** The observations, in the order of the calls. */
    List<Message> observations() {
        return step.calls().stream()
                .<Message>map(
                        call -> Objects.requireNonNull(results.get(call.id())).toObservation(call.id()))
                .toList();
    }

    /** The call when it may run; otherwise null, and it has its result or the run ends. */
    private @Nullable Ready ready(ToolCall call) throws InterruptedException {
        String brokenOff = step.executing().get(call.id());
        if (brokenOff != null) {
            ToolCall made = new ToolCall(call.id(), call.name(), brokenOff);
            return traits(call.name()).contains(Trait.REPEATABLE)
                    ? new Ready(made, null)
                    : ask(
                            made,
                            "the application ended while this call ran, and it may have taken effect:"
                                    + " approve to make it again");
        }
        RunEvent.ApprovalRequested asked = step.asked().get(call.id());
        if (asked != null) {
            ToolCall shown = new ToolCall(call.id(), call.name(), asked.arguments());
            Decision decision = step.decisions().get(call.id());
            return decided(shown, decision != null ? decision : await(shown, asked.reason(), asked.expiresAt()));
        }
        if (!spending.addToolCall()) {
            refuse(
                    call,
                    ToolResult.Kind.LIMIT_EXCEEDED,
                    "the run may make at most " + request.budget().toolCalls() + " tool calls");
            return null;
        }
        if (repetition.goesOnWith(call)) {
            refuse(call, ToolResult.Kind.LIMIT_EXCEEDED, "the same calls were made again and again");
            end = new Outcome(
                    Outcome.Kind.BUDGET_EXHAUSTED,
                    "the run went round in circles: " + call.name() + " was called again with the same arguments");
            return null;
        }
        return judged(call);
    }

    private @Nullable Ready judged(ToolCall call) throws InterruptedException {
        Tool tool = agent.toolbox().find(call.name()).orElse(null);
        if (tool == null) {
            // Nothing can happen: the toolbox says what exists.
            return new Ready(call, null);
        }
        ToolCall checked = call;
        String note = null;
        switch (agent.checks().call(tool.spec(), tool.traits(), call)) {
            case Checks.Finding.Pass ignored -> {}
            case Checks.Finding.Replace replace -> {
                checked = new ToolCall(call.id(), call.name(), replace.text());
                // Otherwise the model can't tell why its key, say, was not accepted.
                note = "a check changed the arguments before the call, to " + replace.text();
            }
            case Checks.Finding.Refuse refused -> {
                refuse(
                        call,
                        ToolResult.Kind.DENIED,
                        "this call of " + call.name() + " is refused: " + refused.reason());
                return null;
            }
        }
        ToolPolicy.Judgement judgement = agent.policy().judge(tool.spec(), tool.traits(), checked, context());
        return switch (judgement.verdict()) {
            case ALLOW -> new Ready(checked, note);
            case ASK -> ask(checked, judgement.reason());
            case DENY -> {
                deny(checked, judgement.reason());
                yield null;
            }
        };
    }

    private @Nullable Ready ask(ToolCall call, String reason) throws InterruptedException {
        Instant expiresAt = clock.instant().plus(agent.approvalExpiry());
        log.emit(new RunEvent.ApprovalRequested(
                step.number(), call.id(), call.name(), call.arguments(), reason, expiresAt));
        return decided(call, await(call, reason, expiresAt));
    }

    private Decision await(ToolCall call, String reason, Instant expiresAt) throws InterruptedException {
        Instant from = clock.instant();
        ToolSpec spec = agent.toolbox()
                .find(call.name())
                .map(Tool::spec)
                .orElseGet(() -> ToolSpec.function(call.name(), "", Json.object()));
        Decision decision = from.isBefore(expiresAt)
                ? agent.approver()
                        .decide(new ApprovalRequest(
                                request.runId(), request.sessionId(), step.number(), spec, call, reason, expiresAt))
                : Decision.EXPIRED;
        spending.waited(Duration.between(from, clock.instant()));
        log.emit(new RunEvent.ApprovalGiven(step.number(), call.id(), decision));
        return decision;
    }

    private @Nullable Ready decided(ToolCall call, Decision decision) {
        return switch (decision) {
            case Decision.Approved approved ->
                approved.arguments() == null
                        ? new Ready(call, null)
                        : new Ready(
                                new ToolCall(call.id(), call.name(), approved.arguments()),
                                "a person changed the arguments to " + approved.arguments());
            case Decision.Denied denied -> {
                deny(call, denied.reason());
                yield null;
            }
            case Decision.Expired ignored -> {
                refuse(call, ToolResult.Kind.DENIED, "nobody decided in time whether this call may run");
                end = new Outcome(
                        Outcome.Kind.NEEDS_INPUT, "nobody decided in time whether " + call.name() + " may be called");
                yield null;
            }
        };
    }

    private void deny(ToolCall call, String reason) {
        refuse(
                call,
                ToolResult.Kind.DENIED,
                "this call of " + call.name() + " was not permitted" + (reason.isBlank() ? "" : " (" + reason + ")")
                        + "; go on without it or ask the user");
    }

    private void refuse(ToolCall call, ToolResult.Kind kind, String message) {
        finish(call, ToolResult.failed(kind, message), 0, null);
    }

    private void execute(List<Ready> together) throws InterruptedException {
        for (Ready ready : together) {
            ToolCall call = ready.call();
            log.emit(new RunEvent.ToolCallExecuting(step.number(), call.id(), call.name(), call.arguments()));
        }
        if (together.size() == 1) {
            execute(together.getFirst());
            return;
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (Ready ready : together) {
                Callable<Boolean> work = () -> {
                    execute(ready);
                    return true;
                };
                running.add(threads.submit(agent.telemetry().carry(work)));
            }
            try {
                for (Future<?> call : running) {
                    call.get();
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause
                        ? cause
                        : new IllegalStateException("a call broke: " + e.getCause(), e);
            } finally {
                // Before the threads are waited for; without effect on those that are done.
                running.forEach(call -> call.cancel(true));
            }
        }
    }

    private void execute(Ready ready) throws InterruptedException {
        long start = System.nanoTime();
        AtomicReference<Spent> within = new AtomicReference<>();
        ToolResult result = agent.toolbox()
                .call(
                        ready.call(),
                        new ToolContext(
                                request.sessionId(),
                                ready.call().id(),
                                request.folder(),
                                new ToolContext.Caller(
                                        request.runId(),
                                        request.parent() == null
                                                ? 0
                                                : request.parent().depth(),
                                        spending.left(),
                                        context(),
                                        spent -> within.accumulateAndGet(
                                                spent, (known, more) -> known == null ? more : known.plus(more)))));
        Tool tool = agent.toolbox().find(ready.call().name()).orElse(null);
        if (tool != null) {
            result = agent.checks().result(tool.spec(), result);
        }
        if (ready.note() != null) {
            result = result.withNote(ready.note());
        }
        finish(ready.call(), result, (System.nanoTime() - start) / 1_000_000, within.get());
    }

    private void finish(ToolCall call, ToolResult result, long millis, @Nullable Spent within) {
        synchronized (results) {
            int rounds = repetition.add(call, result);
            ToolResult noted = rounds == Repetition.ROUNDS
                    ? result.withNote("this came to the same " + rounds
                            + " times; do something else or answer, the run ends if it is called again")
                    : result;
            if (within != null) {
                spending.addWithin(within);
            }
            log.emit(new RunEvent.ToolCallFinished(step.number(), call.id(), call.name(), noted, millis, within));
            results.put(call.id(), noted);
        }
    }

    private Set<Trait> traits(String tool) {
        return agent.toolbox().find(tool).map(Tool::traits).orElse(Trait.UNKNOWN);
    }

    private ToolPolicy.Context context() {
        List<Message> all = new ArrayList<>(history);
        all.add(step.turn().toMessage());
        synchronized (results) {
            results.forEach((id, result) -> all.add(result.toObservation(id)));
        }
        return Surroundings.of(request, agent.toolbox(), all);
    }
}
