package io.alltools.web.responses;

import io.alltools.agent.Json;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** One item of a response's output, of which more may come. Each tells its events as it grows. */
abstract sealed class OutputItem permits WordsItem, CallItem, FunctionOutputItem {

    /** How far an item is. */
    enum Status {
        IN_PROGRESS,
        /** A document or the web is searched. */
        SEARCHING,
        /** Python runs. */
        INTERPRETING,
        /** An image is made. */
        GENERATING,
        COMPLETED,
        /** It broke off, or was made anew. */
        INCOMPLETE,
        FAILED;

        String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    final EventSink events;
    private final String id;
    private final int index;
    private final String type;
    private Status status = Status.IN_PROGRESS;

    /** @param type as the API names it */
    OutputItem(EventSink events, String id, int index, String type) {
        this.events = events;
        this.id = id;
        this.index = index;
        this.type = type;
    }

    String id() {
        return id;
    }

    int index() {
        return index;
    }

    boolean isDone() {
        return switch (status) {
            case IN_PROGRESS, SEARCHING, INTERPRETING, GENERATING -> false;
            case COMPLETED, INCOMPLETE, FAILED -> true;
        };
    }

    final void status(Status status) {
        this.status = status;
    }

    /** Nothing more comes. */
    final void done(Status status) {
        this.status = status;
        events.item("response.output_item.done", this);
    }

    /** The item as it is now. */
    final ObjectNode toJson() {
        ObjectNode json = Json.object().put("id", id).put("type", type).put("status", status.json());
        describe(json);
        return json;
    }

    /** Adds what only items of this type have. */
    abstract void describe(ObjectNode json);

    /** Nothing more comes, though the item is not complete. */
    abstract void breakOff();

    /** It does not count: the model says it anew. Its text goes, since clients join what all items say. */
    abstract void drop();
}
