package io.alltools.agent;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides whether the calls of a turn may run: by the checks, the policy, and a person where that says so. */
final class Consent {

    private final Agent agent;
    private final RunRequest request;
    private final EventLog log;
    private final Spending spending;
    private final Clock clock;
    private final RecordedStep step;

    /** @param step the turn with what was asked and decided before its process ended */
    Consent(Agent agent, RunRequest request, EventLog log, Spending spending, Clock clock, RecordedStep step) {
        this.agent = agent;
        this.request = request;
        this.log = log;
        this.spending = spending;
        this.clock = clock;
        this.step = step;
    }

    /** What came of it. */
    sealed interface Verdict {

        /**
         * The call may run.
         *
         * @param call with the arguments to run it with
         * @param note what the model must know of them; empty for nothing
         */
        record Yes(ToolCall call, String note) implements Verdict {}

        /**
         * It may not.
         *
         * @param result the call's
         * @param end how the run ends with it; null when it goes on
         */
        record No(ToolResult result, @Nullable Outcome end) implements Verdict {}
    }

    /** What an earlier process left of the call: that it ran, that it was asked about; null for nothing. */
    @Nullable
    Verdict known(ToolCall call) throws InterruptedException {
        String brokenOff = step.executing().get(call.id());
        if (brokenOff != null) {
            ToolCall made = new ToolCall(call.id(), call.name(), brokenOff);
            Set<Trait> traits =
                    agent.toolbox().find(call.name()).map(Tool::traits).orElse(Trait.UNKNOWN);
            return traits.contains(Trait.REPEATABLE)
                    ? new Verdict.Yes(made, "")
                    : ask(
                            made,
                            "the application ended while this call ran, and it may have taken effect:"
                                    + " approve to make it again",
                            "");
        }
        RunEvent.ApprovalRequested asked = step.asked().get(call.id());
        if (asked == null) {
            return null;
        }
        ToolCall shown = new ToolCall(call.id(), call.name(), asked.arguments());
        Decision decision = step.decisions().get(call.id());
        return decided(
                shown,
                decision != null ? decision : await(shown, asked.reason(), asked.expiresAt()),
                changed(call, shown));
    }

    /** @param context what the conversation holds */
    Verdict judge(ToolCall call, ToolPolicy.Context context) throws InterruptedException {
        Tool tool = agent.toolbox().find(call.name()).orElse(null);
        if (tool == null) {
            // Nothing can happen: the toolbox says what exists.
            return new Verdict.Yes(call, "");
        }
        return switch (checked(agent, tool, call)) {
            case Verdict.No no -> no;
            case Verdict.Yes yes -> {
                ToolPolicy.Judgement judgement = agent.policy().judge(tool.spec(), tool.traits(), yes.call(), context);
                yield switch (judgement.verdict()) {
                    case ALLOW -> yes;
                    case ASK -> ask(yes.call(), judgement.reason(), yes.note());
                    case DENY -> denied(yes.call(), judgement.reason());
                };
            }
        };
    }

    /** What the checks say of a call. */
    static Verdict checked(Agent agent, Tool tool, ToolCall call) {
        return switch (agent.checks().call(tool.spec(), tool.traits(), call)) {
            case Checks.Finding.Pass ignored -> new Verdict.Yes(call, "");
            case Checks.Finding.Replace replace -> {
                ToolCall replaced = new ToolCall(call.id(), call.name(), replace.text());
                yield new Verdict.Yes(replaced, changed(call, replaced));
            }
            case Checks.Finding.Refuse refused ->
                refused(ToolResult.Kind.DENIED, "this call of " + call.name() + " is refused: " + refused.reason());
        };
    }

    /** Otherwise the model can't tell why its key, say, was not accepted. */
    private static String changed(ToolCall call, ToolCall checked) {
        return checked.arguments().equals(call.arguments())
                ? ""
                : "a check changed the arguments before the call, to " + checked.arguments();
    }

    private Verdict ask(ToolCall call, String reason, String note) throws InterruptedException {
        Instant expiresAt = clock.instant().plus(agent.approvalExpiry());
        log.emit(new RunEvent.ApprovalRequested(
                step.number(), call.id(), call.name(), call.arguments(), reason, expiresAt));
        return decided(call, await(call, reason, expiresAt), note);
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

    private Verdict decided(ToolCall call, Decision decision, String note) {
        return switch (decision) {
            case Decision.Approved approved ->
                approved.arguments() == null ? new Verdict.Yes(call, note) : edited(call, approved.arguments());
            case Decision.Denied denied -> denied(call, denied.reason());
            case Decision.Expired ignored ->
                new Verdict.No(
                        ToolResult.failed(ToolResult.Kind.DENIED, "nobody decided in time whether this call may run"),
                        new Outcome(
                                Outcome.Kind.NEEDS_INPUT,
                                "nobody decided in time whether " + call.name() + " may be called"));
        };
    }

    /** What a person typed is checked like what the model wrote. */
    private Verdict edited(ToolCall call, String arguments) {
        ToolCall typed = new ToolCall(call.id(), call.name(), arguments);
        Tool tool = agent.toolbox().find(call.name()).orElse(null);
        return switch (tool == null ? new Verdict.Yes(typed, "") : checked(agent, tool, typed)) {
            case Verdict.No no -> no;
            case Verdict.Yes yes ->
                new Verdict.Yes(
                        yes.call(),
                        "a person changed the arguments to " + yes.call().arguments());
        };
    }

    static Verdict.No denied(ToolCall call, String reason) {
        return refused(
                ToolResult.Kind.DENIED,
                "this call of " + call.name() + " was not permitted" + (reason.isBlank() ? "" : " (" + reason + ")")
                        + "; go on without it or ask the user");
    }

    private static Verdict.No refused(ToolResult.Kind kind, String message) {
        return new Verdict.No(ToolResult.failed(kind, message), null);
    }
}
