package io.alltools.web.responses;

import io.alltools.agent.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What the model says or thinks: one text that grows. */
final class WordsItem extends OutputItem {

    /** What sort of words. */
    enum Sort {
        MESSAGE("msg", "message", "response.output_text"),
        REASONING("rs", "reasoning", "response.reasoning_text");

        final String prefix;
        private final String type;
        private final String event;

        Sort(String prefix, String type, String event) {
            this.prefix = prefix;
            this.type = type;
            this.event = event;
        }
    }

    private final Sort sort;
    private final StringBuilder text = new StringBuilder();
    private List<ObjectNode> annotations = List.of();
    private boolean begun;

    WordsItem(EventSink events, String id, int index, Sort sort) {
        super(events, id, index, sort.type);
        this.sort = sort;
        events.item("response.output_item.added", this);
        begun = true;
        events.event("response.content_part.added", this)
                .put("content_index", 0)
                .set("part", part());
    }

    Sort sort() {
        return sort;
    }

    String text() {
        return text.toString();
    }

    void add(String piece) {
        text.append(piece);
        logprobs(events.event(sort.event + ".delta", this)
                .put("content_index", 0)
                .put("delta", piece));
    }

    /**
     * Nothing more comes.
     *
     * @param annotations what the text cites
     */
    void end(Status status, List<ObjectNode> annotations) {
        this.annotations = annotations;
        for (int i = 0; i < annotations.size(); i++) {
            events.event("response.output_text.annotation.added", this)
                    .put("content_index", 0)
                    .put("annotation_index", i)
                    .set("annotation", annotations.get(i));
        }
        logprobs(
                events.event(sort.event + ".done", this).put("content_index", 0).put("text", text()));
        events.event("response.content_part.done", this).put("content_index", 0).set("part", part());
        done(status);
    }

    @Override
    void breakOff() {
        end(Status.INCOMPLETE, List.of());
    }

    @Override
    void drop() {
        begun = false;
        done(Status.INCOMPLETE);
    }

    @Override
    void describe(ObjectNode json) {
        switch (sort) {
            case MESSAGE -> json.put("role", "assistant");
            case REASONING -> json.putArray("summary");
        }
        var content = json.putArray("content");
        if (begun) {
            content.add(part());
        }
    }

    private ObjectNode part() {
        return switch (sort) {
            case MESSAGE -> {
                ObjectNode part = Json.object().put("type", "output_text").put("text", text());
                var array = part.putArray("annotations");
                annotations.forEach(array::add);
                part.putArray("logprobs");
                yield part;
            }
            case REASONING -> Json.object().put("type", "reasoning_text").put("text", text());
        };
    }

    /** The journal does not hold any; clients want the field all the same. */
    private void logprobs(ObjectNode event) {
        if (sort == Sort.MESSAGE) {
            event.putArray("logprobs");
        }
    }
}
