package io.alltools.agent;

/**
 * The call that a nested run answers.
 *
 * @param depth how many runs lie around the nested one; 1 for an agent that was called by the outermost
 */
public record ParentCall(String runId, String callId, int depth) {}
