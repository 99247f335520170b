package io.alltools.tools.mcp;

import io.alltools.agent.ToolResult;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpTransportSessionNotFoundException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a server did not do; the message names the server. */
final class McpFailure extends Exception {

    private static final long serialVersionUID = 1;

    private final ToolResult.Kind kind;

    private McpFailure(ToolResult.Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    static McpFailure tooSlow(ServerSettings server) {
        return new McpFailure(
                ToolResult.Kind.TIMEOUT,
                "the MCP server " + server.name() + " did not answer within "
                        + server.timeout().toSeconds() + " s",
                null);
    }

    /** @param how such as "ended with exit code 1: no such table", which may quote the server */
    static McpFailure ended(ServerSettings server, String how) {
        return new McpFailure(ToolResult.Kind.ERROR, "the MCP server " + server.name() + " " + how, null);
    }

    static McpFailure of(ServerSettings server, Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof McpError error) {
                return new McpFailure(
                        ToolResult.Kind.ERROR,
                        "the MCP server " + server.name() + " refused: " + error.getMessage(),
                        cause);
            }
            if (at instanceof TimeoutException) {
                return tooSlow(server);
            }
        }
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String what = root.getClass().getSimpleName() + (root.getMessage() == null ? "" : ": " + root.getMessage());
        return new McpFailure(
                ToolResult.Kind.UNAVAILABLE, "the MCP server " + server.name() + " can't be reached: " + what, cause);
    }

    /** The same, for a call that comes too soon after it. */
    McpFailure notBefore(Duration wait) {
        return new McpFailure(
                kind,
                getMessage() + "; it will be tried again in " + (wait.toSeconds() + 1) + " s at the earliest",
                this);
    }

    /** Whether the server no longer knows our session, and so has not done what was asked. */
    boolean isForgotten() {
        for (Throwable at = this; at != null; at = at.getCause()) {
            if (at instanceof McpTransportSessionNotFoundException) {
                return true;
            }
        }
        return false;
    }

    ToolResult.Kind kind() {
        return kind;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
