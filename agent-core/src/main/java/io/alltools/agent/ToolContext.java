package io.alltools.agent;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What a tool knows about the call beside its arguments.
 *
 * @param folder the session's folder for files; created by the first tool that needs it
 * @param caller the run that makes the call
 */
public record ToolContext(String sessionId, String callId, Path folder, Caller caller) {

    /**
     * A run that calls.
     *
     * @param depth how many runs lie around it
     * @param left what it may still spend
     * @param conversation what its conversation holds
     * @param meter is told what a run within the call spends
     */
    public record Caller(String runId, int depth, Budget left, ToolPolicy.Context conversation, Consumer<Spent> meter) {

        /** A call outside of all runs. */
        public static final Caller NONE =
                new Caller("", 0, Budget.DEFAULT, new ToolPolicy.Context("", Trust.TRUSTED, false), spent -> {});
    }

    public ToolContext(String sessionId, String callId, Path folder) {
        this(sessionId, callId, folder, Caller.NONE);
    }
}
