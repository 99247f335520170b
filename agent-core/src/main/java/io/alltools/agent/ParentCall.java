package io.alltools.agent;

import java.util.Objects;

/**
 * The call that a nested run answers.
 *
 * @param depth how many runs lie around the nested one; 1 for an agent that was called by the outermost
 * @param trust of the conversation that the call was made in: the task may have been talked into it
 * @param privateData whether that conversation held private data
 */
public record ParentCall(String runId, String callId, int depth, Trust trust, boolean privateData) {

    public ParentCall {
        // What was recorded without it is not known to be anybody's own.
        trust = Objects.requireNonNullElse(trust, Trust.UNTRUSTED);
    }
}
