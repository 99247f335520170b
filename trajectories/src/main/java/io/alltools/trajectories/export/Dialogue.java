package io.alltools.trajectories.export;

import io.alltools.agent.Json;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.ToolSpec;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A trajectory as what its model saw and said.
 *
 * @param tools as the model was shown them
 * @param turns the observations of an agent's turn follow it in the order of its calls
 * @param outcome how the run ended, such as {@code answered}
 */
record Dialogue(String id, List<ToolSpec> tools, List<Turn> turns, String outcome) {

    static final String ANSWERED = "answered";

    static Dialogue of(AtifTrajectory trajectory) {
        List<ToolSpec> tools = tools(trajectory);
        List<Turn> turns = new ArrayList<>();
        for (AtifTrajectory.Step step : trajectory.steps()) {
            switch (step.source()) {
                case SYSTEM -> turns.add(new Turn.System(step.stepId(), parts(step.message())));
                case USER -> turns.add(new Turn.User(step.stepId(), parts(step.message())));
                case AGENT -> agent(step, tools, turns);
            }
        }
        return new Dialogue(
                Objects.requireNonNullElse(trajectory.trajectoryId(), trajectory.sessionId()),
                tools,
                List.copyOf(turns),
                Objects.requireNonNullElseGet(trajectory.extra(), Json::object)
                        .at("/outcome/kind")
                        .asString(ANSWERED));
    }

    Dialogue with(List<Turn> turns) {
        return new Dialogue(id, tools, List.copyOf(turns), outcome);
    }

    /** The instructions that it begins with; empty for none. */
    String system() {
        return !turns.isEmpty() && turns.getFirst() instanceof Turn.System system ? system.text() : "";
    }

    /** What follows the instructions that it begins with. */
    List<Turn> afterSystem() {
        return !turns.isEmpty() && turns.getFirst() instanceof Turn.System ? turns.subList(1, turns.size()) : turns;
    }

    /** Whether a model is to learn any of its turns. */
    boolean isTrained() {
        return turns.stream().anyMatch(turn -> turn instanceof Turn.Agent agent && agent.trained());
    }

    private static void agent(AtifTrajectory.Step step, List<ToolSpec> tools, List<Turn> turns) {
        List<Turn.Call> calls =
                Objects.requireNonNullElse(step.toolCalls(), List.<AtifTrajectory.ToolCall>of()).stream()
                        .map(call -> call(call, tools))
                        .toList();
        boolean trained = !Boolean.TRUE.equals(step.copiedContext())
                && (step.extra() == null || step.extra().path("loss").asBoolean(true));
        turns.add(new Turn.Agent(
                step.stepId(),
                parts(step.message()),
                Objects.requireNonNullElse(step.reasoningContent(), ""),
                calls,
                trained));
        for (Turn.Call call : calls) {
            result(step, call)
                    .map(result -> observation(step.stepId(), call, result))
                    .ifPresent(turns::add);
        }
    }

    private static Optional<AtifTrajectory.Result> result(AtifTrajectory.Step step, Turn.Call call) {
        AtifTrajectory.Observation observation = step.observation();
        return observation == null
                ? Optional.empty()
                : observation.results().stream()
                        .filter(result -> call.id().equals(result.sourceCallId()))
                        .findFirst();
    }

    private static Turn.Observation observation(int step, Turn.Call call, AtifTrajectory.Result result) {
        ObjectNode extra = Objects.requireNonNullElseGet(result.extra(), Json::object);
        List<Part> parts = parts(result.content());
        List<Passage> passages = new ArrayList<>();
        int from = 0;
        for (JsonNode passage : extra.path("passages")) {
            int to = Math.min(parts.size(), from + passage.path("parts").asInt(0));
            passages.add(new Passage(passage.path("metadata").asString(""), List.copyOf(parts.subList(from, to))));
            from = to;
        }
        if (passages.isEmpty() || from < parts.size()) {
            passages.add(new Passage("", List.copyOf(parts.subList(from, parts.size()))));
        }
        return new Turn.Observation(
                step, call, List.copyOf(passages), extra.path("failure").asString(null));
    }

    private static Turn.Call call(AtifTrajectory.ToolCall call, List<ToolSpec> tools) {
        ObjectNode object = Objects.requireNonNullElseGet(call.arguments(), Json::object);
        boolean builtIn = tools.stream()
                .anyMatch(tool -> tool.name().equals(call.functionName()) && tool.kind() == ToolSpec.Kind.BUILT_IN);
        if (builtIn && object.size() == 1 && object.values().iterator().next().isString()) {
            String text = object.values().iterator().next().asString();
            return new Turn.Call(call.toolCallId(), call.functionName(), true, text, object, true);
        }
        String raw =
                call.extra() == null ? null : call.extra().path("raw_arguments").asString(null);
        return new Turn.Call(
                call.toolCallId(),
                call.functionName(),
                false,
                raw == null ? Json.write(object) : raw,
                object,
                raw == null || isObject(raw));
    }

    private static boolean isObject(String json) {
        try {
            return Json.parseObject(json) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static List<ToolSpec> tools(AtifTrajectory trajectory) {
        JsonNode own = trajectory.extra() == null
                ? Json.MAPPER.missingNode()
                : trajectory.extra().path("tools");
        if (own.isArray()) {
            return own.valueStream()
                    .map(tool -> Json.MAPPER.treeToValue(tool, ToolSpec.class))
                    .toList();
        }
        List<ObjectNode> definitions = trajectory.agent().toolDefinitions();
        return definitions == null
                ? List.of()
                : definitions.stream().map(Dialogue::function).toList();
    }

    /** A tool of a trajectory that somebody else recorded. */
    private static ToolSpec function(ObjectNode definition) {
        JsonNode function = definition.path("function");
        return ToolSpec.function(
                function.path("name").asString(""),
                function.path("description").asString(""),
                function.path("parameters") instanceof ObjectNode parameters ? parameters : Json.object());
    }

    private static List<Part> parts(@Nullable JsonNode message) {
        if (message == null || message.isNull() || message.isMissingNode()) {
            return List.of();
        }
        if (message.isString()) {
            return message.asString().isEmpty() ? List.of() : Part.text(message.asString());
        }
        return message.valueStream()
                .<Part>map(part -> part.path("type").asString("").equals("image")
                        ? new Part.Image(part.at("/source/path").asString(""))
                        : new Part.Text(part.path("text").asString("")))
                .toList();
    }
}
