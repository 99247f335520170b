package io.alltools.trajectories.os;

import io.alltools.agent.Json;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import io.alltools.trajectories.environment.Unusable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads AgentBench's tasks of OS interaction. What needs more than this shell has is refused by name. */
final class AgentBenchTasks {

    private static final Set<String> MISSING = Set.of(
            "apt",
            "apt-get",
            "dpkg",
            "pip",
            "pip3",
            "npm",
            "node",
            "gcc",
            "g++",
            "make",
            "python",
            "python3",
            "perl",
            "ruby",
            "java",
            "docker",
            "systemctl",
            "service",
            "curl",
            "wget",
            "ssh",
            "git",
            "mysql",
            "kill",
            "pkill",
            "killall",
            "crontab",
            "mount",
            "iptables");
    private static final Pattern COMMAND =
            Pattern.compile("(?:^|[;&|(`\\n]|\\bsudo\\s|\\bthen\\s|\\bdo\\s)\\s*([a-z][a-z0-9+_-]*)");
    private static final Pattern BACKGROUND = Pattern.compile("(?<![&>|<])&(?![&>0-9])");

    private final Path file;
    private final Split split;
    private final Unusable unusable;

    AgentBenchTasks(Path file, Split split, Unusable unusable) {
        this.file = file;
        this.split = split;
        this.unusable = unusable;
    }

    List<Task> all() throws IOException {
        String text = Files.readString(file);
        List<JsonNode> entries = new ArrayList<>();
        try {
            if (file.toString().endsWith(".jsonl")) {
                text.lines().filter(line -> !line.isBlank()).forEach(line -> entries.add(Json.MAPPER.readTree(line)));
            } else {
                JsonNode root = Json.MAPPER.readTree(text);
                (root.isArray() ? root : List.of(root)).forEach(entries::add);
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + ": not valid JSON: " + Json.where(e), e);
        }
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.jsonl?$", "");
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            try {
                tasks.add(task(
                        entries.get(i),
                        String.format(Locale.ROOT, "%s/%s/%s-%05d", OsEnvironment.NAME, split.id(), name, i)));
            } catch (IllegalArgumentException e) {
                unusable.add(file + ", entry " + (i + 1), e);
            }
        }
        return tasks;
    }

    private Task task(JsonNode entry, String id) throws IOException {
        String description = entry.path("description").asString("");
        if (description.isBlank()) {
            throw new IllegalArgumentException("no \"description\": expected the task's text");
        }
        ObjectNode data = Json.object();
        JsonNode init = entry.path("create").path("init");
        ArrayNode scripts = data.putArray("init");
        for (JsonNode script :
                init.isArray() ? init : init.isMissingNode() || init.isNull() ? List.<JsonNode>of() : List.of(init)) {
            scripts.add(shell(script, "the script that prepares the machine"));
        }
        if (entry.has("start")) {
            data.put("start", shell(entry.path("start"), "the start script"));
        }
        ObjectNode evaluation = data.putObject("evaluation");
        JsonNode given = entry.path("evaluation");
        List<String> gold = new ArrayList<>();
        JsonNode match = given.path("match");
        if (match.isString()) {
            evaluation.putObject("match").put("answer", match.asString("")).put("strip", true);
            gold.add(match.asString(""));
        } else if (match.isObject()) {
            evaluation.set("match", match);
            if (match.has("answer")) {
                gold.add(match.path("answer").asString(""));
            }
        } else if (given.has("check")) {
            check(given, evaluation, data);
        } else {
            throw new IllegalArgumentException("\"evaluation\" has neither \"match\" nor \"check\"");
        }
        return new Task(id, OsEnvironment.NAME, split, description, gold, data);
    }

    private void check(JsonNode given, ObjectNode evaluation, ObjectNode data) throws IOException {
        String example = given.has("example") ? shell(given.path("example"), "the example script") : "";
        JsonNode check = given.path("check");
        ArrayNode steps = evaluation.putArray("check");
        for (JsonNode step : check.isArray() ? check : List.of(check)) {
            if (step.isNull()) {
                if (example.isEmpty()) {
                    throw new IllegalArgumentException(
                            "a check is null, which stands for the example script: there is no \"example\"");
                }
                steps.addObject().put("code", example);
            } else if (step.path("language").asString("bash").equals("python") && step.has("file")) {
                String name =
                        step.path("file").asString("").replaceFirst(".*/", "").replaceFirst("\\.py$", "");
                steps.addObject().put("rule", Rules.known(name));
            } else {
                steps.addObject().put("code", shell(step, "a check"));
            }
        }
        if (!example.isEmpty()) {
            boolean answers =
                    check.isArray() && !check.isEmpty() && check.get(0).isNull();
            ObjectNode expert = data.putObject("expert").put("answerIsOutput", answers);
            expert.putArray("steps")
                    .addObject()
                    .put("thought", "A script can find this out.")
                    .put("script", example);
        }
    }

    private String shell(JsonNode script, String what) throws IOException {
        String language = script.path("language").asString("bash");
        if (!language.equals("bash")) {
            throw new IllegalArgumentException(what + " is in " + language + ": only bash can be run here");
        }
        String code;
        if (script.isString()) {
            code = script.asString("");
        } else if (script.has("code")) {
            code = script.path("code").asString("");
        } else if (script.has("file")) {
            code = read(script.path("file").asString(""), what);
        } else {
            throw new IllegalArgumentException(what + " " + script + ": expected a text, \"code\" or \"file\"");
        }
        Matcher matcher = COMMAND.matcher(code);
        while (matcher.find()) {
            if (MISSING.contains(matcher.group(1))) {
                throw new IllegalArgumentException(what + " needs " + matcher.group(1) + ", which this shell has not");
            }
        }
        if (BACKGROUND.matcher(code).find()) {
            throw new IllegalArgumentException(what + " starts background jobs (&), which this shell has not");
        }
        return code;
    }

    /** AgentBench keeps scripts of {@code data/N/x.json} in {@code scripts/N}. */
    private String read(String name, String what) throws IOException {
        Path folder = file.toAbsolutePath().normalize().getParent();
        List<Path> candidates = new ArrayList<>();
        if (folder != null) {
            candidates.add(folder);
            Path above = folder.getParent();
            if (above != null) {
                candidates.add(above.resolve("scripts").resolve("dev"));
                candidates.add(above.resolveSibling("scripts").resolve(String.valueOf(folder.getFileName())));
            }
        }
        for (Path candidate : candidates) {
            Path path = candidate.resolve(name).normalize();
            if (path.startsWith(candidate) && Files.isRegularFile(path)) {
                return Files.readString(path);
            }
        }
        throw new IllegalArgumentException(what + " is in file \"" + name + "\", which is in none of " + candidates);
    }
}
