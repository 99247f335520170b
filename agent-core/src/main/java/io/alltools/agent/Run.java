package io.alltools.agent;

import io.alltools.agent.telemetry.Operation;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run on its way: the conversation so far, what was spent, and the loop that goes on until an end is reached. */
final class Run {

    private static final Logger log = LoggerFactory.getLogger(Run.class);

    private final Agent agent;
    private final RunRequest request;
    private final Clock clock;
    private final EventLog events;
    private final Spending spending;
    private final Repetition repetition = new Repetition();
    private final ContextWindow window;

    private final List<Message> messages;
    private final Set<String> callIds = new HashSet<>();
    private Compaction compaction = Compaction.NONE;
    private boolean repaired;
    private int step;
    private String text = "";

    /** @param seq the number of its next event */
    Run(Agent agent, RunRequest request, Consumer<JournalEntry> listener, Clock clock, long seq) {
        this.agent = agent;
        this.request = request;
        this.clock = clock;
        this.events = new EventLog(request.runId(), agent.journal(), listener, clock, seq);
        this.spending = new Spending(request.budget(), agent.model().price(), clock);
        this.window = new ContextWindow(agent, request);
        this.messages = new ArrayList<>(request.messages());
        remember(messages);
    }

    RunResult execute() {
        return observed(() -> {
            Checks.Finding finding = checkedInput();
            events.emit(new RunEvent.RunStarted(
                    request.sessionId(),
                    agent.name(),
                    agent.model().name(),
                    List.copyOf(messages),
                    window.tools(),
                    request.sampling(),
                    request.budget(),
                    request.format(),
                    request.parent(),
                    request.after(),
                    request.privateFiles(),
                    request.outsideText(),
                    request.callerTools().equals(CallerTools.NONE) ? null : request.callerTools()));
            return finding instanceof Checks.Finding.Refuse refused
                    ? new Outcome(Outcome.Kind.REFUSED, "the input was refused: " + refused.reason())
                    : loop();
        });
    }

    RunResult resume(RecordedRun recorded) {
        return observed(() -> {
            RecordedStep open = restore(recorded);
            events.emit(new RunEvent.RunResumed(open == null ? step + 1 : open.number()));
            Outcome over = open == null ? over(recorded) : null;
            if (over != null) {
                return over;
            }
            if (open != null) {
                step = open.number();
                remember(List.of(open.turn().toMessage()));
                Outcome outcome = act(open);
                if (outcome != null) {
                    return outcome;
                }
            }
            return loop();
        });
    }

    /** Records an end that the recorded events don't hold. */
    RunResult end(RecordedRun recorded, Outcome outcome) {
        return observed(() -> {
            RecordedStep open = restore(recorded);
            if (open != null) {
                step = open.number();
                restore(open);
            }
            return outcome;
        });
    }

    /** Takes over what an earlier process did; the step whose turn is complete and whose calls are not, or null. */
    private @Nullable RecordedStep restore(RecordedRun recorded) {
        spending.restore(recorded);
        compaction = recorded.compaction();
        RecordedStep open = null;
        for (RecordedStep known : recorded.steps()) {
            if (known.finishReason() != null) {
                step = known.number();
                restore(known);
            } else if (known.turnComplete()) {
                open = known;
            }
        }
        return open;
    }

    /** How the run had ended when all but its last event was recorded; null when it had not. */
    private @Nullable Outcome over(RecordedRun recorded) {
        RecordedStep last = recorded.steps().isEmpty() ? null : recorded.steps().getLast();
        if (last == null || last.finishReason() == null || last.rejected() != null) {
            return null;
        }
        return switch (agent.planner().next(last.turn())) {
            case Action.CallTools ignored -> {
                List<ToolCall> open = recorded.openCalls();
                yield open.isEmpty() ? null : TurnCalls.needsInput(open);
            }
            case Action.Stop stop -> stop.outcome();
            case Action.Answer answer -> {
                String problem = AnswerCheck.problem(request.format(), answer.text());
                yield problem.isEmpty() ? Outcome.ANSWERED : unfit(problem);
            }
        };
    }

    private static Outcome unfit(String problem) {
        return new Outcome(Outcome.Kind.FAILED, "the answer does not fit its format: " + problem);
    }

    /** A step of an earlier process, all of which is known. */
    private void restore(RecordedStep known) {
        text = known.text();
        for (ToolCall call : known.calls()) {
            known.resultOf(call.id()).ifPresent(finished -> {
                int ignored = repetition.add(call, finished.result());
            });
        }
        List<Message> added = RecordedRun.messages(known);
        repaired |= known.rejected() != null;
        messages.addAll(added);
        remember(added);
    }

    @FunctionalInterface
    private interface Work {
        Outcome run() throws InterruptedException;
    }

    private RunResult observed(Work work) {
        try (Operation operation =
                agent.telemetry().agent(agent.name(), agent.model().name(), request.runId(), request.sessionId())) {
            RunResult result = finished(work);
            if (result.outcome().kind() != Outcome.Kind.ANSWERED) {
                operation.failed(result.outcome().kind().name().toLowerCase(Locale.ROOT));
            }
            return result;
        }
    }

    private RunResult finished(Work work) {
        Outcome outcome;
        boolean interrupted = false;
        try {
            outcome = work.run();
        } catch (InterruptedException e) {
            outcome = new Outcome(Outcome.Kind.CANCELLED, "the run was cancelled");
            interrupted = true;
        } catch (ModelException e) {
            outcome = new Outcome(Outcome.Kind.FAILED, e.getMessage(), e.kind());
        } catch (JournalException e) {
            // Nothing more can be recorded, its end neither.
            throw e;
        } catch (RuntimeException e) {
            log.error("run {} broke in step {}", request.runId(), step, e);
            outcome = new Outcome(Outcome.Kind.FAILED, "internal error: " + e);
        }
        try {
            events.emit(new RunEvent.RunFinished(outcome, text, spending.usage(), step));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return new RunResult(outcome, text, List.copyOf(messages), spending.usage(), spending.spent());
    }

    private Outcome loop() throws InterruptedException {
        while (true) {
            Outcome outcome = spending.exhausted(step);
            if (outcome == null) {
                outcome = nextStep();
            }
            if (outcome != null) {
                return outcome;
            }
        }
    }

    /** One turn of the model and what follows from it; null when the run goes on. */
    private @Nullable Outcome nextStep() throws InterruptedException {
        step++;
        events.emit(new RunEvent.StepStarted(step));
        ContextWindow.Fitted fitted = window.fit(messages, compaction);
        spending.add(fitted.usage());
        if (!fitted.compaction().equals(compaction)) {
            compaction = fitted.compaction();
            events.emit(new RunEvent.ContextCompacted(step, compaction));
        }
        TurnEvents sink = new TurnEvents(events, step, callIds, agent.checks());
        AssistantTurn turn;
        try (Operation operation = agent.telemetry()
                .chat(
                        agent.model().name(),
                        request.budget().maxTokensPerStep(),
                        request.sampling().temperature())) {
            try {
                turn = agent.model().generate(window.request(step, fitted.messages()), sink);
                operation.turn(
                        turn.usage().promptTokens(),
                        turn.usage().cachedTokens(),
                        turn.usage().completionTokens(),
                        turn.finishReason().name().toLowerCase(Locale.ROOT));
                agent.telemetry()
                        .tokens(
                                agent.model().name(),
                                turn.usage().promptTokens(),
                                turn.usage().completionTokens());
            } catch (ModelException e) {
                operation.failed(e.kind().name().toLowerCase(Locale.ROOT));
                throw e;
            } finally {
                sink.flush();
            }
        }
        spending.add(turn.usage());
        TurnEvents.Complete complete = sink.complete(turn);
        text = complete.turn().text();
        events.emit(new RunEvent.UsageReported(step, turn.usage(), turn.finishReason(), turn.tokens()));
        if (complete.refused() != null) {
            text = "";
            messages.add(Message.assistant(text));
            events.emit(new RunEvent.StepFinished(step, turn.finishReason()));
            return new Outcome(Outcome.Kind.REFUSED, "the answer was refused: " + complete.refused());
        }
        return act(RecordedStep.of(step, clock.instant(), complete.turn()));
    }

    /** What follows from a complete turn, some of whose calls may be done already. */
    private @Nullable Outcome act(RecordedStep known) throws InterruptedException {
        AssistantTurn turn = known.turn();
        text = turn.text();
        return switch (agent.planner().next(turn)) {
            case Action.Answer answer -> answered(turn, answer);
            case Action.Stop stop -> {
                text = stop.text();
                // Calls that were cut off have no observation, so the history keeps only the text.
                messages.add(Message.assistant(turn.text()));
                events.emit(new RunEvent.StepFinished(step, turn.finishReason()));
                yield stop.outcome();
            }
            case Action.CallTools ignored -> {
                List<Message> before = List.copyOf(messages);
                TurnCalls calls = new TurnCalls(agent, request, events, spending, repetition, clock, known, before);
                Outcome outcome;
                try {
                    outcome = calls.run();
                } catch (InterruptedException e) {
                    add(turn, calls);
                    throw e;
                }
                add(turn, calls);
                events.emit(new RunEvent.StepFinished(step, turn.finishReason()));
                yield outcome;
            }
        };
    }

    private void add(AssistantTurn turn, TurnCalls calls) {
        messages.add(new Message.Assistant(turn.text(), calls.answered()));
        messages.addAll(calls.observations());
    }

    private @Nullable Outcome answered(AssistantTurn turn, Action.Answer answer) {
        text = answer.text();
        messages.add(turn.toMessage());
        String problem = AnswerCheck.problem(request.format(), text);
        if (problem.isEmpty()) {
            events.emit(new RunEvent.StepFinished(step, turn.finishReason()));
            return Outcome.ANSWERED;
        }
        if (repaired) {
            events.emit(new RunEvent.StepFinished(step, turn.finishReason()));
            return unfit(problem);
        }
        repaired = true;
        String request =
                "The answer does not fit the format: " + problem + ". Answer again, with nothing but what fits.";
        events.emit(new RunEvent.AnswerRejected(step, request));
        messages.add(Message.user(request));
        events.emit(new RunEvent.StepFinished(step, turn.finishReason()));
        return null;
    }

    /** The last message as the checks let it pass. */
    private Checks.Finding checkedInput() {
        if (messages.isEmpty() || !(messages.getLast() instanceof Message.User user)) {
            return Checks.Finding.PASS;
        }
        Checks.Finding finding = agent.checks().input(user.text());
        String replacement = switch (finding) {
            case Checks.Finding.Pass ignored -> null;
            case Checks.Finding.Replace replace -> replace.text();
            // What must not pass must not be kept either.
            case Checks.Finding.Refuse ignored -> "[refused]";
        };
        if (replacement != null) {
            List<Part> content = new ArrayList<>(Part.text(replacement));
            user.content().stream().filter(Part.Image.class::isInstance).forEach(content::add);
            messages.set(messages.size() - 1, new Message.User(List.copyOf(content)));
        }
        return finding;
    }

    private void remember(List<Message> known) {
        for (Message message : known) {
            if (message instanceof Message.Assistant assistant) {
                assistant.calls().forEach(call -> callIds.add(call.id()));
            }
        }
    }
}
