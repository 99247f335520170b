package io.alltools.web.responses;

import io.alltools.agent.ToolResult;
import tools.jackson.databind.node.ObjectNode;

/** A call of a function that the client runs. */
final class FunctionItem extends CallItem {

    private final String callId;
    private final String name;
    private boolean answered;

    FunctionItem(EventSink events, String id, int index, String callId, String name) {
        super(events, id, index, "function_call");
        this.callId = callId;
        this.name = name;
        events.item("response.output_item.added", this);
    }

    String callId() {
        return callId;
    }

    /** Whether the server has answered it itself. */
    boolean isAnswered() {
        return answered;
    }

    @Override
    void grown(String piece) {
        events.event("response.function_call_arguments.delta", this).put("delta", piece);
    }

    @Override
    void written() {
        end(Status.COMPLETED);
    }

    @Override
    void executing(String with) {}

    @Override
    void finished(ToolResult result) {
        answered = true;
    }

    @Override
    void breakOff() {
        end(Status.INCOMPLETE);
    }

    @Override
    void drop() {
        arguments("");
        done(Status.INCOMPLETE);
    }

    private void end(Status status) {
        events.event("response.function_call_arguments.done", this)
                .put("name", name)
                .put("arguments", arguments());
        done(status);
    }

    @Override
    void describe(ObjectNode json) {
        json.put("call_id", callId).put("name", name).put("arguments", arguments());
    }
}
