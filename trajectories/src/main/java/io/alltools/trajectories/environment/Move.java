package io.alltools.trajectories.environment;

import java.util.List;

/** A turn of an {@link Expert}. Both kinds begin with a thought: why this comes next, in a sentence or two. */
public sealed interface Move {

    String thought();

    /** @param calls at least one; several are made side by side */
    record Act(String thought, List<Call> calls) implements Move {

        public Act {
            if (calls.isEmpty()) {
                throw new IllegalArgumentException("a move with no calls: expected at least one, or an answer");
            }
            calls = List.copyOf(calls);
        }
    }

    /** @param text what the user is told; the episode ends with it */
    record Answer(String thought, String text) implements Move {}

    /** @param arguments as in {@link io.alltools.agent.ToolCall#arguments()} */
    record Call(String name, String arguments) {}

    static Move act(String thought, String name, String arguments) {
        return new Act(thought, List.of(new Call(name, arguments)));
    }
}
