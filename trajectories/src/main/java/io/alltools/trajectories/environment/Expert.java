package io.alltools.trajectories.environment;

import io.alltools.agent.Message;
import java.util.List;

/** Plays one episode to its end. It knows the right answer and gets there as a good agent would, by looking first. */
@FunctionalInterface
public interface Expert {

    /**
     * The next turn.
     *
     * @param observations the answers to the calls of the last move, in their order; empty at the beginning
     */
    Move next(List<Message.Observation> observations);
}
