package io.alltools.web.api;

import io.alltools.agent.Json;
import io.alltools.agent.ToolResult;
import tools.jackson.databind.node.ObjectNode;

/** A tool's result as the model would get it, for who made the call by hand. */
final class ToolCallView {

    private ToolCallView() {}

    /** {@code {observation: {passages, trust …}, failed?}}. */
    static ObjectNode of(ToolResult result) {
        ObjectNode view = Json.object();
        view.set("observation", Json.MAPPER.valueToTree(result.toObservation("")));
        if (result instanceof ToolResult.Failed failed) {
            view.put("failed", failed.kind().name());
        }
        return view;
    }
}
