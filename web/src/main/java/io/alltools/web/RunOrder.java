package io.alltools.web;

import io.alltools.agent.AnswerFormat;
import io.alltools.agent.Message;
import io.alltools.agent.Sampling;
import io.alltools.web.agent.AgentDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run that somebody wants done.
 *
 * @param history what was said in the session before
 * @param system instructions; null leaves those of the history, if any
 * @param tools names out of the agent's toolbox; null for all of them
 * @param maxSteps null for the agent's budget
 * @param after the run that the history is of
 * @param agent null for the application's own, which has all of its tools
 * @param format what the answer must look like; null for what the agent's must
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
        After after,
        @Nullable AgentDefinition agent,
        @Nullable AnswerFormat format) {

    /** An order for the application's own agent, which answers in text, at the end of its session. */
    public RunOrder(
            String runId,
            String sessionId,
            List<Message> history,
            String input,
            @Nullable String system,
            @Nullable List<String> tools,
            Sampling sampling,
            @Nullable Integer maxSteps) {
        this(runId, sessionId, history, input, system, tools, sampling, maxSteps, After.NEWEST, null, null);
    }

    /** A question in a session of its own. */
    public static RunOrder of(String input) {
        return new RunOrder(Ids.run(), Ids.session(), List.of(), input, null, null, Sampling.GREEDY, null);
    }

    public RunOrder withHistory(List<Message> history, After after) {
        return inSession(sessionId, history, after);
    }

    public RunOrder inSession(String sessionId, List<Message> history, After after) {
        return new RunOrder(runId, sessionId, history, input, system, tools, sampling, maxSteps, after, agent, format);
    }

    public RunOrder withFormat(AnswerFormat format) {
        return new RunOrder(runId, sessionId, history, input, system, tools, sampling, maxSteps, after, agent, format);
    }
}
