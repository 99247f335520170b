package io.alltools.web;

import io.alltools.agent.AnswerFormat;
import io.alltools.agent.CallerTools;
import io.alltools.agent.Message;
import io.alltools.agent.Sampling;
import io.alltools.web.agent.AgentDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run that somebody wants done.
 *
 * @param history what was said before; of a run that goes on from another one, what was said since
 * @param results of the calls that the run it goes on from left to the caller
 * @param input what the user says now; empty for nothing, where results stand for it
 * @param system instructions; null leaves those of the history, if any
 * @param tools names out of the agent's toolbox; null for all of them
 * @param maxSteps null for the agent's budget
 * @param maxTokens of one turn; null for the agent's budget
 * @param after the run that the history is of
 * @param agent null for the application's own, which has all of its tools
 * @param format what the answer must look like; null for what the agent's must
 * @param model a model's name; null for the agent's, or else the application's own
 */
public record RunOrder(
        String runId,
        String sessionId,
        List<Message> history,
        List<Message.Observation> results,
        String input,
        @Nullable String system,
        @Nullable List<String> tools,
        Sampling sampling,
        @Nullable Integer maxSteps,
        @Nullable Integer maxTokens,
        After after,
        @Nullable AgentDefinition agent,
        @Nullable AnswerFormat format,
        CallerTools callerTools,
        @Nullable String model) {

    /** An order to the agent's own model. */
    public RunOrder(
            String runId,
            String sessionId,
            List<Message> history,
            List<Message.Observation> results,
            String input,
            @Nullable String system,
            @Nullable List<String> tools,
            Sampling sampling,
            @Nullable Integer maxSteps,
            @Nullable Integer maxTokens,
            After after,
            @Nullable AgentDefinition agent,
            @Nullable AnswerFormat format,
            CallerTools callerTools) {
        this(
                runId,
                sessionId,
                history,
                results,
                input,
                system,
                tools,
                sampling,
                maxSteps,
                maxTokens,
                after,
                agent,
                format,
                callerTools,
                null);
    }

    /** An order at the end of its session. */
    public RunOrder(
            String runId,
            String sessionId,
            String input,
            @Nullable String system,
            @Nullable List<String> tools,
            Sampling sampling,
            @Nullable Integer maxSteps) {
        this(
                runId,
                sessionId,
                List.of(),
                List.of(),
                input,
                system,
                tools,
                sampling,
                maxSteps,
                null,
                After.NEWEST,
                null,
                null,
                CallerTools.NONE);
    }

    /** A question in a session of its own. */
    public static RunOrder of(String input) {
        return new RunOrder(Ids.run(), Ids.session(), input, null, null, Sampling.GREEDY, null);
    }

    public RunOrder saying(String input) {
        return new RunOrder(
                runId,
                sessionId,
                history,
                results,
                input,
                system,
                tools,
                sampling,
                maxSteps,
                maxTokens,
                after,
                agent,
                format,
                callerTools,
                model);
    }

    public RunOrder withHistory(List<Message> history, After after) {
        return inSession(sessionId, history, after);
    }

    public RunOrder inSession(String sessionId, List<Message> history, After after) {
        return new RunOrder(
                runId,
                sessionId,
                history,
                results,
                input,
                system,
                tools,
                sampling,
                maxSteps,
                maxTokens,
                after,
                agent,
                format,
                callerTools,
                model);
    }

    /** The same order of an agent, whose answer has a format. */
    public RunOrder by(@Nullable AgentDefinition agent, @Nullable AnswerFormat format) {
        return new RunOrder(
                runId,
                sessionId,
                history,
                results,
                input,
                system,
                tools,
                sampling,
                maxSteps,
                maxTokens,
                after,
                agent,
                format,
                callerTools,
                model);
    }

    /** The same order with what its caller brings along. */
    public RunOrder with(CallerTools callerTools, List<Message.Observation> results, @Nullable Integer maxTokens) {
        return new RunOrder(
                runId,
                sessionId,
                history,
                results,
                input,
                system,
                tools,
                sampling,
                maxSteps,
                maxTokens,
                after,
                agent,
                format,
                callerTools,
                model);
    }

    /** The same order to a model that is chosen by its name; null for the agent's own. */
    public RunOrder to(@Nullable String model) {
        return new RunOrder(
                runId,
                sessionId,
                history,
                results,
                input,
                system,
                tools,
                sampling,
                maxSteps,
                maxTokens,
                after,
                agent,
                format,
                callerTools,
                model);
    }
}
