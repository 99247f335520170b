package io.alltools.web.responses;

import tools.jackson.databind.node.ObjectNode;

/** What the server itself says to a call of a function: that its arguments do not fit, for instance. */
final class FunctionOutputItem extends OutputItem {

    private final String callId;
    private final String output;

    FunctionOutputItem(EventSink events, String id, int index, String callId, String output) {
        super(events, id, index, "function_call_output");
        this.callId = callId;
        this.output = output;
        events.item("response.output_item.added", this);
        done(Status.COMPLETED);
    }

    @Override
    void describe(ObjectNode json) {
        json.put("call_id", callId).put("output", output);
    }

    @Override
    void breakOff() {
        throw new IllegalStateException("it was complete when it began");
    }

    @Override
    void drop() {
        breakOff();
    }
}
