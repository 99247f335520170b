package io.alltools.web.responses;

import io.alltools.agent.ToolResult;

/** A call that the model makes. */
abstract sealed class CallItem extends OutputItem permits FunctionItem, HostedItem {

    private final StringBuilder arguments = new StringBuilder();

    CallItem(EventSink events, String id, int index, String type) {
        super(events, id, index, type);
    }

    final String arguments() {
        return arguments.toString();
    }

    /** The arguments are others than the model wrote, or none. */
    final void arguments(String other) {
        arguments.setLength(0);
        arguments.append(other);
    }

    final void add(String piece) {
        arguments.append(piece);
        grown(piece);
    }

    /** A piece of the arguments came. */
    abstract void grown(String piece);

    /** The model has written the whole call. */
    abstract void written();

    /** Its tool begins to work, with these arguments. */
    abstract void executing(String with);

    /** Its tool is done. */
    abstract void finished(ToolResult result);
}
