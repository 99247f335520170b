package io.alltools.agent;

/**
 * What a turn must keep to. A model in this process can't break it; a remote one is asked to.
 *
 * @param parallelCalls whether one turn may hold several calls
 * @param strictTools whether a keyword of a function's schema that can't be enforced is an error; otherwise it is
 *     ignored here and the arguments are checked before the call
 */
public record Constraints(ToolChoice toolChoice, boolean parallelCalls, boolean strictTools, AnswerFormat format) {

    /** The model decides what it does; calls name a tool that exists and fit its schema. */
    public static final Constraints DEFAULT = new Constraints(ToolChoice.AUTO, true, false, AnswerFormat.TEXT);

    public Constraints withToolChoice(ToolChoice toolChoice) {
        return new Constraints(toolChoice, parallelCalls, strictTools, format);
    }

    public Constraints withFormat(AnswerFormat format) {
        return new Constraints(toolChoice, parallelCalls, strictTools, format);
    }
}
