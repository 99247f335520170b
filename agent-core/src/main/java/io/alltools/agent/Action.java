package io.alltools.agent;

import java.util.List;

/**
 * What the planner decided to do next. Approvals are no action of their own: the {@link ToolPolicy} asks for them, of
 * whatever planner. Another agent is called as a tool.
 */
public sealed interface Action {

    /** Run these calls and come back with their observations. */
    record CallTools(List<ToolCall> calls) implements Action {}

    /** The run is done. */
    record Answer(String text) implements Action {}

    /** Go no further. */
    record Stop(Outcome outcome, String text) implements Action {}
}
