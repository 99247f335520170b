package io.alltools.trajectories.environment;

import io.alltools.agent.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Reads files of tasks with one JSON object a line. */
public final class TaskLines {

    /** Makes a task of one line; an {@link IllegalArgumentException} says what is wrong with it. */
    @FunctionalInterface
    public interface Reader {

        /** @param number the line's, from 1 */
        Task task(ObjectNode line, int number);
    }

    private TaskLines() {}

    /**
     * The tasks of a file, in its order; empty lines are passed over.
     *
     * @param unusable takes the lines that can't be used, or whose task has the id of an earlier one
     * @throws IllegalArgumentException names such a line, unless they are left out
     */
    public static List<Task> read(Path file, Reader reader, Unusable unusable) throws IOException {
        List<Task> tasks = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        int number = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                try {
                    Task task = reader.task(Json.parseObject(line), number);
                    if (!ids.add(task.id())) {
                        throw new IllegalArgumentException(
                                "the id " + task.id() + " stands on an earlier line too; expected each once");
                    }
                    tasks.add(task);
                } catch (IllegalArgumentException e) {
                    unusable.add(file.getFileName() + " line " + number, e);
                }
            }
        } catch (CharacterCodingException | UncheckedIOException e) {
            throw new IOException(file + " is not UTF-8 text after line " + number + ": expected JSON lines", e);
        }
        return List.copyOf(tasks);
    }

    /**
     * A field that must be text.
     *
     * @throws IllegalArgumentException when it is missing, blank or something else
     */
    public static String text(ObjectNode line, String field) {
        var value = line.path(field);
        if (!value.isString() || value.asString().isBlank()) {
            throw new IllegalArgumentException("\"" + field + "\" is "
                    + (value.isMissingNode() ? "missing" : value.toString()) + ": expected a text that isn't blank");
        }
        return value.asString();
    }
}
