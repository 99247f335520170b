package io.alltools.trajectories.curation;

import io.alltools.agent.Json;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Marks turns that are not to be learned ({@code extra.loss} is false): those whose call failed, was never answered or
 * ended in a Python traceback, and answers that were rejected. What the agent did next, its recovery, is learned. What
 * stands in the context is never: exports train on nothing but the agent's own turns, and turns that were copied from
 * an earlier run are marked as well. A mark that is there already stays.
 *
 * @param tracebacks whether a program that ended in a traceback counts as failed
 */
public record LossMask(boolean tracebacks) implements RecordStage {

    public static final StageKind KIND = new StageKind(
            "mask",
            "Takes failed calls and rejected answers out of the loss and keeps the recovery; drops what leaves nothing to learn.",
            List.of(StageOption.flag(
                    "tracebacks",
                    true,
                    "a program that ended in a Python traceback has failed",
                    "the interpreter gives a traceback as a result like any other")),
            settings -> new LossMask(settings.flag("tracebacks")));

    private static final String TRACEBACK = "Traceback (most recent call last)";

    @Override
    public String name() {
        return KIND.name();
    }

    @Override
    public Verdict apply(AtifTrajectory trajectory) {
        List<AtifTrajectory.Step> steps = new ArrayList<>(trajectory.steps().size());
        List<String> changes = new ArrayList<>();
        for (int i = 0; i < trajectory.steps().size(); i++) {
            AtifTrajectory.Step step = trajectory.steps().get(i);
            String reason = reason(trajectory.steps(), i);
            if (reason.isEmpty()) {
                steps.add(step);
            } else {
                ObjectNode extra =
                        step.extra() == null ? Json.object() : step.extra().deepCopy();
                steps.add(step.withExtra(extra.put("loss", false)));
                changes.add(reason);
            }
        }
        if (steps.stream().noneMatch(AtifTrajectory.Step::isTrained)) {
            return new Verdict.Dropped("nothing_to_learn");
        }
        return changes.isEmpty()
                ? new Verdict.Kept(trajectory)
                : new Verdict.Changed(trajectory.withSteps(List.copyOf(steps)), changes);
    }

    /** Empty for a step that stays as it is. */
    private String reason(List<AtifTrajectory.Step> steps, int index) {
        AtifTrajectory.Step step = steps.get(index);
        if (step.source() != AtifTrajectory.Source.AGENT
                || step.extra() != null && !step.extra().path("loss").asBoolean(true)) {
            return "";
        }
        if (Boolean.TRUE.equals(step.copiedContext())) {
            return "masked_copied_context";
        }
        if (index + 1 < steps.size()) {
            ObjectNode next = steps.get(index + 1).extra();
            if (next != null && next.path("answer_rejected").asBoolean(false)) {
                return "masked_rejected_answer";
            }
        }
        if (step.extra() != null && step.extra().has("failure")) {
            // The call stands in the text, as ReAct has it.
            return "masked_failed_call";
        }
        return step.toolCalls() == null ? "" : reason(step, step.toolCalls());
    }

    private String reason(AtifTrajectory.Step step, List<AtifTrajectory.ToolCall> calls) {
        List<AtifTrajectory.Result> results =
                step.observation() == null ? List.of() : step.observation().results();
        if (results.stream().anyMatch(result -> result.extra().has("failure"))) {
            return "masked_failed_call";
        }
        for (AtifTrajectory.ToolCall call : calls) {
            if (results.stream().noneMatch(result -> result.sourceCallId().equals(call.toolCallId()))) {
                return "masked_unanswered_call";
            }
        }
        boolean broke = tracebacks
                && results.stream()
                        .anyMatch(result -> isPython(calls, result.sourceCallId())
                                && Texts.of(result.content()).contains(TRACEBACK));
        return broke ? "masked_traceback" : "";
    }

    /** Others may quote a traceback for good reasons. */
    private static boolean isPython(List<AtifTrajectory.ToolCall> calls, String id) {
        return calls.stream()
                .anyMatch(call ->
                        call.toolCallId().equals(id) && call.functionName().equals("python"));
    }
}
