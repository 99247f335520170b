package io.alltools.trajectories.atif;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.RecordedRun;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.node.ObjectNode;

/**
 * One run in the Agent Trajectory Interchange Format.
 *
 * <pre>{@code
 * String json = Json.write(AtifTrajectory.of(store.entries(runId)));
 * }</pre>
 *
 * @param trajectoryId the run's id
 * @param extra {@code outcome} ({@code kind}, {@code detail}; kind {@code incomplete} when the run's end was never
 *     recorded), {@code tools} as the model saw them, {@code sampling} and {@code seed}, {@code budget}; {@code reward}
 *     from 0 to 1 and {@code task} (its id, or what a person calls it) where there are such. One that was generated in
 *     an environment also has {@code environment}, {@code split}, {@code rollout} (from 0), {@code gold} (list of
 *     texts), {@code score} ({@code parts}, {@code reason}) and {@code actor} ({@code model} or {@code oracle})
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AtifTrajectory(
        String schemaVersion,
        String sessionId,
        String trajectoryId,
        Agent agent,
        List<Step> steps,
        FinalMetrics finalMetrics,
        ObjectNode extra) {

    /** The version of the format that these records follow. */
    public static final String SCHEMA_VERSION = "ATIF-v1.7";

    /**
     * Converts a run's events; the last ones may be missing.
     *
     * @throws IllegalArgumentException when the entries do not begin with the run's start or have a gap
     */
    public static AtifTrajectory of(List<JournalEntry> entries) {
        return new AtifWriter(RecordedRun.of(entries)).write();
    }

    public AtifTrajectory withSteps(List<Step> steps) {
        return new AtifTrajectory(schemaVersion, sessionId, trajectoryId, agent, steps, finalMetrics, extra);
    }

    public AtifTrajectory withExtra(ObjectNode extra) {
        return new AtifTrajectory(schemaVersion, sessionId, trajectoryId, agent, steps, finalMetrics, extra);
    }

    /**
     * @param toolDefinitions in the form of OpenAI's function calling, which says nothing of built-ins; how the model
     *     really saw its tools stands in the trajectory's {@code extra.tools}
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Agent(
            String name,
            String version,
            String modelName,
            @Nullable List<ObjectNode> toolDefinitions) {}

    /** Who a step came from. */
    public enum Source {
        @JsonProperty("system")
        SYSTEM,
        @JsonProperty("user")
        USER,
        @JsonProperty("agent")
        AGENT
    }

    /**
     * @param stepId counts from 1 over the whole trajectory
     * @param message a string, or an array of content parts when it holds images
     * @param llmCallCount 1 for a step that the model made in this run
     * @param isCopiedContext true for what was said before this run; such a step is never trained on
     * @param extra for an agent's step {@code loss} (whether this turn is trained on) and {@code finish_reason};
     *     {@code answer_rejected} for what a model was told because its answer was not accepted
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Step(
            int stepId,
            @Nullable Instant timestamp,
            Source source,
            JsonNode message,
            @Nullable String reasoningContent,
            @Nullable List<ToolCall> toolCalls,
            @Nullable Observation observation,
            @Nullable Metrics metrics,
            @Nullable Integer llmCallCount,
            // Jackson's naming would take the "is" for a getter's prefix.
            @JsonProperty("is_copied_context") @Nullable Boolean copiedContext,
            @Nullable ObjectNode extra) {

        public Step withId(int stepId) {
            return new Step(
                    stepId,
                    timestamp,
                    source,
                    message,
                    reasoningContent,
                    toolCalls,
                    observation,
                    metrics,
                    llmCallCount,
                    copiedContext,
                    extra);
        }

        public Step withMessage(JsonNode message) {
            return new Step(
                    stepId,
                    timestamp,
                    source,
                    message,
                    reasoningContent,
                    toolCalls,
                    observation,
                    metrics,
                    llmCallCount,
                    copiedContext,
                    extra);
        }

        public Step withReasoning(@Nullable String reasoningContent) {
            return new Step(
                    stepId,
                    timestamp,
                    source,
                    message,
                    reasoningContent,
                    toolCalls,
                    observation,
                    metrics,
                    llmCallCount,
                    copiedContext,
                    extra);
        }

        public Step withToolCalls(@Nullable List<ToolCall> toolCalls) {
            return new Step(
                    stepId,
                    timestamp,
                    source,
                    message,
                    reasoningContent,
                    toolCalls,
                    observation,
                    metrics,
                    llmCallCount,
                    copiedContext,
                    extra);
        }

        public Step withObservation(@Nullable Observation observation) {
            return new Step(
                    stepId,
                    timestamp,
                    source,
                    message,
                    reasoningContent,
                    toolCalls,
                    observation,
                    metrics,
                    llmCallCount,
                    copiedContext,
                    extra);
        }

        public Step withMetrics(@Nullable Metrics metrics) {
            return new Step(
                    stepId,
                    timestamp,
                    source,
                    message,
                    reasoningContent,
                    toolCalls,
                    observation,
                    metrics,
                    llmCallCount,
                    copiedContext,
                    extra);
        }

        public Step withExtra(ObjectNode extra) {
            return new Step(
                    stepId,
                    timestamp,
                    source,
                    message,
                    reasoningContent,
                    toolCalls,
                    observation,
                    metrics,
                    llmCallCount,
                    copiedContext,
                    extra);
        }

        /** Whether the model made it in this run, and it is trained on. */
        @JsonIgnore
        public boolean isTrained() {
            return source == Source.AGENT
                    && !Boolean.TRUE.equals(copiedContext)
                    && (extra == null || extra.path("loss").asBoolean(true));
        }
    }

    /**
     * @param arguments always an object; a built-in's text stands under the one property of its schema
     * @param extra {@code raw_arguments}, the arguments as the model spelled them, when these were not a JSON object,
     *     which leaves {@code arguments} empty, or are written in another way than {@code arguments} is
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ToolCall(
            String toolCallId,
            String functionName,
            ObjectNode arguments,
            @Nullable ObjectNode extra) {}

    /** What the tools answered. */
    public record Observation(List<Result> results) {}

    /**
     * @param content a string, or an array of content parts when there are several passages or images
     * @param extra {@code trust}, {@code millis}, {@code failure} (its kind) and {@code passages}, which gives each
     *     passage's metadata line and its number of content parts where it is not just one text
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Result(String sourceCallId, JsonNode content, ObjectNode extra) {}

    /** Tokens of one model call; prompt tokens count the cached ones, too. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Metrics(
            int promptTokens,
            int completionTokens,
            int cachedTokens,
            @Nullable List<Integer> promptTokenIds,
            @Nullable List<Integer> completionTokenIds,
            @Nullable List<Double> logprobs,
            @Nullable Map<String, JsonNode> extra) {}

    /** Sums over the trajectory. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record FinalMetrics(
            int totalPromptTokens, int totalCompletionTokens, int totalCachedTokens, int totalSteps) {}
}
