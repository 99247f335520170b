package io.alltools.web.exchange;

import io.alltools.agent.Json;
import io.alltools.trajectories.rating.Rating;
import io.alltools.trajectories.rating.RunRating;
import io.alltools.web.store.RatingStore;
import io.alltools.web.store.RunRatings;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What people think of a run, in a session's JSON:
 *
 * <pre>{@code
 * {"thumb":"up","reward":0.5,"note":"…","by":"local","at":"…","included":true,"task":"…",
 *  "steps":[{"step":1,"thumb":"down","reward":null,"note":"","by":"local","at":"…"}]}
 * }</pre>
 *
 * <p>Who said it and when is told to people; an import is signed by whoever imports it.
 */
final class RatingsJson {

    private RatingsJson() {}

    /** Null for a run of which nobody said anything. */
    static @Nullable ObjectNode write(RunRatings ratings) {
        if (ratings.equals(RunRatings.NONE)) {
            return null;
        }
        ObjectNode json = ((ObjectNode)
                        Json.MAPPER.<JsonNode>valueToTree(ratings.run().rating()))
                .put("included", ratings.run().included())
                .put("task", ratings.run().task());
        var steps = json.putArray("steps");
        ratings.steps()
                .forEach((number, rating) -> steps.addObject()
                        .put("step", number)
                        .setAll((ObjectNode) Json.MAPPER.<JsonNode>valueToTree(rating)));
        return json;
    }

    /**
     * @param json missing or null for nothing
     * @param known the numbers of the run's steps
     * @throws ImportException when a value can't be kept
     */
    static RunRatings read(JsonNode json, String place, Set<Integer> known) {
        if (json.isMissingNode() || json.isNull()) {
            return RunRatings.NONE;
        }
        if (!json.isObject()) {
            throw wrong(place, json, "an object, or null");
        }
        JsonNode included = json.path("included");
        if (!isAbsent(included) && !included.isBoolean()) {
            throw wrong(place + ".included", included, "true, false or null");
        }
        JsonNode given = json.path("steps");
        if (!isAbsent(given) && !given.isArray()) {
            throw wrong(place + ".steps", given, "an array");
        }
        Map<Integer, Rating> steps = new TreeMap<>();
        for (int i = 0; i < given.size(); i++) {
            String at = place + ".steps[" + i + "]";
            JsonNode step = given.get(i).path("step");
            if (!step.isInt() || !known.contains(step.asInt())) {
                throw wrong(at + ".step", step, "the number of one of the run's " + known.size() + " steps");
            }
            if (steps.put(step.asInt(), rating(given.get(i), at)) != null) {
                throw wrong(at + ".step", step, "a step that is not rated before");
            }
        }
        RunRating run = new RunRating(
                rating(json, place),
                isAbsent(included) ? null : (Boolean) included.asBoolean(),
                text(json, "task", place, RatingStore.TASK_CHARACTERS).strip());
        return new RunRatings(run, steps);
    }

    private static Rating rating(JsonNode json, String place) {
        JsonNode reward = json.path("reward");
        if (!isAbsent(reward) && !(reward.isNumber() && reward.asDouble() >= 0 && reward.asDouble() <= 1)) {
            throw wrong(place + ".reward", reward, "a number from 0 to 1, or null");
        }
        return new Rating(
                thumb(json.path("thumb"), place + ".thumb"),
                isAbsent(reward) ? null : (Double) reward.asDouble(),
                text(json, "note", place, RatingStore.NOTE_CHARACTERS),
                null,
                null);
    }

    private static Rating.@Nullable Thumb thumb(JsonNode json, String place) {
        if (isAbsent(json)) {
            return null;
        }
        for (Rating.Thumb thumb : Rating.Thumb.values()) {
            if (json.isString() && thumb.word().equals(json.asString())) {
                return thumb;
            }
        }
        throw wrong(place, json, "\"up\", \"down\" or null");
    }

    private static String text(JsonNode json, String field, String place, int most) {
        JsonNode text = json.path(field);
        if (isAbsent(text)) {
            return "";
        }
        if (!text.isString()) {
            throw wrong(place + "." + field, text, "a text, or null");
        }
        if (text.asString().length() > most) {
            throw new ImportException(
                    place + "." + field,
                    "it has " + text.asString().length() + " characters: expected at most " + most);
        }
        return text.asString();
    }

    private static boolean isAbsent(JsonNode json) {
        return json.isMissingNode() || json.isNull();
    }

    private static ImportException wrong(String place, JsonNode found, String expected) {
        String text = found.isMissingNode() ? "nothing" : found.toString();
        return new ImportException(
                place,
                "found " + (text.length() > 100 ? text.substring(0, 100) + "…" : text) + ": expected " + expected);
    }
}
