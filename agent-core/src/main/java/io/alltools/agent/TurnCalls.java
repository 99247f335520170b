package io.alltools.agent;

import java.time.Clock;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of one turn: asks for {@link Consent}, records the intent, runs the tool and records the result.
 * Whatever happens, each call gets exactly one result, so that the history stays a valid prompt.
 */
final class TurnCalls {

    private final Agent agent;
    private final RunRequest request;
    private final EventLog log;
    private final Spending spending;
    private final Repetition repetition;
    private final Consent consent;
    private final RecordedStep step;
    private final List<Message> history;

    private final Map<String, ToolResult> results = new HashMap<>();

    /** Calls of tools that the caller runs. */
    private final List<ToolCall> open = new ArrayList<>();

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
        this.consent = new Consent(agent, request, log, spending, clock, step);
        this.step = step;
        this.history = history;
        step.results().forEach(finished -> results.put(finished.callId(), finished.result()));
    }

    /**
     * Makes the calls that have no result yet.
     *
     * @return how the run ends after them; null when it goes on
     */
    @Nullable
    Outcome run() throws InterruptedException {
        try {
            List<Consent.Verdict.Yes> together = new ArrayList<>();
            for (ToolCall call : step.calls()) {
                if (results.containsKey(call.id())) {
                    continue;
                }
                Consent.Verdict.Yes ready = end == null ? ready(call) : null;
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
            if (end == null && !open.isEmpty()) {
                end = needsInput(open);
            } else {
                open.clear();
            }
        } catch (InterruptedException | RuntimeException e) {
            open.clear();
            throw e;
        } finally {
            for (ToolCall call : step.calls()) {
                if (!results.containsKey(call.id()) && !open.contains(call)) {
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

    static Outcome needsInput(List<ToolCall> open) {
        return new Outcome(
                Outcome.Kind.NEEDS_INPUT,
                "results are needed of "
                        + open.stream().map(ToolCall::name).distinct().collect(Collectors.joining(", ")));
    }

    /** All calls but those that the caller makes. */
    List<ToolCall> answered() {
        return step.calls().stream()
                .filter(call -> results.containsKey(call.id()))
                .toList();
    }

    /** The observations, in the order of the calls. */
    List<Message> observations() {
        return answered().stream()
                .<Message>map(
                        call -> Objects.requireNonNull(results.get(call.id())).toObservation(call.id()))
                .toList();
    }

    /** The call when it may run; otherwise null, and it has its result or the run ends. */
    private Consent.Verdict.@Nullable Yes ready(ToolCall call) throws InterruptedException {
        Consent.Verdict verdict = consent.known(call);
        if (verdict == null) {
            verdict = spending.addToolCall() && !repetition.goesOnWith(call) ? judged(call) : beyondLimits(call);
        }
        if (verdict == null) {
            open.add(call);
            return null;
        }
        return switch (verdict) {
            case Consent.Verdict.Yes yes -> yes;
            case Consent.Verdict.No no -> {
                finish(call, no.result(), 0, null);
                end = no.end();
                yield null;
            }
        };
    }

    /** Null for a call that the caller makes: he sees it anyway, so neither policy nor approver are asked. */
    private Consent.@Nullable Verdict judged(ToolCall call) throws InterruptedException {
        CallerTools brought = request.callerTools();
        ToolSpec callers = brought.find(call.name()).orElse(null);
        if (brought.specs().isEmpty() || agent.toolbox().find(call.name()).isPresent()) {
            return consent.judge(call, context());
        }
        if (callers == null) {
            return new Consent.Verdict.No(agent.toolbox().unknown(call.name(), brought.specs()), null);
        }
        return Toolbox.problemWith(callers, call.arguments())
                .<Consent.Verdict>map(problem -> new Consent.Verdict.No(
                        ToolResult.failed(
                                ToolResult.Kind.INVALID_ARGUMENTS, "the arguments of " + call.name() + " " + problem),
                        null))
                .orElse(null);
    }

    private Consent.Verdict beyondLimits(ToolCall call) {
        return repetition.goesOnWith(call)
                ? new Consent.Verdict.No(
                        ToolResult.failed(ToolResult.Kind.LIMIT_EXCEEDED, "the same calls were made again and again"),
                        new Outcome(
                                Outcome.Kind.BUDGET_EXHAUSTED,
                                "the run went round in circles: " + call.name()
                                        + " was called again with the same arguments"))
                : new Consent.Verdict.No(
                        ToolResult.failed(
                                ToolResult.Kind.LIMIT_EXCEEDED,
                                "the run may make at most " + request.budget().toolCalls() + " tool calls"),
                        null);
    }

    private void execute(List<Consent.Verdict.Yes> together) throws InterruptedException {
        for (Consent.Verdict.Yes ready : together) {
            ToolCall call = ready.call();
            log.emit(new RunEvent.ToolCallExecuting(step.number(), call.id(), call.name(), call.arguments()));
        }
        if (together.size() == 1) {
            execute(together.getFirst());
            return;
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (Consent.Verdict.Yes ready : together) {
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

    private void execute(Consent.Verdict.Yes ready) throws InterruptedException {
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
        if (!ready.note().isEmpty()) {
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
