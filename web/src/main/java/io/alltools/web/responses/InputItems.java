package io.alltools.web.responses;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.RecordedRun;
import io.alltools.agent.ToolCall;
import io.alltools.web.http.ApiError;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What a response's model was told, as items: the conversation before it included. */
final class InputItems {

    private final StoredResponses.Found found;
    private final List<ObjectNode> items = new ArrayList<>();

    private InputItems(StoredResponses.Found found) {
        this.found = found;
    }

    /** In the order of the conversation. */
    static List<ObjectNode> of(StoredResponses.Found found) {
        InputItems items = new InputItems(found);
        if (!found.record().developer().isEmpty()) {
            items.message("developer", "input_text", found.record().developer());
        }
        RecordedRun.of(found.entries()).started().messages().forEach(items::add);
        return List.copyOf(items.items);
    }

    /**
     * A page of them.
     *
     * @param after the last item of the page before; empty for the first page
     */
    static ObjectNode page(StoredResponses.Found found, boolean ascending, int limit, String after) {
        List<ObjectNode> all = ascending ? of(found) : of(found).reversed();
        int from = 0;
        if (!after.isEmpty()) {
            while (from < all.size() && !all.get(from).path("id").asString("").equals(after)) {
                from++;
            }
            if (from == all.size()) {
                throw ApiError.invalid("after", "after \"" + after + "\" is no input item of this response");
            }
            from++;
        }
        List<ObjectNode> page = all.subList(from, Math.min(from + limit, all.size()));
        ObjectNode json = Json.object().put("object", "list");
        var data = json.putArray("data");
        page.forEach(data::add);
        return json.put(
                        "first_id",
                        page.isEmpty() ? null : page.getFirst().path("id").asString())
                .put(
                        "last_id",
                        page.isEmpty() ? null : page.getLast().path("id").asString())
                .put("has_more", from + page.size() < all.size());
    }

    private void add(Message message) {
        switch (message) {
            // Instructions are no input, and developer messages stand at the begin.
            case Message.System ignored -> {}
            case Message.User user -> message("user", "input_text", user.text());
            case Message.Assistant assistant -> {
                if (!assistant.text().isEmpty()) {
                    message("assistant", "output_text", assistant.text());
                }
                assistant.calls().forEach(this::call);
            }
            case Message.Observation observation ->
                item("fco", "function_call_output")
                        .put("call_id", observation.callId())
                        .put("output", observation.text());
        }
    }

    private void message(String role, String part, String text) {
        ObjectNode content =
                item("msg", "message").put("role", role).putArray("content").addObject();
        content.put("type", part).put("text", text);
        if (part.equals("output_text")) {
            content.putArray("annotations");
        }
    }

    private void call(ToolCall call) {
        item("fc", "function_call")
                .put("call_id", call.id())
                .put("name", call.name())
                .put("arguments", call.arguments());
    }

    private ObjectNode item(String prefix, String type) {
        ObjectNode item = Json.object()
                .put("id", ResponseIds.item(prefix, found.record().runId(), "i" + items.size()))
                .put("type", type)
                .put("status", "completed");
        items.add(item);
        return item;
    }
}
