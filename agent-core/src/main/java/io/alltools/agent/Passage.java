package io.alltools.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a tool's result under one heading.
 *
 * @param metadata what GLM-4 sees on the observation's first line, such as {@code browser_result} or
 *     {@code quote_result [7†source]}; empty for python and functions
 * @param source where it was found; null for what was not found but made. The model does not see it
 * @param items where what it lists is, in its order: hits of a search, places in documents, files that were written
 *     with URIs relative to the session's folder. The model does not see them
 */
public record Passage(
        String metadata,
        List<Part> content,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Source source,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Source> items) {

    /** Passages that were recorded by earlier versions have no items. */
    public Passage {
        items = List.copyOf(Objects.requireNonNullElse(items, List.of()));
    }

    public Passage(String metadata, List<Part> content, @Nullable Source source) {
        this(metadata, content, source, List.of());
    }

    public Passage(String metadata, List<Part> content) {
        this(metadata, content, null);
    }

    public static Passage of(String text) {
        return new Passage("", Part.text(text));
    }

    /** The same passage saying something else. */
    public Passage with(List<Part> content) {
        return new Passage(metadata, content, source, items);
    }

    public String text() {
        return Part.textOf(content);
    }
}
