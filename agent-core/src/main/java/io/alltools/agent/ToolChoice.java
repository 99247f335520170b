package io.alltools.agent;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Whether the model answers or calls, and what. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
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
