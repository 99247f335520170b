package io.alltools.web.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where tools come from that were added while the server ran.
 *
 * @param name what a person calls it
 * @param url null for a document that was sent
 * @param document what was sent; null where there is a URL
 * @param token sent with each call as {@code Authorization: Bearer}; null for none
 * @param only the tools that are wanted; empty for all
 */
public record ToolSourceRecord(
        String id,
        Kind kind,
        String name,
        @Nullable String url,
        @Nullable String document,
        @Nullable String token,
        List<String> only,
        Instant createdAt) {

    /** What is read there. */
    public enum Kind {
        /** An OpenAPI document, or functions with their endpoints. */
        DOCUMENT,
        /** An MCP server that speaks streamable HTTP. */
        MCP
    }

    public ToolSourceRecord {
        only = List.copyOf(only);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return id + " (" + kind + ", " + (url == null ? "sent" : url) + ")";
    }
}
