package io.alltools.trajectories.math;

import io.alltools.agent.Json;
import io.alltools.agent.Tool;
import io.alltools.trajectories.environment.Draws;
import io.alltools.trajectories.environment.Environment;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import io.alltools.trajectories.environment.Unusable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Word problems of several steps with {@code python}; the number at the end counts. Loads GSM8K's JSON lines. */
public final class MathEnvironment implements Environment {

    private static final String NAME = "math";

    private final Tool python;

    /** @param python shared by all episodes and closed by its owner, such as that of a {@code Workshop} */
    public MathEnvironment(Tool python) {
        this.python = python;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Word problems of several steps, computed with python; reward 1 when the number behind the last #### is"
                + " right (GSM8K).";
    }

    @Override
    public Task task(Split split, long seed, int number) {
        Draws draws = Draws.of(NAME, split, seed, number);
        Problem problem = ProblemGenerator.draw(draws);
        while (Draws.home(problem.question()) != split) {
            problem = ProblemGenerator.draw(draws);
        }
        return task(NAME + "/" + split.id() + "/" + seed + "/" + number, split, problem);
    }

    static Task task(String id, Split split, Problem problem) {
        String answer = FinalNumber.plain(problem.answer());
        ObjectNode data = Json.object()
                .put("answer", answer)
                .put("thought", problem.thought())
                .put("code", problem.code())
                .put("unit", problem.unit());
        return new Task(id, NAME, split, problem.question(), List.of(answer), data);
    }

    @Override
    public List<Task> load(Path file, Split split, Unusable unusable) throws IOException {
        return GsmFile.read(file, split, unusable);
    }

    @Override
    public Episode reset(Task task) {
        if (!task.environment().equals(NAME)) {
            throw new IllegalArgumentException("the task " + task.id() + " is of the environment " + task.environment()
                    + ": expected one of " + NAME);
        }
        ObjectNode data = task.data();
        BigDecimal answer = FinalNumber.of("#### " + data.path("answer").asString(""))
                .orElseThrow(() -> new IllegalArgumentException("\"answer\" of the task " + task.id() + " is "
                        + data.path("answer") + ": expected a number as text"));
        return new MathEpisode(
                new Problem(
                        task.instruction(),
                        data.path("thought").asString(""),
                        data.path("code").asString(""),
                        answer,
                        data.path("unit").asString("")),
                python);
    }
}
