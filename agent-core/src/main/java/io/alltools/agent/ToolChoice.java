package io.alltools.agent;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

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

    /**
     * It may call these tools of the request; the others stay in the prompt.
     *
     * @param required whether it must call one of them
     */
    record Allowed(List<String> names, boolean required) implements ToolChoice {
        public Allowed {
            names = List.copyOf(names);
        }
    }

    ToolChoice AUTO = new Auto();
    ToolChoice NONE = new None();
    ToolChoice REQUIRED = new Required();
}
