package io.alltools.starter.langchain4j;

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * LangChain4j's portable parameters and those that are the model's own.
 *
 * <pre>{@code
 * GlmLangChainParameters.builder().temperature(0.7).seed(42L).parallelToolCalls(false).build()
 * }</pre>
 */
public final class GlmLangChainParameters extends DefaultChatRequestParameters {

    public static final GlmLangChainParameters EMPTY = builder().build();

    private final @Nullable Double minP;
    private final @Nullable Double repetitionPenalty;
    private final @Nullable Long seed;
    private final @Nullable Boolean parallelToolCalls;
    private final @Nullable String toolName;

    private GlmLangChainParameters(Builder from) {
        super(from);
        this.minP = from.minP;
        this.repetitionPenalty = from.repetitionPenalty;
        this.seed = from.seed;
        this.parallelToolCalls = from.parallelToolCalls;
        this.toolName = from.toolName;
    }

    public static Builder builder() {
        return new Builder();
    }

    public @Nullable Double minP() {
        return minP;
    }

    public @Nullable Double repetitionPenalty() {
        return repetitionPenalty;
    }

    public @Nullable Long seed() {
        return seed;
    }

    public @Nullable Boolean parallelToolCalls() {
        return parallelToolCalls;
    }

    /** The tool that must be called. */
    public @Nullable String toolName() {
        return toolName;
    }

    @Override
    public GlmLangChainParameters overrideWith(ChatRequestParameters that) {
        return builder().overrideWith(this).overrideWith(that).build();
    }

    @Override
    public GlmLangChainParameters defaultedBy(ChatRequestParameters that) {
        return builder().overrideWith(that).overrideWith(this).build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other)
                && other instanceof GlmLangChainParameters that
                && Objects.equals(minP, that.minP)
                && Objects.equals(repetitionPenalty, that.repetitionPenalty)
                && Objects.equals(seed, that.seed)
                && Objects.equals(parallelToolCalls, that.parallelToolCalls)
                && Objects.equals(toolName, that.toolName);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), minP, repetitionPenalty, seed, parallelToolCalls, toolName);
    }

    /** Makes parameters; what is not set is left to the model's defaults. */
    public static final class Builder extends DefaultChatRequestParameters.Builder<Builder> {

        private @Nullable Double minP;
        private @Nullable Double repetitionPenalty;
        private @Nullable Long seed;
        private @Nullable Boolean parallelToolCalls;
        private @Nullable String toolName;

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

        /** False for one call a turn. */
        public Builder parallelToolCalls(@Nullable Boolean parallelToolCalls) {
            this.parallelToolCalls = parallelToolCalls;
            return this;
        }

        /** The tool that must be called, whatever the tool choice says. */
        public Builder toolName(@Nullable String toolName) {
            this.toolName = toolName;
            return this;
        }

        @Override
        public Builder overrideWith(ChatRequestParameters parameters) {
            super.overrideWith(parameters);
            if (parameters instanceof GlmLangChainParameters that) {
                minP = that.minP != null ? that.minP : minP;
                repetitionPenalty = that.repetitionPenalty != null ? that.repetitionPenalty : repetitionPenalty;
                seed = that.seed != null ? that.seed : seed;
                parallelToolCalls = that.parallelToolCalls != null ? that.parallelToolCalls : parallelToolCalls;
                toolName = that.toolName != null ? that.toolName : toolName;
            }
            return this;
        }

        @Override
        public GlmLangChainParameters build() {
            return new GlmLangChainParameters(this);
        }
    }
}
