package io.alltools.agent;

/**
 * How a run ended.
 *
 * @param detail one line for a person; empty for an answer
 */
public record Outcome(Kind kind, String detail) {

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

    public static final Outcome ANSWERED = new Outcome(Kind.ANSWERED, "");
}
