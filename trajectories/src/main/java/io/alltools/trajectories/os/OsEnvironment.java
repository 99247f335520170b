package io.alltools.trajectories.os;

import io.alltools.agent.Json;
import io.alltools.trajectories.environment.AuthoredTasks;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import io.alltools.trajectories.environment.Unusable;
import io.alltools.trajectories.shell.Sandbox;
import io.alltools.trajectories.shell.file.FileTree;
import io.alltools.trajectories.shell.process.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Work on a Linux system through a shell: questions about it, and operations on it. */
public final class OsEnvironment implements AuthoredTasks {

    static final String NAME = "os";

    /** The machine's time where a task says nothing. */
    static final String START = "2024-05-14T09:30:00Z";

    /** Of the scripts that prepare a machine, for who writes a task for it. */
    private static final int SCRIPTS_SHOWN = 4000;

    private static final int LONGEST_ANSWER = 200;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Questions about a Linux system and operations on it through a sandboxed shell; scored by the match of the"
                + " answer or by checks of the system, as AgentBench's OS interaction.";
    }

    @Override
    public Task task(Split split, long seed, int number) {
        return Drafts.task(split, seed, number);
    }

    /**
     * Reads AgentBench's {@code data/os_interaction} files (JSON list, or JSON lines). Scripts that an entry names by
     * file are looked for in the folders beside it, {@code scripts/} of AgentBench's own layout among them.
     */
    @Override
    public List<Task> load(Path file, Split split, Unusable unusable) throws IOException {
        return new AgentBenchTasks(file, split, unusable).all();
    }

    @Override
    public Episode reset(Task task) {
        if (!task.environment().equals(NAME)) {
            throw new IllegalArgumentException("task " + task.id() + " is of environment \"" + task.environment()
                    + "\": expected \"" + NAME + "\"");
        }
        ObjectNode data = task.data();
        Evaluation evaluation =
                data.path("evaluation") instanceof ObjectNode given ? Evaluation.of(given) : Evaluation.of(data);
        try {
            return new OsEpisode(task, machine(task), evaluation);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("task " + task.id() + ": the preparation of its machine was called off", e);
        }
    }

    @Override
    public String brief(Task task) {
        StringBuilder scripts = new StringBuilder();
        task.data()
                .path("init")
                .forEach(script -> scripts.append(script.asString("")).append('\n'));
        if (task.data().has("start")) {
            scripts.append(task.data().path("start").asString("")).append('\n');
        }
        return "The agent answers questions about a Linux (Ubuntu) system, by a shell, as root. The system was prepared"
                + " by these scripts:\n\n"
                + (scripts.length() > SCRIPTS_SHOWN ? scripts.substring(0, SCRIPTS_SHOWN) + "…" : scripts)
                + "\nThe gold answer is a bash script that prints the answer and nothing else, in one line.";
    }

    /** The expert's scripts, of which only the last one's output is the answer. */
    @Override
    public String goldOf(Task task) {
        JsonNode steps = task.data().path("expert").path("steps");
        StringBuilder gold = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            String script = steps.get(i).path("script").asString("").strip();
            gold.append(i + 1 < steps.size() ? "{\n" + script + "\n} > /dev/null\n" : script);
        }
        return gold.toString();
    }

    @Override
    public Task authored(Task world, String id, String instruction, String gold) {
        String answer;
        try {
            answer = printed(world, gold);
            if (!printed(world, gold).equals(answer)) {
                throw new IllegalArgumentException("the script prints another answer each time: expected one answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("task " + id + ": its gold script was called off", e);
        }
        ObjectNode data = world.data().deepCopy();
        data.set(
                "evaluation",
                Json.object().set("match", Json.object().put("answer", answer).put("strip", true)));
        data.set("expert", Json.object());
        ((ObjectNode) data.path("expert"))
                .putArray("steps")
                .addObject()
                .put("thought", "The script prints what is asked for.")
                .put("script", gold);
        return new Task(id, NAME, world.split(), instruction, List.of(answer), data);
    }

    private static String printed(Task world, String script) throws InterruptedException {
        Sandbox.Result result = machine(world).runApart(script, List.of());
        String output = result.output().strip();
        if (result.status() != 0) {
            throw new IllegalArgumentException(
                    "the script ends with " + result.status() + " and prints \"" + output + "\": expected 0");
        }
        if (output.isEmpty() || output.length() > LONGEST_ANSWER || output.contains("\n")) {
            throw new IllegalArgumentException("the script prints " + output.length() + " characters in "
                    + output.lines().count() + " lines: expected one line of 1 to " + LONGEST_ANSWER);
        }
        return output;
    }

    private static Sandbox machine(Task task) throws InterruptedException {
        ObjectNode data = task.data();
        Sandbox sandbox =
                new Sandbox(Instant.parse(data.path("time").asString(START)), Limits.DEFAULT, FileTree.Quota.DEFAULT);
        for (JsonNode script : data.path("init")) {
            prepared(task, sandbox.runApart(script.asString(""), List.of()));
        }
        if (data.has("start")) {
            prepared(task, sandbox.run(data.path("start").asString("")));
        }
        return sandbox;
    }

    private static void prepared(Task task, Sandbox.Result result) {
        if (result.status() != 0) {
            throw new IllegalArgumentException("task " + task.id() + ": a script that prepares its machine failed with "
                    + result.status() + ": " + result.output().strip());
        }
    }
}
