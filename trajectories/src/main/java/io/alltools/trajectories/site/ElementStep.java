package io.alltools.trajectories.site;

import io.alltools.agent.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One step of a task on a page: which element is acted on, and how.
 *
 * @param page what the page says
 * @param right ids of the candidates that are right; empty where none is, which then can't succeed
 * @param value what is typed or selected; empty for a click
 * @param action the step in words, such as {@code [button] Search -> CLICK}
 */
record ElementStep(
        String page, List<Candidate> candidates, List<String> right, Operation operation, String value, String action) {

    enum Operation {
        CLICK,
        TYPE,
        SELECT
    }

    /** @param text tag and words, such as {@code <button> Search} */
    record Candidate(String id, String text) {}

    ElementStep {
        candidates = List.copyOf(candidates);
        right = List.copyOf(right);
    }

    boolean has(String id) {
        return candidates.stream().anyMatch(candidate -> candidate.id().equals(id));
    }

    ObjectNode write() {
        ObjectNode json = Json.object();
        json.put("page", page);
        ArrayNode all = json.putArray("candidates");
        candidates.forEach(
                candidate -> all.addObject().put("id", candidate.id()).put("text", candidate.text()));
        ArrayNode ids = json.putArray("right");
        right.forEach(ids::add);
        json.put("operation", operation.name());
        json.put("value", value);
        json.put("action", action);
        return json;
    }

    static ElementStep read(JsonNode json) {
        List<Candidate> candidates = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (JsonNode candidate : json.path("candidates")) {
            String id = candidate.path("id").asString("");
            if (id.isEmpty() || !known.add(id)) {
                throw new IllegalArgumentException(
                        "a candidate has the id \"" + id + "\": expected one that no other candidate of the step has");
            }
            candidates.add(new Candidate(id, candidate.path("text").asString("")));
        }
        List<String> right = new ArrayList<>();
        json.path("right").forEach(id -> right.add(id.asString("")));
        return new ElementStep(
                json.path("page").asString(""),
                candidates,
                right,
                operation(json.path("operation").asString("")),
                json.path("value").asString(""),
                json.path("action").asString(""));
    }

    /** @throws IllegalArgumentException when there is no such operation */
    static Operation operation(String name) {
        for (Operation operation : Operation.values()) {
            if (operation.name().equals(name)) {
                return operation;
            }
        }
        throw new IllegalArgumentException("operation \"" + name + "\": expected CLICK, TYPE or SELECT");
    }
}
