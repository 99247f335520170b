package io.alltools.agent;

import java.util.List;
import java.util.Set;

/**
 * Does the work of one tool. Implementations are safe for use from several sessions at once.
 *
 * <p>What goes wrong inside a tool is a {@link ToolResult.Failed}, which the model sees as an observation; an exception
 * from {@link #call} is a defect of the tool and becomes one too.
 */
public interface Tool extends AutoCloseable {

    ToolSpec spec();

    /**
     * Runs the tool and blocks until it is done. An interrupt cancels the call.
     *
     * @param arguments as in {@link ToolCall#arguments()}; a function's arguments have been checked against its schema
     */
    ToolResult call(String arguments, ToolContext context) throws InterruptedException;

    /** What its calls do beside giving a result; what is not known must be expected. */
    default Set<Trait> traits() {
        return Trait.UNKNOWN;
    }

    /**
     * What stands in this tool's place by now, for a run that begins: itself, or all tools of the server that it comes
     * from, where that has changed what it offers. Each of a server's tools gives the same list.
     */
    default List<Tool> current() {
        return List.of(this);
    }

    /** Forgets what the tool keeps for a session, such as an interpreter's variables. */
    default void endSession(String sessionId) {}

    @Override
    default void close() {}
}
