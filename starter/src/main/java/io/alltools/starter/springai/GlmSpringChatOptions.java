package io.alltools.starter.springai;

import io.alltools.agent.AnswerFormat;
import io.alltools.agent.Json;
import io.alltools.agent.ToolChoice;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.tool.DefaultToolCallingChatOptions;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;

/**
 * Spring AI's portable options and those that are the model's own.
 *
 * <pre>{@code
 * GlmSpringChatOptions.builder().temperature(0.7).seed(42L).toolChoice(ToolChoice.REQUIRED).build()
 * }</pre>
 */
public final class GlmSpringChatOptions extends DefaultToolCallingChatOptions implements StructuredOutputChatOptions {

    private final @Nullable Double minP;
    private final @Nullable Double repetitionPenalty;
    private final @Nullable Long seed;
    private final @Nullable ToolChoice toolChoice;
    private final @Nullable Boolean parallelToolCalls;
    private final @Nullable AnswerFormat format;

    private GlmSpringChatOptions(Builder from) {
        this(from, from.portable());
    }

    private GlmSpringChatOptions(Builder from, ToolCallingChatOptions portable) {
        super(
                portable.getToolCallbacks(),
                portable.getToolContext(),
                portable.getModel(),
                portable.getFrequencyPenalty(),
                portable.getMaxTokens(),
                portable.getPresencePenalty(),
                portable.getStopSequences(),
                portable.getTemperature(),
                portable.getTopK(),
                portable.getTopP());
        this.minP = from.minP;
        this.repetitionPenalty = from.repetitionPenalty;
        this.seed = from.seed;
        this.toolChoice = from.toolChoice;
        this.parallelToolCalls = from.parallelToolCalls;
        this.format = from.format;
    }

    public static Builder builder() {
        return new Builder();
    }

    public @Nullable Double getMinP() {
        return minP;
    }

    public @Nullable Double getRepetitionPenalty() {
        return repetitionPenalty;
    }

    public @Nullable Long getSeed() {
        return seed;
    }

    public @Nullable ToolChoice getToolChoice() {
        return toolChoice;
    }

    public @Nullable Boolean getParallelToolCalls() {
        return parallelToolCalls;
    }

    public @Nullable AnswerFormat getFormat() {
        return format;
    }

    @Override
    public @Nullable String getOutputSchema() {
        return format instanceof AnswerFormat.JsonSchema schema ? Json.write(schema.schema()) : null;
    }

    @Override
    public Builder mutate() {
        Builder builder = new Builder();
        builder.model(getModel())
                .frequencyPenalty(getFrequencyPenalty())
                .maxTokens(getMaxTokens())
                .presencePenalty(getPresencePenalty())
                .stopSequences(getStopSequences())
                .temperature(getTemperature())
                .topK(getTopK())
                .topP(getTopP())
                .toolCallbacks(getToolCallbacks())
                .toolContext(getToolContext());
        builder.takeOwn(this);
        return builder;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other)
                && other instanceof GlmSpringChatOptions that
                && Objects.equals(minP, that.minP)
                && Objects.equals(repetitionPenalty, that.repetitionPenalty)
                && Objects.equals(seed, that.seed)
                && Objects.equals(toolChoice, that.toolChoice)
                && Objects.equals(parallelToolCalls, that.parallelToolCalls)
                && Objects.equals(format, that.format);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), minP, repetitionPenalty, seed, toolChoice, parallelToolCalls, format);
    }

    /** Makes options; what is not set is left to the model's defaults. */
    public static final class Builder extends DefaultToolCallingChatOptions.Builder<Builder>
            implements StructuredOutputChatOptions.Builder<Builder> {

        private @Nullable Double minP;
        private @Nullable Double repetitionPenalty;
        private @Nullable Long seed;
        private @Nullable ToolChoice toolChoice;
        private @Nullable Boolean parallelToolCalls;
        private @Nullable AnswerFormat format;

        private Builder() {}

        /** Tokens of at least this share of the likeliest one's probability, 0 to below 1. */
        public Builder minP(@Nullable Double minP) {
            this.minP = minP;
            return this;
        }

        /** Above 0 to 10, counts the prompt too; 1 changes nothing. */
        public Builder repetitionPenalty(@Nullable Double repetitionPenalty) {
            this.repetitionPenalty = repetitionPenalty;
            return this;
        }

        /** The same seed gives the same answer. */
        public Builder seed(@Nullable Long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Whether the model answers or calls. What demands a call holds for each round of a conversation: with
         * {@link ToolChoice#REQUIRED} a client that runs the calls by itself comes to no answer.
         */
        public Builder toolChoice(@Nullable ToolChoice toolChoice) {
            this.toolChoice = toolChoice;
            return this;
        }

        /** False for one call a turn. */
        public Builder parallelToolCalls(@Nullable Boolean parallelToolCalls) {
            this.parallelToolCalls = parallelToolCalls;
            return this;
        }

        /** What the answer must look like; the grammar holds the model to it. */
        public Builder format(@Nullable AnswerFormat format) {
            this.format = format;
            return this;
        }

        /**
         * As {@link #format} with a JSON Schema; keywords that can't be enforced are ignored.
         *
         * @throws IllegalArgumentException when it is no JSON object
         */
        @Override
        public Builder outputSchema(@Nullable String outputSchema) {
            return format(
                    outputSchema == null ? null : new AnswerFormat.JsonSchema(Json.parseObject(outputSchema), false));
        }

        @Override
        public Builder combineWith(ChatOptions.Builder<?> other) {
            super.combineWith(other);
            if (other instanceof Builder that) {
                takeOwn(new GlmSpringChatOptions(that));
            }
            return this;
        }

        @Override
        public GlmSpringChatOptions build() {
            return new GlmSpringChatOptions(this);
        }

        private ToolCallingChatOptions portable() {
            return super.build();
        }

        private void takeOwn(GlmSpringChatOptions that) {
            minP = that.minP != null ? that.minP : minP;
            repetitionPenalty = that.repetitionPenalty != null ? that.repetitionPenalty : repetitionPenalty;
            seed = that.seed != null ? that.seed : seed;
            toolChoice = that.toolChoice != null ? that.toolChoice : toolChoice;
            parallelToolCalls = that.parallelToolCalls != null ? that.parallelToolCalls : parallelToolCalls;
            format = that.format != null ? that.format : format;
        }
    }
}
