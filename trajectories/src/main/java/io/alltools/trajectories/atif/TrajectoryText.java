package io.alltools.trajectories.atif;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** What was asked, done and said in a trajectory, as plain text. */
public final class TrajectoryText {

    private TrajectoryText() {}

    /**
     * What the user asked for: the last thing the user said before the agent's first step of this run; empty for none.
     */
    public static String instruction(AtifTrajectory trajectory) {
        String instruction = "";
        for (AtifTrajectory.Step step : trajectory.steps()) {
            if (step.source() == AtifTrajectory.Source.USER) {
                instruction = of(step.message());
            } else if (isOwn(step)) {
                break;
            }
        }
        return instruction;
    }

    /** The agent's last words; empty when its last step is a call or there is none. */
    public static String answer(AtifTrajectory trajectory) {
        List<AtifTrajectory.Step> steps = trajectory.steps();
        for (int i = steps.size() - 1; i >= 0; i--) {
            AtifTrajectory.Step step = steps.get(i);
            if (step.source() == AtifTrajectory.Source.AGENT) {
                boolean calls = step.toolCalls() != null && !step.toolCalls().isEmpty();
                return calls || !isOwn(step) ? "" : of(step.message());
            }
        }
        return "";
    }

    /** What the agent thought, said and called in this run, one line each. */
    public static String doings(AtifTrajectory trajectory) {
        StringBuilder doings = new StringBuilder();
        for (AtifTrajectory.Step step : trajectory.steps()) {
            if (isOwn(step)) {
                if (step.reasoningContent() != null) {
                    doings.append(step.reasoningContent()).append('\n');
                }
                doings.append(of(step.message())).append('\n');
                if (step.toolCalls() != null) {
                    for (AtifTrajectory.ToolCall call : step.toolCalls()) {
                        doings.append(call.functionName())
                                .append(' ')
                                .append(call.arguments())
                                .append('\n');
                    }
                }
            }
        }
        return doings.toString();
    }

    /** The text of a message or result, without images. */
    public static String of(JsonNode content) {
        if (content.isString()) {
            return content.asString();
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            if (part.path("text").isString()) {
                text.append(text.isEmpty() ? "" : "\n").append(part.path("text").asString());
            }
        }
        return text.toString();
    }

    /** Whether the agent made it in this run. */
    private static boolean isOwn(AtifTrajectory.Step step) {
        return step.source() == AtifTrajectory.Source.AGENT && !Boolean.TRUE.equals(step.copiedContext());
    }
}
