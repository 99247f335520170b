package io.alltools.trajectories.house;

import io.alltools.agent.Json;
import io.alltools.trajectories.environment.Draws;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import io.alltools.trajectories.environment.Unusable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Reads ALFWorld's (and ALFRED's) {@code traj_data.json}. In a folder, tasks with a container that can be carried or a
 * thing that has to be sliced are passed over by their folders' names, as in ALFWorld's own {@code alfred_tw_env.py}:
 * its published folders have them, and its games don't.
 */
final class TrajDataFile {

    private static final String FILE_NAME = "traj_data.json";
    private static final int MAX_PROBLEMS = 10;

    private final Split split;
    private final Unusable unusable;

    TrajDataFile(Split split, Unusable unusable) {
        this.split = split;
        this.unusable = unusable;
    }

    List<Task> read(Path path) throws IOException {
        List<Path> files = filesOf(path);
        List<Task> tasks = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Path file : files) {
            try {
                Task task = task(Json.parseObject(Files.readString(file)));
                if (!ids.add(task.id())) {
                    throw new IllegalArgumentException("its task_id occurs twice");
                }
                tasks.add(task);
            } catch (IllegalArgumentException e) {
                if (unusable.isSkipped()) {
                    unusable.add(file.toString(), e);
                } else {
                    problems.add(file + ": " + e.getMessage());
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.size() + " of " + files.size() + " tasks can't be used: "
                    + String.join("; ", problems.subList(0, Math.min(MAX_PROBLEMS, problems.size())))
                    + (problems.size() > MAX_PROBLEMS ? "; and more" : "") + ". Leave these files out.");
        }
        return tasks;
    }

    private static List<Path> filesOf(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> below = Files.walk(path)) {
            List<Path> files = below.filter(file -> file.endsWith(FILE_NAME) && !isPassedOver(path.relativize(file)))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new IllegalArgumentException("no " + FILE_NAME + " lies in " + path
                        + " or below: expected a folder such as ALFWorld's json_2.1.1/train");
            }
            return files;
        }
    }

    private static boolean isPassedOver(Path file) {
        return file.toString().contains("movable") || file.toString().contains("Sliced");
    }

    private Task task(JsonNode data) {
        String id = text(data, "task_id");
        Goal.Type type = Goal.Type.of(text(data, "task_type"));
        JsonNode parameters = data.path("pddl_params");
        if (parameters.path("object_sliced").asBoolean(false)) {
            throw new IllegalArgumentException(
                    "its thing has to be sliced, which this house, as ALFWorld's, does not ask");
        }
        String movable = parameters.path("mrecep_target").asString("");
        if (!movable.isEmpty()) {
            throw new IllegalArgumentException(
                    "mrecep_target \"" + movable + "\" is a container that can be carried, which this house has not");
        }
        String object = text(parameters, "object_target").toLowerCase(Locale.ROOT);
        if (!Household.isKnown(object)) {
            throw new IllegalArgumentException("object_target \"" + object + "\" is unknown: expected one of "
                    + Household.things().stream().map(Household.Thing::type).toList());
        }
        Goal goal = new Goal(type, object, receptacle(type, parameters));
        Household.Room room = room(data.path("scene"));
        Layout layout = new HouseBuilder(Draws.of(House.NAME, split, id.hashCode(), 0))
                .house(goal, room, things(data.path("scene")));
        List<String> annotations = new ArrayList<>();
        data.path("turk_annotations")
                .path("anns")
                .forEach(annotation ->
                        annotations.add(annotation.path("task_desc").asString("")));
        annotations.removeIf(String::isBlank);
        return new Task(
                House.NAME + "/" + split.id() + "/" + id,
                House.NAME,
                split,
                goal.instruction(Math.floorMod(id.hashCode(), 2)),
                annotations,
                layout.data());
    }

    private static String receptacle(Goal.Type type, JsonNode parameters) {
        boolean lamp = type == Goal.Type.EXAMINE;
        String field = lamp ? "toggle_target" : "parent_target";
        String name = text(parameters, field).toLowerCase(Locale.ROOT);
        if (lamp ? !Household.LAMPS.contains(name) : !Household.isFurniture(name)) {
            throw new IllegalArgumentException(field + " \"" + name + "\" is unknown: expected "
                    + (lamp ? "one of " + Household.LAMPS : "a piece of furniture such as CounterTop or Drawer"));
        }
        return name;
    }

    /** AI2-THOR numbers its floor plans by the kind of room. */
    private static Household.Room room(JsonNode scene) {
        int number = scene.path("scene_num").asInt(0);
        if (number < 1 || number > 430 || number % 100 < 1 || number % 100 > 30 || number / 100 == 1) {
            throw new IllegalArgumentException("scene_num " + scene.path("scene_num")
                    + " is no room: expected 1 to 30, 201 to 230, 301 to 330 or 401 to 430");
        }
        return Household.room(
                switch (number / 100) {
                    case 0 -> "kitchen";
                    case 2 -> "livingroom";
                    case 3 -> "bedroom";
                    default -> "bathroom";
                });
    }

    /** Types of the scene's things: {@code Apple_a13c4e42} is an apple. */
    private static List<String> things(JsonNode scene) {
        List<String> types = new ArrayList<>();
        for (JsonNode pose : scene.path("object_poses")) {
            String type = pose.path("objectName").asString("").split("_", 2)[0].toLowerCase(Locale.ROOT);
            if (!type.matches("[a-z]+")) {
                throw new IllegalArgumentException(
                        "the scene's object \"" + pose.path("objectName").asString("")
                                + "\" can't be used: expected a type and an id such as Apple_a13c4e42");
            }
            types.add(type);
        }
        return types;
    }

    private static String text(JsonNode in, String field) {
        String text = in.path(field).asString("");
        if (text.isBlank()) {
            throw new IllegalArgumentException(
                    "\"" + field + "\" is missing or empty: expected task_id, task_type,"
                            + " pddl_params {object_target, parent_target or toggle_target} and scene {scene_num, object_poses}");
        }
        return text;
    }
}
