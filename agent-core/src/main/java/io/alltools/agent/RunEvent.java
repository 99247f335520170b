package io.alltools.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a run. These events are the single truth: the console, the stream, the command line, the
 * database and the trajectories are views of them, and a run that broke off goes on from them.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface RunEvent {

    /**
     * @param agent the agent's name
     * @param messages the conversation up to and with the input of this run
     * @param tools what the model may call, as it sees them
     * @param parent the call of another agent's run that this run answers; null for a run of its own
     * @param after the run of the session that this one goes on from; null for a first one
     * @param privateFiles whether the user put files into the session's folder
     * @param outsideText whether the session holds text that nobody here vouches for, as an import brings it
     * @param caller what the caller brought along, also in {@code tools}; null for nothing
     */
    record RunStarted(
            String sessionId,
            String agent,
            String model,
            List<Message> messages,
            List<ToolSpec> tools,
            Sampling sampling,
            Budget budget,
            AnswerFormat format,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            ParentCall parent,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String after,

            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean privateFiles,

            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean outsideText,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            CallerTools caller)
            implements RunEvent {

        /** Runs that were recorded by earlier versions have neither a name nor a format. */
        public RunStarted {
            agent = Objects.requireNonNullElse(agent, Agent.DEFAULT_NAME);
            format = Objects.requireNonNullElse(format, AnswerFormat.TEXT);
        }

        /** A run of its own that answers in text. */
        public RunStarted(
                String sessionId,
                String model,
                List<Message> messages,
                List<ToolSpec> tools,
                Sampling sampling,
                Budget budget) {
            this(sessionId, Agent.DEFAULT_NAME, model, messages, tools, sampling, budget, AnswerFormat.TEXT, null);
        }

        /** A run that begins its session, without files of the user and without text from outside. */
        public RunStarted(
                String sessionId,
                String agent,
                String model,
                List<Message> messages,
                List<ToolSpec> tools,
                Sampling sampling,
                Budget budget,
                AnswerFormat format,
                @Nullable ParentCall parent) {
            this(sessionId, agent, model, messages, tools, sampling, budget, format, parent, null, false, false, null);
        }

        /** The same with another conversation. */
        public RunStarted withMessages(List<Message> other) {
            return new RunStarted(
                    sessionId,
                    agent,
                    model,
                    other,
                    tools,
                    sampling,
                    budget,
                    format,
                    parent,
                    after,
                    privateFiles,
                    outsideText,
                    caller);
        }

        public CallerTools callerTools() {
            return Objects.requireNonNullElse(caller, CallerTools.NONE);
        }

        /** What the user said: the input without what the application added to it. */
        public String input() {
            if (messages.isEmpty()) {
                return "";
            }
            Message last = messages.getLast();
            return last instanceof Message.User user
                            && !user.content().isEmpty()
                            && user.content().getFirst() instanceof Part.Text said
                    ? said.text()
                    : last.text();
        }
    }

    /** The run goes on after its process ended; a step whose turn was not complete begins again. */
    record RunResumed(int step) implements RunEvent {}

    /** A model call begins; steps count from 1. */
    record StepStarted(int step) implements RunEvent {}

    /**
     * The model sees less of the conversation from here on, since it would not fit.
     *
     * @param compaction all that is left out, not only what was added
     */
    record ContextCompacted(int step, Compaction compaction) implements RunEvent {}

    record TextDelta(int step, String text) implements RunEvent {}

    record ReasoningDelta(int step, String text) implements RunEvent {}

    /** The model began to write a call; the tool runs once the turn is complete. */
    record ToolCallStarted(int step, String callId, String name) implements RunEvent {}

    record ToolCallArguments(int step, String callId, String piece) implements RunEvent {}

    /**
     * The model's turn is complete: what it cost and why it ended.
     *
     * @param finishReason null in the records of earlier versions
     * @param tokens null where nobody asked for them
     */
    record UsageReported(
            int step,
            Usage usage,
            @Nullable FinishReason finishReason,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            TokenTrace tokens)
            implements RunEvent {

        public UsageReported(int step, Usage usage, @Nullable FinishReason finishReason) {
            this(step, usage, finishReason, null);
        }
    }

    /** @param reason why a person is asked, one line */
    record ApprovalRequested(int step, String callId, String name, String arguments, String reason, Instant expiresAt)
            implements RunEvent {}

    record ApprovalGiven(int step, String callId, Decision decision) implements RunEvent {}

    /**
     * The tool begins to work. Where {@link ToolCallFinished} is missing behind it, nobody knows what became of it.
     *
     * @param arguments as they are called with, which a person may have changed
     */
    record ToolCallExecuting(int step, String callId, String name, String arguments) implements RunEvent {}

    /** @param spent what runs within the call spent, which counts for this one too; null when there were none */
    record ToolCallFinished(
            int step,
            String callId,
            String name,
            ToolResult result,
            long millis,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Spent spent)
            implements RunEvent {

        /** A call with no run within. */
        public ToolCallFinished(int step, String callId, String name, ToolResult result, long millis) {
            this(step, callId, name, result, millis, null);
        }
    }

    /**
     * The answer does not fit the format that was asked for; the model answers again.
     *
     * @param problem what the model is told
     */
    record AnswerRejected(int step, String problem) implements RunEvent {}

    record StepFinished(int step, FinishReason finishReason) implements RunEvent {}

    /**
     * The last event of a run.
     *
     * @param answer the text of the last turn; empty when there was none
     * @param usage the sum over all steps
     */
    record RunFinished(Outcome outcome, String answer, Usage usage, int steps) implements RunEvent {}
}
