package io.alltools.trajectories.curation;

import io.alltools.agent.Json;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is said in a trajectory, without images. */
final class Texts {

    /** A program that is quoted is no prose. */
    private static final Pattern FENCED = Pattern.compile("(?s)```.*?(?:```|\\z)");

    private Texts() {}

    /** @param content a string, or an array of parts */
    static String of(JsonNode content) {
        if (content.isString()) {
            return content.asString();
        }
        return content.valueStream()
                .map(part -> part.path("text").asString(""))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    /** The content with other texts; the same object where nothing changes. */
    static JsonNode mapped(JsonNode content, UnaryOperator<String> change) {
        if (content.isString()) {
            String now = change.apply(content.asString());
            return now.equals(content.asString())
                    ? content
                    : Json.MAPPER.getNodeFactory().stringNode(now);
        }
        if (!content.isArray()) {
            return content;
        }
        boolean changed = false;
        ArrayNode parts = Json.MAPPER.createArrayNode();
        for (JsonNode part : content) {
            if (part instanceof ObjectNode object && object.path("text").isString()) {
                String text = object.path("text").asString();
                String now = change.apply(text);
                changed |= !now.equals(text);
                parts.add(object.deepCopy().put("text", now));
            } else {
                parts.add(part);
            }
        }
        return changed ? parts : content;
    }

    /** The prose that the model is to learn: what it thought and said, without programs in fences. */
    static Stream<String> learned(AtifTrajectory trajectory) {
        return trajectory.steps().stream()
                .filter(AtifTrajectory.Step::isTrained)
                .flatMap(step ->
                        Stream.of(step.reasoningContent() == null ? "" : step.reasoningContent(), of(step.message())))
                .map(Texts::prose)
                .filter(text -> !text.isBlank());
    }

    static String prose(String text) {
        return text.contains("```") ? FENCED.matcher(text).replaceAll("\n") : text;
    }

    /** Whether the model made the step in this run, trained on or not. */
    static boolean isOwn(AtifTrajectory.Step step) {
        return step.source() == AtifTrajectory.Source.AGENT && !Boolean.TRUE.equals(step.copiedContext());
    }
}
