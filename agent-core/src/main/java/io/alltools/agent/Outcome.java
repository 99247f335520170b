package io.alltools.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param detail one line for a person; empty for an answer
 * @param failure why the model could not go on; null where that was not what ended it
 */
public record Outcome(
        Kind kind,
        String detail,

        @JsonInclude(JsonInclude.Include.NON_NULL) ModelException.@Nullable Kind failure) {

    /** The ways in which a run can end. */
    public enum Kind {
        ANSWERED,
        /** A limit of its {@link Budget} was reached, or it went round in circles. */
        BUDGET_EXHAUSTED,
        CANCELLED,
        /** A guardrail did not let the input or the answer pass. */
        REFUSED,
        FAILED,
        /** It needs results of tools that its caller runs, or waited for a person who did not decide in time. */
        NEEDS_INPUT
    }

    public Outcome(Kind kind, String detail) {
        this(kind, detail, null);
    }

    public static final Outcome ANSWERED = new Outcome(Kind.ANSWERED, "");
}
