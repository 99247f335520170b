package io.alltools.agent;

import io.alltools.agent.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs a model with tools until it answers.
 *
 * <pre>{@code
 * Agent agent = Agent.of(model, toolbox, journal).withApprover(approver);
 * RunResult result = agent.run(request, entry -> System.out.println(Json.write(entry)));
 * }</pre>
 *
 * @param policy which calls may run, and which a person decides about
 * @param approver that person
 * @param approvalExpiry how long a run waits for a decision before it ends with {@link Outcome.Kind#NEEDS_INPUT}
 */
public record Agent(
        String name,
        ChatModel model,
        Toolbox toolbox,
        Planner planner,
        ToolPolicy policy,
        Approver approver,
        Duration approvalExpiry,
        Checks checks,
        RunJournal journal,
        Telemetry telemetry) {

    public static final String DEFAULT_NAME = "all-tools";

    private static final Duration DEFAULT_EXPIRY = Duration.ofHours(1);

    /** With the planner of GLM-4's All Tools and the {@linkplain ToolPolicy#safe() safe policy}, and nobody to ask. */
    public static Agent of(ChatModel model, Toolbox toolbox, RunJournal journal) {
        return new Agent(
                DEFAULT_NAME,
                model,
                toolbox,
                Planner.allTools(),
                ToolPolicy.safe(),
                Approver.nobody(),
                DEFAULT_EXPIRY,
                Checks.NONE,
                journal,
                Telemetry.NONE);
    }

    public Agent withName(String name) {
        return new Agent(name, model, toolbox, planner, policy, approver, approvalExpiry, checks, journal, telemetry);
    }

    public Agent withToolbox(Toolbox toolbox) {
        return new Agent(name, model, toolbox, planner, policy, approver, approvalExpiry, checks, journal, telemetry);
    }

    public Agent withPolicy(ToolPolicy policy) {
        return new Agent(name, model, toolbox, planner, policy, approver, approvalExpiry, checks, journal, telemetry);
    }

    public Agent withApprover(Approver approver, Duration expiry) {
        return new Agent(name, model, toolbox, planner, policy, approver, expiry, checks, journal, telemetry);
    }

    public Agent withChecks(Checks checks) {
        return new Agent(name, model, toolbox, planner, policy, approver, approvalExpiry, checks, journal, telemetry);
    }

    public Agent observedBy(Telemetry telemetry) {
        return new Agent(
                name,
                model,
                toolbox.observedBy(telemetry),
                planner,
                policy,
                approver,
                approvalExpiry,
                checks,
                journal,
                telemetry);
    }

    /**
     * Runs until an answer, a limit, a failure or an interrupt. Always ends with {@link RunEvent.RunFinished}; after an
     * interrupt the outcome is {@link Outcome.Kind#CANCELLED} and the thread's interrupt flag is set again.
     *
     * @param listener sees each event after it was journalled, one at a time
     */
    public RunResult run(RunRequest request, Consumer<JournalEntry> listener) {
        return new Run(this, request, listener, Clock.systemUTC(), 0).execute();
    }

    /**
     * Goes on with a run whose process ended. Calls that have a result are not made again; one that broke off is made
     * again when its tool is {@link Trait#REPEATABLE}, otherwise a person decides. A run that is finished stays so.
     *
     * @param recorded all events of the run
     * @param request as the run began, see {@link RunEvent.RunStarted}
     */
    public RunResult resume(List<JournalEntry> recorded, RunRequest request, Consumer<JournalEntry> listener) {
        RecordedRun run = RecordedRun.of(recorded);
        return run.finished() != null
                ? finished(run, run.finished())
                : new Run(this, asBegun(request, run.started()), listener, Clock.systemUTC(), recorded.size())
                        .resume(run);
    }

    /**
     * Files that were private when the run began stay so, whatever became of them, and so does text from outside; and
     * the caller's tools are those that he brought then.
     */
    private static RunRequest asBegun(RunRequest request, RunEvent.RunStarted started) {
        return request.inSession(
                        started.after(),
                        request.privateFiles() || started.privateFiles(),
                        request.outsideText() || started.outsideText())
                .with(started.callerTools());
    }

    /**
     * Ends a run that can't go on after its process ended. A run that is finished stays so.
     *
     * @param recorded all events of the run
     * @param request as the run began
     */
    public RunResult end(
            List<JournalEntry> recorded, RunRequest request, Outcome outcome, Consumer<JournalEntry> listener) {
        RecordedRun run = RecordedRun.of(recorded);
        return run.finished() != null
                ? finished(run, run.finished())
                : new Run(this, request, listener, Clock.systemUTC(), recorded.size()).end(run, outcome);
    }

    private RunResult finished(RecordedRun run, RunEvent.RunFinished finished) {
        return new RunResult(
                finished.outcome(), finished.answer(), run.messages(), run.usage(), run.spent(model.price()));
    }
}
