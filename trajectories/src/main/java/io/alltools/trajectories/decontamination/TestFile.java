package io.alltools.trajectories.decontamination;

import io.alltools.agent.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads a test set: JSON lines where its name ends in {@code .jsonl} or {@code .json}, else plain text. */
final class TestFile {

    private TestFile() {}

    /**
     * @param sink of a plain text gets each line
     * @throws IOException when the file can't be read, or a line is not what it should be; the message names it
     */
    static void read(Path file, TestFields fields, Consumer<TestText> sink) throws IOException {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        boolean json = name.endsWith(".jsonl") || name.endsWith(".json");
        long texts = 0;
        long number = 0;
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                Count count = new Count(file, number, sink);
                if (json) {
                    look(parsed(file, number, line), fields, count);
                } else {
                    count.accept(true, line);
                }
                texts += count.texts;
            }
        } catch (CharacterCodingException e) {
            throw new IOException(file + ", after line " + number + ": not UTF-8; expected a test set as text", e);
        }
        if (texts == 0 && number > 0) {
            throw new IOException(file + ": none of the fields " + sorted(fields.questions()) + " and "
                    + sorted(fields.answers()) + " is in it; name those that hold its texts");
        }
    }

    private static String sorted(Set<String> names) {
        return names.stream().sorted().toList().toString();
    }

    private static JsonNode parsed(Path file, long number, String line) throws IOException {
        try {
            return Json.MAPPER.readTree(line);
        } catch (JacksonException e) {
            throw new IOException(
                    file + ", line " + number + ": not valid JSON: " + Json.where(e)
                            + "; expected one test of the set on each line",
                    e);
        }
    }

    private static void look(JsonNode node, TestFields fields, Count count) {
        if (node.isObject()) {
            node.properties().forEach(property -> {
                String name = property.getKey().toLowerCase(Locale.ROOT);
                if (fields.questions().contains(name)) {
                    texts(property.getValue(), true, fields, count);
                } else if (fields.answers().contains(name)) {
                    texts(property.getValue(), false, fields, count);
                } else {
                    look(property.getValue(), fields, count);
                }
            });
        } else {
            node.forEach(child -> look(child, fields, count));
        }
    }

    private static void texts(JsonNode node, boolean question, TestFields fields, Count count) {
        if (node.isString()) {
            count.accept(question, node.asString());
        } else if (node.isValueNode()) {
            count.accept(question, node.toString());
        } else if (node.isObject()) {
            // Its own names say more of what is a question and what is an answer.
            node.properties().forEach(property -> {
                String name = property.getKey().toLowerCase(Locale.ROOT);
                texts(
                        property.getValue(),
                        fields.questions().contains(name)
                                || question && !fields.answers().contains(name),
                        fields,
                        count);
            });
        } else {
            node.forEach(child -> texts(child, question, fields, count));
        }
    }

    private static final class Count {

        private final Path file;
        private final long line;
        private final Consumer<TestText> sink;
        private int texts;

        Count(Path file, long line, Consumer<TestText> sink) {
            this.file = file;
            this.line = line;
            this.sink = sink;
        }

        void accept(boolean question, String text) {
            texts++;
            sink.accept(new TestText(file, line, question, text));
        }
    }
}
