package io.alltools.trajectories.preference;

import io.alltools.agent.ChatModel;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.Constraints;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Sampling;
import io.alltools.agent.Service;
import io.alltools.agent.ToolChoice;
import io.alltools.agent.ToolSpec;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.export.Conversation;
import io.alltools.trajectories.ngram.Hashing;
import java.util.ArrayList;
import java.util.List;

/** Other answers to what an agent answered. */
final class Answers {

    private Answers() {}

    /** The index of the agent's last words, when the trajectory ends with them; -1 when it does not. */
    static int last(AtifTrajectory trajectory) {
        int last = trajectory.steps().size() - 1;
        if (last < 1) {
            return -1;
        }
        AtifTrajectory.Step step = trajectory.steps().get(last);
        boolean calls = step.toolCalls() != null && !step.toolCalls().isEmpty();
        return step.source() == AtifTrajectory.Source.AGENT && !calls ? last : -1;
    }

    /** All that came before the last words. */
    static Conversation prompt(AtifTrajectory trajectory) {
        return Conversation.of(trajectory.withSteps(
                trajectory.steps().subList(0, trajectory.steps().size() - 1)));
    }

    /** The same trajectory with other last words, of which nothing else is known. */
    static AtifTrajectory with(AtifTrajectory trajectory, String answer) {
        List<AtifTrajectory.Step> steps = new ArrayList<>(trajectory.steps());
        AtifTrajectory.Step last = steps.removeLast();
        steps.add(new AtifTrajectory.Step(
                last.stepId(),
                null,
                last.source(),
                Json.MAPPER.getNodeFactory().stringNode(answer),
                null,
                null,
                null,
                null,
                last.llmCallCount(),
                null,
                Json.object().put("loss", true)));
        return trajectory.withSteps(List.copyOf(steps));
    }

    /** Asks for an answer in words; tools stay in the prompt. */
    static String ask(ChatModel model, List<Message> messages, List<ToolSpec> tools, Sampling sampling, int maxTokens)
            throws InterruptedException {
        ChatRequest request = new ChatRequest(messages, tools, sampling, maxTokens, List.of())
                .withConstraints(Constraints.DEFAULT.withToolChoice(ToolChoice.NONE))
                .withService(Service.ROLLOUT);
        return model.generate(request, delta -> {}).text();
    }

    /** The seed of one of several answers; every record has its own. */
    static long seed(long seed, AtifTrajectory trajectory, int number) {
        long hash = Hashing.mixed(seed);
        for (char c : trajectory.trajectoryId().toCharArray()) {
            hash = Hashing.mixed(hash + c);
        }
        return Hashing.mixed(hash + number);
    }
}
