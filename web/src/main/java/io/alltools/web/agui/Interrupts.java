package io.alltools.web.agui;

import io.alltools.agent.Json;
import io.alltools.web.http.ApiError;
import tools.jackson.databind.node.ObjectNode;

/** A call that waits for approval, as the protocol has it: an interrupt with an id, and how it is answered. */
record Interrupts(String runId, String callId) {

    static String id(String runId, String callId) {
        return runId + "/" + callId;
    }

    static Interrupts of(String id) {
        int slash = id.indexOf('/');
        if (slash < 1 || slash == id.length() - 1) {
            throw ApiError.invalid("resume", "interruptId \"" + id + "\" is none that a run has sent");
        }
        return new Interrupts(id.substring(0, slash), id.substring(slash + 1));
    }

    /** As {@code POST /api/runs/ID/approvals/CALL} has it. */
    static ObjectNode answerSchema() {
        return Json.parseObject("""
                {"type": "object",
                 "properties": {"decision": {"enum": ["approve", "deny"]},
                                "arguments": {"description": "other arguments to call it with"},
                                "reason": {"type": "string", "description": "why not, for the model"}},
                 "required": ["decision"]}""");
    }
}
