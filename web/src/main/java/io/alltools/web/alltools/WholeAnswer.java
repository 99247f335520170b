package io.alltools.web.alltools;

import io.alltools.agent.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts the chunks of an answer together, as a client would. */
final class WholeAnswer {

    /** Members of calls that come in pieces. */
    private static final List<String> PIECES = List.of("input", "arguments");

    private WholeAnswer() {}

    /** @param chunks all of them; the last has the status */
    static ObjectNode of(List<ObjectNode> chunks) {
        StringBuilder content = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        Map<Integer, ObjectNode> calls = new TreeMap<>();
        for (ObjectNode chunk : chunks) {
            JsonNode delta = chunk.at("/choices/0/delta");
            content.append(delta.path("content").asString(""));
            reasoning.append(delta.path("reasoning_content").asString(""));
            for (JsonNode call : delta.path("tool_calls")) {
                add(calls.computeIfAbsent(call.path("index").asInt(), index -> Json.object()), (ObjectNode) call);
            }
        }
        ObjectNode last = chunks.getLast();
        ObjectNode whole = last.deepCopy().put("object", "chat.completion");
        ObjectNode message = Json.object().put("role", "assistant");
        message.put("content", content.isEmpty() && !calls.isEmpty() ? null : content.toString());
        if (!reasoning.isEmpty()) {
            message.put("reasoning_content", reasoning.toString());
        }
        if (!calls.isEmpty()) {
            ArrayNode array = message.putArray("tool_calls");
            calls.values().forEach(array::add);
        }
        whole.putArray("choices")
                .addObject()
                .put("index", 0)
                .set("message", message)
                .putNull("logprobs")
                .set("finish_reason", last.at("/choices/0/finish_reason"));
        return whole;
    }

    private static void add(ObjectNode whole, ObjectNode piece) {
        for (Map.Entry<String, JsonNode> member : piece.properties()) {
            JsonNode known = whole.get(member.getKey());
            if (known instanceof ObjectNode object && member.getValue() instanceof ObjectNode more) {
                add(object, more);
            } else if (known != null && PIECES.contains(member.getKey())) {
                whole.put(member.getKey(), known.asString() + member.getValue().asString());
            } else if (known == null) {
                whole.set(member.getKey(), member.getValue().deepCopy());
            }
        }
    }
}
