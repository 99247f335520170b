package io.alltools.trajectories.export;

import io.alltools.agent.Json;
import io.alltools.agent.Part;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a dialogue or a row says, in one form to compare them: tools and turns, without the ids of calls and steps.
 *
 * @param turns one line of JSON for each
 */
record Said(List<ObjectNode> tools, List<String> turns) {

    /** Calls are compared as the model spelled them where the format keeps that, and as objects where it does not. */
    static Said of(Dialogue dialogue, TrajectoryFormat format) {
        boolean asText = Readers.asText(format);
        List<String> turns = new ArrayList<>();
        for (Turn turn : dialogue.turns()) {
            switch (turn) {
                case Turn.System system -> turns.add(text("system", system.text()));
                case Turn.User user -> turns.add(user(user.content()));
                case Turn.Observation observation -> {
                    List<List<String>> passages = new ArrayList<>();
                    observation.passages().forEach(p -> passages.add(List.of(p.metadata(), p.text())));
                    if (format.name().equals("glm4")) {
                        // A message for each passage.
                        passages.forEach(passage -> turns.add(observation(List.of(passage), false)));
                    } else {
                        turns.add(observation(passages, observation.failure() != null));
                    }
                }
                case Turn.Agent agent ->
                    turns.add(agent(
                            agent.text(),
                            agent.reasoning(),
                            agent.calls().stream()
                                    .map(call -> call(
                                            call.name(),
                                            asText || !call.valid() ? call.text() : Json.write(call.object())))
                                    .toList(),
                            agent.trained()));
            }
        }
        return new Said(dialogue.tools().stream().map(ToolJson::function).toList(), turns);
    }

    static String text(String role, String text) {
        return Json.write(Json.object().put("role", role).put("text", text));
    }

    static String user(List<Part> content) {
        ObjectNode node = Json.object().put("role", "user").put("text", Part.textOf(content));
        content.forEach(part -> {
            if (part instanceof Part.Image image) {
                node.withArray("images").add(image.uri());
            }
        });
        return Json.write(node);
    }

    static String observation(List<List<String>> passages, boolean failed) {
        ObjectNode node = Json.object().put("role", "observation");
        node.set("passages", Json.MAPPER.valueToTree(passages));
        return Json.write(node.put("failed", failed));
    }

    static String observation(String text) {
        return observation(List.of(List.of("", text)), false);
    }

    static String agent(String text, String reasoning, List<String> calls, boolean trained) {
        ObjectNode node = Json.object().put("role", "agent").put("text", text).put("reasoning", reasoning);
        node.set("calls", Json.MAPPER.valueToTree(calls));
        return Json.write(node.put("trained", trained));
    }

    static String call(String name, String arguments) {
        return name + " " + arguments;
    }
}
