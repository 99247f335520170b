package io.alltools.trajectories.environment;

import io.alltools.agent.Message;
import io.alltools.agent.Tool;
import java.util.List;

/** One attempt at a task in a world of its own. Its tools are used by one agent at a time. */
public interface Episode extends AutoCloseable {

    /** What the agent begins with: a system message that explains the world, and the user's instruction. */
    List<Message> messages();

    /** The tools that work in this world; closed with the episode. */
    List<Tool> tools();

    /**
     * What the attempt was worth by the family's published rule. Looks at the world as the agent left it and at what
     * the agent said and called; a second call gives the same.
     */
    Score score(Attempt attempt);

    /**
     * Does the task step by step, with knowledge of the right answer, by the same tools as an agent.
     *
     * @throws NoExpertException when the right answer is not known
     */
    Expert expert();

    @Override
    default void close() {}
}
