package io.alltools.trajectories.generation;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How thoughts and calls are told to and by the actor, and so how they stand in the trajectory. */
public enum RolloutForm {
    /** By the model's own tool calls; the thought is the text in front of a call. */
    NATIVE,
    /**
     * As text of two sides without tools, as AgentInstruct has it: {@code Thought:}, {@code Action:} and {@code Action
     * Input:} by the agent, {@code Observation:} by the user (Yao et al. 2022, ReAct).
     */
    REACT;

    /** Its name on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when there is none of that id */
    public static RolloutForm of(String id) {
        return Arrays.stream(values())
                .filter(form -> form.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("format \"" + id + "\" is unknown: expected "
                        + Arrays.stream(values()).map(RolloutForm::id).collect(Collectors.joining(" or "))));
    }
}
