package io.alltools.agent;

/** Whether the model answers or calls, and what. */
public sealed interface ToolChoice {

    /** The model decides. */
    record Auto() implements ToolChoice {}

    /** It answers; tools stay in the prompt. */
    record None() implements ToolChoice {}

    /** It calls a tool of its choice. */
    record Required() implements ToolChoice {}

    /** It calls this tool. */
    record Named(String name) implements ToolChoice {}

    ToolChoice AUTO = new Auto();
    ToolChoice NONE = new None();
    ToolChoice REQUIRED = new Required();
}
