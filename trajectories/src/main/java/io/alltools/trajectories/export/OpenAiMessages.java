package io.alltools.trajectories.export;

import static io.alltools.trajectories.export.ColumnType.Scalar.TEXT;

import io.alltools.agent.Json;
import io.alltools.agent.Part;
import java.util.List;
import java.util.function.BiConsumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Messages as OpenAI's chat completions have them: calls stand on the assistant's message, results are messages of the
 * role {@code tool}.
 *
 * @param ids whether a result names its call by id; where not, results stand in the calls' order and name the tool
 * @param argumentsAsText whether arguments are JSON in a string; where not, they are an object
 * @param mark adds to an agent's message what the format says of it
 */
record OpenAiMessages(boolean ids, boolean argumentsAsText, BiConsumer<ObjectNode, Turn.Agent> mark) {

    /**
     * What one of them holds, but for what is marked.
     *
     * @param content a text, unless the format holds images
     */
    ColumnType.Fields columns(ColumnType content) {
        ColumnType.Fields function =
                ColumnType.fields().with("name", TEXT).with("arguments", argumentsAsText ? TEXT : ColumnType.Free.JSON);
        ColumnType.Fields call = ids ? ColumnType.fields().with("id", TEXT) : ColumnType.fields();
        return ColumnType.fields()
                .with("role", TEXT)
                .with("content", content)
                .with("tool_calls", ColumnType.list(call.with("type", TEXT).with("function", function)))
                .with(ids ? "tool_call_id" : "name", TEXT);
    }

    ArrayNode of(List<Turn> turns) {
        ArrayNode messages = Json.MAPPER.createArrayNode();
        for (Turn turn : turns) {
            switch (turn) {
                case Turn.System system -> message(messages, "system", system.text());
                case Turn.User user -> user(messages, user);
                case Turn.Agent agent -> said(messages, agent);
                case Turn.Observation observation -> {
                    ObjectNode message = messages.addObject().put("role", "tool");
                    if (ids) {
                        message.put("tool_call_id", observation.call().id());
                    } else {
                        message.put("name", observation.call().name());
                    }
                    message.put("content", observation.text());
                }
            }
        }
        return messages;
    }

    private static void user(ArrayNode messages, Turn.User user) {
        if (user.content().stream().noneMatch(Part.Image.class::isInstance)) {
            message(messages, "user", user.text());
            return;
        }
        ArrayNode content = messages.addObject().put("role", "user").putArray("content");
        for (Part part : user.content()) {
            switch (part) {
                case Part.Text text -> content.addObject().put("type", "text").put("text", text.text());
                case Part.Image image ->
                    content.addObject()
                            .put("type", "image_url")
                            .putObject("image_url")
                            .put("url", image.uri());
            }
        }
    }

    private void said(ArrayNode messages, Turn.Agent agent) {
        ObjectNode message = message(messages, "assistant", agent.text());
        if (!agent.calls().isEmpty()) {
            ArrayNode calls = message.putArray("tool_calls");
            for (Turn.Call call : agent.calls()) {
                ObjectNode node = calls.addObject();
                if (ids) {
                    node.put("id", call.id());
                }
                ObjectNode function =
                        node.put("type", "function").putObject("function").put("name", call.name());
                if (!argumentsAsText) {
                    function.set("arguments", call.object());
                } else if (call.builtIn()) {
                    function.put("arguments", Json.write(call.object()));
                } else {
                    function.put("arguments", call.text());
                }
            }
        }
        mark.accept(message, agent);
    }

    private static ObjectNode message(ArrayNode messages, String role, String content) {
        return messages.addObject().put("role", role).put("content", content);
    }
}
