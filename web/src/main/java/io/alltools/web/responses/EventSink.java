package io.alltools.web.responses;

import io.alltools.agent.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Numbers the events of a stream and keeps them until they are taken. */
final class EventSink {

    private final List<ObjectNode> waiting = new ArrayList<>();
    private long next;

    /** Adds an event, whose fields the caller fills in. */
    ObjectNode event(String type) {
        ObjectNode event = Json.object().put("type", type).put("sequence_number", next++);
        waiting.add(event);
        return event;
    }

    /** Adds an event of an item that is there. */
    ObjectNode event(String type, OutputItem item) {
        return event(type).put("item_id", item.id()).put("output_index", item.index());
    }

    /** Adds that an item begins or is done. */
    void item(String type, OutputItem item) {
        event(type).put("output_index", item.index()).set("item", item.toJson());
    }

    /** The number that the next event gets. */
    long next() {
        return next;
    }

    /** What was added since this was called last. */
    List<ObjectNode> take() {
        List<ObjectNode> taken = List.copyOf(waiting);
        waiting.clear();
        return taken;
    }
}
