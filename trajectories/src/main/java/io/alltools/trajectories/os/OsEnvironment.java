package io.alltools.trajectories.os;

import io.alltools.trajectories.environment.Environment;
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
public final class OsEnvironment implements Environment {

    static final String NAME = "os";

    /** The machine's time where a task says nothing. */
    static final String START = "2024-05-14T09:30:00Z";

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
        Sandbox sandbox =
                new Sandbox(Instant.parse(data.path("time").asString(START)), Limits.DEFAULT, FileTree.Quota.DEFAULT);
        try {
            for (JsonNode script : data.path("init")) {
                prepared(task, sandbox.runApart(script.asString(""), List.of()));
            }
            if (data.has("start")) {
                prepared(task, sandbox.run(data.path("start").asString("")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("task " + task.id() + ": the preparation of its machine was called off", e);
        }
        return new OsEpisode(task, sandbox, evaluation);
    }

    private static void prepared(Task task, Sandbox.Result result) {
        if (result.status() != 0) {
            throw new IllegalArgumentException("task " + task.id() + ": a script that prepares its machine failed with "
                    + result.status() + ": " + result.output().strip());
        }
    }
}
