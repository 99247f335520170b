package io.alltools.trajectories.house;

import io.alltools.agent.Json;
import io.alltools.trajectories.environment.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A house as a task begins, and what has to be done in it. */
record Layout(Goal goal, List<Furniture> furniture, List<Item> items) {

    /**
     * @param name such as {@code drawer 2}
     * @param location its number among the places where one can stand
     */
    record Furniture(String name, int location) {

        String type() {
            return typeOf(name);
        }
    }

    /** @param place the name of the furniture that it is in or on */
    record Item(String name, String place) {

        String type() {
            return typeOf(name);
        }
    }

    Layout {
        furniture = List.copyOf(furniture);
        items = List.copyOf(items);
    }

    static String typeOf(String name) {
        return name.substring(0, name.lastIndexOf(' '));
    }

    ObjectNode data() {
        ObjectNode data = Json.object();
        data.putObject("goal")
                .put("task_type", goal.type().id())
                .put("object", goal.object())
                .put("receptacle", goal.receptacle());
        ArrayNode pieces = data.putArray("receptacles");
        furniture.forEach(piece -> pieces.addObject().put("name", piece.name()).put("location", piece.location()));
        ArrayNode things = data.putArray("objects");
        items.forEach(item -> things.addObject().put("name", item.name()).put("in", item.place()));
        return data;
    }

    /** @throws IllegalArgumentException when the task's data is no house; the message says what is wrong */
    static Layout of(Task task) {
        ObjectNode data = task.data();
        JsonNode goal = data.path("goal");
        List<Furniture> furniture = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode piece : data.path("receptacles")) {
            String name = named(task, piece, names);
            furniture.add(new Furniture(name, piece.path("location").asInt(furniture.size() + 1)));
        }
        Set<String> places = Set.copyOf(names);
        List<Item> items = new ArrayList<>();
        for (JsonNode thing : data.path("objects")) {
            Item item = new Item(named(task, thing, names), thing.path("in").asString(""));
            if (!places.contains(item.place())) {
                throw new IllegalArgumentException("task " + task.id() + ": " + item.name() + " is in \"" + item.place()
                        + "\", which the house has not");
            }
            items.add(item);
        }
        if (furniture.isEmpty() || items.isEmpty()) {
            throw new IllegalArgumentException(
                    "task " + task.id() + " has no house in its data: expected goal {task_type,"
                            + " object, receptacle}, receptacles [{name, location}] and objects [{name, in}]");
        }
        return new Layout(
                new Goal(
                        Goal.Type.of(goal.path("task_type").asString("")),
                        goal.path("object").asString(""),
                        goal.path("receptacle").asString("")),
                furniture,
                items);
    }

    private static String named(Task task, JsonNode node, Set<String> names) {
        String name = node.path("name").asString("");
        if (!name.matches("[a-z]+ \\d+") || !names.add(name)) {
            throw new IllegalArgumentException("task " + task.id() + ": the name \"" + name
                    + "\" can't be used: expected a word and a number such as drawer 2, each once");
        }
        return name;
    }
}
