package io.alltools.web.generation;

import io.alltools.agent.Json;
import io.alltools.trajectories.environment.Environment;
import io.alltools.trajectories.environment.Task;
import io.alltools.trajectories.environment.Unusable;
import io.alltools.trajectories.generation.TaskList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** Files of tasks, one a line, as {@code trajectories tasks} writes them. */
public final class TaskFiles {

    private static final List<String> FIELDS = List.of("id", "environment", "split", "instruction", "gold", "data");

    private TaskFiles() {}

    /**
     * The tasks of a file, those of each environment together.
     *
     * @param known environments that tasks may be of
     * @param unusable takes the lines that are no task, or of another environment
     * @throws IllegalArgumentException names such a line, unless they are left out
     */
    public static List<TaskList> read(Path file, Environments known, Unusable unusable) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    file + " does not exist: expected a file of tasks, as trajectories tasks writes it", e);
        }
        Map<Environment, List<Task>> tasks = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            try {
                Task task = task(lines.get(i));
                tasks.computeIfAbsent(
                                known.named(List.of(task.environment())).getFirst(), environment -> new ArrayList<>())
                        .add(task);
            } catch (IllegalArgumentException e) {
                unusable.add(file + ", line " + (i + 1), e);
            }
        }
        String origin = "sha256:" + sha256(Files.readAllBytes(file));
        return tasks.entrySet().stream()
                .map(entry -> TaskList.of(entry.getKey(), origin, entry.getValue()))
                .toList();
    }

    private static Task task(String text) {
        ObjectNode json = Json.parseObject(text);
        List<String> missing =
                FIELDS.stream().filter(field -> !json.hasNonNull(field)).toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("expected a task with " + String.join(", ", FIELDS) + "; missing are "
                    + String.join(", ", missing));
        }
        try {
            return Json.MAPPER.treeToValue(json, Task.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("no task in JSON: " + Json.where(e), e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
