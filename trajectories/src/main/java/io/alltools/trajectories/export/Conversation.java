package io.alltools.trajectories.export;

import io.alltools.agent.Message;
import io.alltools.agent.ToolSpec;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.util.List;

/**
 * A trajectory as the messages and tools that its model was given, such as to ask a model again.
 *
 * @param messages with calls as the model spelled them
 */
public record Conversation(List<Message> messages, List<ToolSpec> tools) {

    public static Conversation of(AtifTrajectory trajectory) {
        Dialogue dialogue = Dialogue.of(trajectory);
        return new Conversation(dialogue.turns().stream().map(Turn::message).toList(), dialogue.tools());
    }
}
