package io.alltools.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a tool's result under one heading.
 *
 * @param metadata what GLM-4 sees on the observation's first line, such as {@code browser_result} or
 *     {@code quote_result [7†source]}; empty for python and functions
 * @param source where it was found; null for what was not found but made. The model does not see it
 */
public record Passage(
        String metadata,
        List<Part> content,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Source source) {

    public Passage(String metadata, List<Part> content) {
        this(metadata, content, null);
    }

    public static Passage of(String text) {
        return new Passage("", Part.text(text));
    }

    public String text() {
        return Part.textOf(content);
    }
}
