package io.alltools.web;

import io.alltools.agent.Message;
import io.alltools.agent.Sampling;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run that somebody wants done.
 *
 * @param history what was said in the session before
 * @param system instructions; null leaves those of the history, if any
 * @param tools names out of the application's toolbox; null for all of them
 * @param maxSteps null for the default budget
 * @param after the run that the history is of
 */
public record RunOrder(
        String runId,
        String sessionId,
        List<Message> history,
        String input,
        @Nullable String system,
        @Nullable List<String> tools,
        Sampling sampling,
        @Nullable Integer maxSteps,
        After after) {

    /** At the end of its session. */
    public RunOrder(
            String runId,
            String sessionId,
            List<Message> history,
            String input,
            @Nullable String system,
            @Nullable List<String> tools,
            Sampling sampling,
            @Nullable Integer maxSteps) {
        this(runId, sessionId, history, input, system, tools, sampling, maxSteps, After.NEWEST);
    }

    /** A question in a session of its own. */
    public static RunOrder of(String input) {
        return new RunOrder(Ids.run(), Ids.session(), List.of(), input, null, null, Sampling.GREEDY, null);
    }

    public RunOrder withHistory(List<Message> history, After after) {
        return inSession(sessionId, history, after);
    }

    public RunOrder inSession(String sessionId, List<Message> history, After after) {
        return new RunOrder(runId, sessionId, history, input, system, tools, sampling, maxSteps, after);
    }
}
