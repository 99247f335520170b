package io.alltools.trajectories.math;

import io.alltools.agent.Json;
import io.alltools.agent.Passage;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.trajectories.environment.AuthoredTasks;
import io.alltools.trajectories.environment.Draws;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import io.alltools.trajectories.environment.Unusable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Word problems of several steps with {@code python}; the number at the end counts. Loads GSM8K's JSON lines. */
public final class MathEnvironment implements AuthoredTasks {

    private static final String NAME = "math";

    /** Of a program's last line: the answer. More decimals are what a computer makes of fractions. */
    private static final Pattern ANSWER = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,6})?");

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

    @Override
    public String brief(Task task) {
        return "The agent solves word problems of several steps, by Python. The gold answer is a Python program that"
                + " computes with the problem's own numbers; the last line that it prints is the number that was asked"
                + " for, without a unit.";
    }

    @Override
    public String goldOf(Task task) {
        String code = task.data().path("code").asString("");
        return code.isEmpty() ? "print(" + task.data().path("answer").asString("") + ")" : code;
    }

    @Override
    public Task authored(Task world, String id, String instruction, String gold) {
        BigDecimal answer;
        try {
            answer = printed(gold);
            if (printed(gold).compareTo(answer) != 0) {
                throw new IllegalArgumentException("the program prints another number each time: expected one answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("task " + id + ": its gold program was called off", e);
        }
        return task(
                id, world.split(), new Problem(instruction, "A program computes what is asked for.", gold, answer, ""));
    }

    private BigDecimal printed(String program) throws InterruptedException {
        String printed = switch (run(program)) {
            case ToolResult.Ok ok -> ok.passages().stream().map(Passage::text).collect(Collectors.joining("\n"));
            case ToolResult.Failed failed -> failed.message();
        };
        String last = printed.stripTrailing().lines().reduce("", (before, line) -> line.strip());
        if (!ANSWER.matcher(last).matches()) {
            throw new IllegalArgumentException(
                    "the program's last line is \"" + last + "\": expected a number with at most 6 decimals");
        }
        return new BigDecimal(last);
    }

    private ToolResult run(String program) throws InterruptedException {
        try (PythonTool own = new PythonTool(python)) {
            Path folder = Files.createTempDirectory("alltools-math-");
            try {
                return own.call(program, new ToolContext(folder.getFileName().toString(), "gold", folder));
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the program's folder can't be made or deleted", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(folder)) {
            files = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
