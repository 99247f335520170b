package io.alltools.trajectories.site;

import io.alltools.agent.Json;
import io.alltools.trajectories.environment.Draws;
import io.alltools.trajectories.environment.Environment;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import io.alltools.trajectories.environment.Unusable;
import io.alltools.trajectories.environment.Workshop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Work on websites. Two of three generated tasks are questions about a local site, read with {@code simple_browser} and
 * scored by {@link AnswerMatch}; the third is a way through forms and filters, where {@code choose_element} picks the
 * element and the operation of each step, scored by {@link ElementScore}.
 *
 * <p>Loads Mind2Web's JSON, and lines of {@code {"question", "answer", "pages"}}; README names the fields.
 */
public final class SiteEnvironment implements Environment {

    private static final String NAME = "web";
    private static final String QUESTION = "question";
    private static final String ELEMENTS = "elements";
    private static final long MAX_FILE_BYTES = 512L << 20;

    private final Workshop workshop;

    /** @param workshop gives the browser for the pages of a task */
    public SiteEnvironment(Workshop workshop) {
        this.workshop = workshop;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Answer questions about a local website with simple_browser (exact match as in SQuAD), and choose elements"
                + " of pages step by step (step success rate as in Mind2Web).";
    }

    @Override
    public Task task(Split split, long seed, int number) {
        if (number < 0) {
            throw new IllegalArgumentException("task number " + number + ": expected 0 or more");
        }
        String id = NAME + "/" + split.id() + "/" + seed + "/" + number;
        if (number % 3 == 2) {
            ElementFlow.Made made = ElementFlow.make(split, random(split, seed, number));
            return elements(id, split, made.website(), made.goal(), made.steps());
        }
        SiteGenerator.Made made = SiteGenerator.make(split, random(split, seed, number));
        ObjectNode data = Json.object().put("type", QUESTION);
        data.putObject("generated").put("seed", seed).put("number", number);
        return new Task(id, NAME, split, made.question().text(), made.question().answers(), data);
    }

    @Override
    public List<Task> load(Path file, Split split, Unusable unusable) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new IllegalArgumentException(
                    file + " has " + Files.size(file) + " bytes: expected at most " + MAX_FILE_BYTES + "; split it");
        }
        List<Task> tasks = new ArrayList<>();
        int number = 0;
        for (JsonNode json : records(file)) {
            number++;
            try {
                tasks.add(json.has("annotation_id") ? ofMind2Web(json, split) : ofLine(json, file, number, split));
            } catch (IllegalArgumentException e) {
                unusable.add(file + ", record " + number, e);
            }
        }
        return tasks;
    }

    @Override
    public Episode reset(Task task) {
        if (!task.environment().equals(NAME)) {
            throw new IllegalArgumentException("task " + task.id() + " is of the environment \"" + task.environment()
                    + "\": expected \"" + NAME + "\"");
        }
        JsonNode data = task.data();
        String type = data.path("type").asString("");
        try {
            return switch (type) {
                case ELEMENTS -> {
                    List<ElementStep> steps = new ArrayList<>();
                    data.path("steps").forEach(step -> steps.add(ElementStep.read(step)));
                    if (steps.isEmpty()
                            || steps.stream().anyMatch(step -> step.candidates().isEmpty())) {
                        throw new IllegalArgumentException("expected \"steps\", each with candidates");
                    }
                    yield new ElementEpisode(data.path("website").asString(""), task.instruction(), steps);
                }
                case QUESTION -> question(task);
                default ->
                    throw new IllegalArgumentException(
                            "its type is \"" + type + "\": expected \"" + QUESTION + "\" or \"" + ELEMENTS + "\"");
            };
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("task " + task.id() + " can't be used: " + e.getMessage(), e);
        }
    }

    private Episode question(Task task) {
        JsonNode generated = task.data().path("generated");
        if (generated.path("seed").isIntegralNumber()
                && generated.path("number").isInt()) {
            SiteGenerator.Made made = SiteGenerator.make(
                    task.split(),
                    random(
                            task.split(),
                            generated.path("seed").asLong(),
                            generated.path("number").asInt()));
            return QuestionEpisode.open(made.question(), made.site(), workshop);
        }
        Map<String, String> pages = new TreeMap<>();
        task.data().path("pages").forEachEntry((path, html) -> pages.put(path, html.asString("")));
        if (pages.isEmpty() || task.gold().isEmpty()) {
            throw new IllegalArgumentException(
                    "expected \"pages\" and an answer, or \"generated\" with seed and number");
        }
        return QuestionEpisode.open(
                QuestionLine.question(task.instruction(), task.gold()), new Site("", pages), workshop);
    }

    private static Task ofMind2Web(JsonNode json, Split split) {
        Mind2WebFile.Read read = Mind2WebFile.read(json, split);
        return elements(NAME + "/" + split.id() + "/" + read.id(), split, read.website(), read.goal(), read.steps());
    }

    private static Task ofLine(JsonNode json, Path file, int number, Split split) throws IOException {
        QuestionLine.Read read = QuestionLine.read(json, file.toAbsolutePath().resolveSibling(""));
        ObjectNode data = Json.object().put("type", QUESTION);
        ObjectNode pages = data.putObject("pages");
        read.site().pages().forEach(pages::put);
        String id = json.path("id").asString(String.valueOf(number));
        return new Task(
                NAME + "/" + split.id() + "/" + id,
                NAME,
                split,
                read.question().text(),
                read.question().answers(),
                data);
    }

    private static Task elements(String id, Split split, String website, String goal, List<ElementStep> steps) {
        ObjectNode data = Json.object().put("type", ELEMENTS);
        data.put("website", website);
        ArrayNode all = data.putArray("steps");
        steps.forEach(step -> all.add(step.write()));
        return new Task(
                id, NAME, split, goal, steps.stream().map(ElementStep::action).toList(), data);
    }

    /** The records of a JSON list, of one object, or of lines. */
    private static List<JsonNode> records(Path file) throws IOException {
        List<JsonNode> records = new ArrayList<>();
        String text = Files.readString(file);
        boolean list = text.stripLeading().startsWith("[");
        int line = 0;
        for (String part : list ? List.of(text) : text.lines().toList()) {
            line++;
            if (part.isBlank()) {
                continue;
            }
            try {
                JsonNode json = Json.MAPPER.readTree(part);
                if (list) {
                    json.forEach(records::add);
                } else {
                    records.add(json);
                }
            } catch (JacksonException e) {
                throw new IllegalArgumentException(
                        file + (list ? "" : ", line " + line) + " is not valid JSON: " + Json.where(e), e);
            }
        }
        return records;
    }

    private static Draws random(Split split, long seed, int number) {
        return Draws.of(NAME, split, seed, number);
    }
}
