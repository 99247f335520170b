package io.alltools.trajectories.site;

import io.alltools.trajectories.environment.Split;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/**
 * Reads tasks of Mind2Web: {@code annotation_id}, {@code website}, {@code confirmed_task}, {@code action_reprs} and
 * {@code actions} with {@code operation} ({@code op}, {@code value}), {@code pos_candidates} and {@code neg_candidates}
 * ({@code backend_node_id}, {@code rank} where it was computed) and {@code cleaned_html}.
 *
 * <p>A step shows 20 candidates at most: those that are right, and others, the best-ranked first, or a drawn sample
 * where there are no ranks. Steps with no right candidate are left out of training data, as Mind2Web's loader does, and
 * else stay as steps that can't succeed.
 */
final class Mind2WebFile {

    private static final int MAX_CANDIDATES = 20;

    /** Candidates of a worse rank are not among those that Mind2Web evaluates with. */
    private static final int TOP = 50;

    private Mind2WebFile() {}

    record Read(String id, String website, String goal, List<ElementStep> steps) {}

    /** @throws IllegalArgumentException that names the field and what was expected */
    static Read read(JsonNode json, Split split) {
        String id = required(json, "annotation_id");
        String goal = required(json, "confirmed_task");
        JsonNode actions = json.path("actions");
        JsonNode reprs = json.path("action_reprs");
        if (!actions.isArray() || actions.isEmpty()) {
            throw new IllegalArgumentException("task " + id + " has no \"actions\": expected a list of at least one");
        }
        if (reprs.size() != actions.size()) {
            throw new IllegalArgumentException("task " + id + " has " + reprs.size() + " \"action_reprs\" for "
                    + actions.size() + " actions: expected one for each");
        }
        List<ElementStep> steps = new ArrayList<>();
        for (int i = 0; i < actions.size(); i++) {
            try {
                ElementStep step = step(actions.get(i), reprs.get(i).asString(""), id + i);
                if (!step.right().isEmpty() || split != Split.TRAIN) {
                    steps.add(step);
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("task " + id + ", action " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        if (steps.stream().allMatch(step -> step.right().isEmpty())) {
            throw new IllegalArgumentException(
                    "task " + id + " has no action with a right candidate: nothing can succeed");
        }
        return new Read(id, json.path("website").asString(""), goal, steps);
    }

    private static ElementStep step(JsonNode action, String repr, String seed) {
        CleanedHtml html = CleanedHtml.parse(required(action, "cleaned_html"));
        List<String> right = ids(action.path("pos_candidates"), html);
        List<String> wrong = ids(action.path("neg_candidates"), html);
        Random random = new Random(seed.hashCode());
        if (!action.path("neg_candidates").path(0).has("rank")) {
            Collections.shuffle(wrong, random);
        }
        wrong.removeAll(right);
        List<String> shown = new ArrayList<>(right.subList(0, Math.min(right.size(), MAX_CANDIDATES)));
        shown.addAll(wrong.subList(0, Math.min(wrong.size(), MAX_CANDIDATES - shown.size())));
        if (shown.isEmpty()) {
            throw new IllegalArgumentException(
                    "no candidate is on the page: expected pos_candidates and neg_candidates");
        }
        Collections.shuffle(shown, random);
        JsonNode operation = action.path("operation");
        ElementStep.Operation op =
                ElementStep.operation(operation.path("op").asString("").toUpperCase(Locale.ROOT));
        return new ElementStep(
                html.around(shown),
                shown.stream()
                        .map(id -> new ElementStep.Candidate(id, html.describe(id)))
                        .toList(),
                right,
                op,
                op == ElementStep.Operation.CLICK
                        ? ""
                        : operation.path("value").asString("").strip(),
                repr);
    }

    /** Candidates that are on the page, the best-ranked first where ranks are known. */
    private static List<String> ids(JsonNode candidates, CleanedHtml html) {
        List<JsonNode> ranked = new ArrayList<>();
        candidates.forEach(ranked::add);
        ranked.removeIf(candidate -> candidate.path("rank").asInt(0) >= TOP);
        ranked.sort(Comparator.comparingInt(candidate -> candidate.path("rank").asInt(0)));
        List<String> ids = new ArrayList<>();
        for (JsonNode candidate : ranked) {
            String id = candidate.path("backend_node_id").asString("");
            if (html.has(id) && !ids.contains(id)) {
                ids.add(id);
            }
        }
        return ids;
    }

    private static String required(JsonNode json, String field) {
        String value = json.path(field).asString("");
        if (value.isBlank()) {
            throw new IllegalArgumentException("the field \"" + field + "\" is missing or blank: expected a text");
        }
        return value.strip();
    }
}
