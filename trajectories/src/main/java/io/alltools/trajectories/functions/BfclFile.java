package io.alltools.trajectories.functions;

import io.alltools.agent.Json;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import io.alltools.trajectories.environment.TaskLines;
import io.alltools.trajectories.environment.Unusable;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Files of the leaderboard's tasks, in either of two layouts.
 *
 * <ul>
 *   <li>Its own: {@code id}, {@code question} (a list of turns) and {@code function} in one file, such as
 *       {@code BFCL_v4_parallel.json}, and {@code id} and {@code ground_truth} in the file of that name in the folder
 *       {@code possible_answer} beside it.
 *   <li>All in one line: {@code category}, {@code id}, {@code messages}, {@code functions}, {@code accepted}.
 * </ul>
 */
final class BfclFile {

    private BfclFile() {}

    static List<Task> read(Path file, Split split, Unusable unusable) throws IOException {
        Map<String, JsonNode> answers =
                answers(file.resolveSibling("possible_answer").resolve(file.getFileName()), unusable);
        return TaskLines.read(
                file,
                (line, number) -> line.has("question") ? published(line, answers, split) : combined(line, split),
                unusable);
    }

    private static Map<String, JsonNode> answers(Path file, Unusable unusable) throws IOException {
        Map<String, JsonNode> answers = new HashMap<>();
        if (Files.exists(file)) {
            int number = 0;
            try (BufferedReader lines = Files.newBufferedReader(file)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    number++;
                    if (!line.isBlank()) {
                        try {
                            ObjectNode answer = Json.parseObject(line);
                            answers.put(TaskLines.text(answer, "id"), answer.path("ground_truth"));
                        } catch (IllegalArgumentException e) {
                            unusable.add("possible_answer/" + file.getFileName() + " line " + number, e);
                        }
                    }
                }
            }
        }
        return answers;
    }

    private static Task published(ObjectNode line, Map<String, JsonNode> answers, Split split) {
        String id = TaskLines.text(line, "id");
        // parallel_multiple_12, live_simple_3-0-1
        Category category = Category.of(id.replaceFirst("_[0-9][0-9-]*$", ""));
        JsonNode turns = line.path("question");
        if (turns.size() != 1) {
            throw new IllegalArgumentException("\"question\" has " + turns.size() + " turns: expected one");
        }
        JsonNode accepted = answers.getOrDefault(id, Json.MAPPER.createArrayNode());
        return task(id, split, category, turns.path(0), line.path("function"), accepted);
    }

    private static Task combined(ObjectNode line, Split split) {
        return task(
                TaskLines.text(line, "id"),
                split,
                Category.of(TaskLines.text(line, "category")),
                line.path("messages"),
                line.path("functions"),
                line.path("accepted"));
    }

    private static Task task(
            String id, Split split, Category category, JsonNode messages, JsonNode functions, JsonNode accepted) {
        if (!functions.isArray() || functions.isEmpty()) {
            throw new IllegalArgumentException("there are no functions: expected a list of at least one");
        }
        Set<String> names = new HashSet<>();
        for (JsonNode function : functions) {
            String name = BfclSchema.spec(function).name();
            if (!names.add(name)) {
                throw new IllegalArgumentException(
                        "two functions are named \"" + name + "\": expected different names");
            }
        }
        ArrayNode expected = Json.MAPPER.createArrayNode();
        if (category.hasAccepted()) {
            if (!accepted.isArray() || accepted.isEmpty()) {
                throw new IllegalArgumentException(
                        "there are no accepted calls for " + id + ": expected \"accepted\" in"
                                + " the line, or \"ground_truth\" in the file of the same name in the folder possible_answer");
            }
            for (JsonNode call : accepted) {
                if (!call.isObject()
                        || call.size() != 1
                        || !call.iterator().next().isObject()) {
                    throw new IllegalArgumentException(
                            "an accepted call is " + call + ": expected one function's name with its arguments");
                }
                String name = call.propertyNames().iterator().next();
                if (!names.contains(name)) {
                    throw new IllegalArgumentException(
                            "an accepted call is of \"" + name + "\": expected one of the functions " + names);
                }
                call.path(name).properties().forEach(argument -> {
                    if (!argument.getValue().isArray()) {
                        throw new IllegalArgumentException("the accepted values of " + argument.getKey() + " are "
                                + argument.getValue() + ": expected a list");
                    }
                });
                expected.add(call);
            }
        }
        return FunctionsEnvironment.task(
                "functions/" + split.id() + "/" + id, split, category, checked(messages), functions, expected);
    }

    private static JsonNode checked(JsonNode messages) {
        boolean user = false;
        for (JsonNode message : messages) {
            String role = message.path("role").asString("");
            if (!role.equals("user") && !role.equals("system")
                    || !message.path("content").isString()) {
                throw new IllegalArgumentException(
                        "a message is " + message + ": expected a text of the role system or user");
            }
            user |= role.equals("user");
        }
        if (!user) {
            throw new IllegalArgumentException("nobody asks anything: expected a message of the role user");
        }
        return messages;
    }
}
