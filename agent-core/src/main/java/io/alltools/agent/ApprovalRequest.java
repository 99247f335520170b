package io.alltools.agent;

import java.time.Instant;

/**
 * A call that waits for a person.
 *
 * @param reason why it is asked, one line
 * @param expiresAt when the run stops waiting and ends with {@link Outcome.Kind#NEEDS_INPUT}
 */
public record ApprovalRequest(
        String runId, String sessionId, int step, ToolSpec tool, ToolCall call, String reason, Instant expiresAt) {}
