package io.alltools.web.cli;

import io.alltools.agent.Budget;
import io.alltools.agent.ChatModel;
import io.alltools.agent.Sampling;
import io.alltools.trajectories.generation.Actor;
import io.alltools.trajectories.generation.Generation;
import io.alltools.trajectories.generation.GenerationException;
import io.alltools.trajectories.generation.GenerationProgress;
import io.alltools.trajectories.generation.GenerationSettings;
import io.alltools.trajectories.generation.RolloutFile;
import io.alltools.trajectories.generation.RolloutForm;
import io.alltools.trajectories.generation.TaskList;
import io.alltools.web.generation.Environments;
import io.alltools.web.generation.TaskFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alltools trajectories generate}: attempts at tasks, with their rewards. */
@Command(
        name = "generate",
        description = {
            "Have a model, or each environment's expert, do tasks; every attempt becomes a trajectory with its reward.",
            "The same command goes on where an earlier one ended, however that was."
        },
        mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final EnvironmentOptions environments = new EnvironmentOptions();

    @Option(
            names = "--tasks",
            required = true,
            paramLabel = "N|FILE",
            description = "How many tasks of each environment, or a file that trajectories tasks wrote.")
    private String tasks = "";

    @Mixin
    private final UnusableOptions unusable = new UnusableOptions();

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "Who does them: a folder, a name, an endpoint's address, or oracle, the environments' own"
                    + " experts (default: ALLTOOLS_MODEL).")
    private String model = "";

    @Option(names = "--rollouts", paramLabel = "N", description = "Attempts at each task (default: 1).")
    private int rollouts = 1;

    @Option(names = "--concurrency", paramLabel = "N", description = "Attempts at a time (default: 8).")
    private int concurrency = 8;

    @Option(names = "--temperature", paramLabel = "T", description = "Of a model (default: 1).")
    private double temperature = 1;

    @Option(names = "--steps", paramLabel = "N", description = "The most turns of one attempt (default: 60).")
    private int steps = GenerationSettings.BUDGET.steps();

    @Option(
            names = "--format",
            paramLabel = "F",
            description = "native (default): the model's own tool calls, with the thought in front; or react:"
                    + " Thought, Action and Observation as text.")
    private String format = RolloutForm.NATIVE.id();

    @Option(
            names = "--failures",
            paramLabel = "SHARE",
            description = "The share of calls that are made to fail, so that recovery is learnt (default: 0).")
    private double failures;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "FILE",
            description = "The file of trajectories (ATIF, one a line); FILE.generation.json has the settings.")
    private Path output = Path.of("");

    @Mixin
    private final ModelOptions options = new ModelOptions();

    GenerateCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        if (concurrency < 1) {
            throw OptionValues.wrong(spec, "--concurrency is " + concurrency + "; expected 1 or more");
        }
        GenerationSettings settings = settings();
        RolloutProgress progress = new RolloutProgress(context.terminal());
        try (Environments known = Environments.open(context.parts(), concurrency)) {
            List<TaskList> lists = lists(known, settings);
            if (model.equals(Actor.ORACLE)) {
                return generate(lists, settings, new Actor.Oracle(), progress);
            }
            ChatModel opened = ModelOpening.open(context, options.choice(model));
            try {
                return generate(lists, settings, new Actor.Model(opened), progress);
            } finally {
                if (opened instanceof AutoCloseable closeable) {
                    closeable.close();
                }
            }
        }
    }

    private GenerationSettings settings() {
        Budget budget = GenerationSettings.BUDGET.withSteps(steps);
        return GenerationSettings.DEFAULT
                .withSplit(environments.split())
                .withRollouts(rollouts)
                .withSeed(environments.seed)
                .withSampling(new Sampling(temperature, 0, 1, null))
                .withBudget(budget)
                .withForm(RolloutForm.of(format))
                .withFailures(failures);
    }

    private List<TaskList> lists(Environments known, GenerationSettings settings) throws IOException {
        if (!tasks.matches("\\d{1,9}")) {
            if (!environments.environments.isEmpty()) {
                throw OptionValues.wrong(
                        spec, "--env is for tasks that are made; those of " + tasks + " have theirs already");
            }
            return unusable.read(context.terminal().err(), left -> TaskFiles.read(Path.of(tasks), known, left));
        }
        if (unusable.isSkipped()) {
            throw OptionValues.wrong(spec, "--skip-unusable is about the lines of a file of tasks: give --tasks FILE");
        }
        if (environments.environments.isEmpty()) {
            throw OptionValues.wrong(spec, "--env is missing: expected all or some of " + known.names());
        }
        return known.named(environments.environments).stream()
                .map(environment -> TaskList.made(environment, settings, Integer.parseInt(tasks)))
                .toList();
    }

    private int generate(List<TaskList> lists, GenerationSettings settings, Actor actor, RolloutProgress progress)
            throws IOException {
        Generation generation = new Generation(lists, settings, actor);
        Thread running = Thread.currentThread();
        StopSignal.onStop(running::interrupt);
        try (RolloutFile file = RolloutFile.open(output, generation.settings())) {
            int before = file.size();
            try {
                GenerationProgress done = generation.run(file, concurrency, progress::report);
                progress.finish();
                context.terminal().say(summary(done, progress.seconds()));
                return done.broken() == 0 ? CommandLineApp.OK : CommandLineApp.FAILED;
            } catch (InterruptedException e) {
                progress.finish();
                context.terminal()
                        .say("stopped: " + (file.size() - before) + " rollouts were made, " + output + " has "
                                + file.size() + "; the same command goes on");
                return CommandLineApp.STOPPED;
            } catch (GenerationException e) {
                progress.finish();
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }
    }

    private String summary(GenerationProgress done, double seconds) {
        int made = done.done() - done.earlier();
        return String.format(
                Locale.ROOT,
                "%d rollouts made%s in %.1f s (%.1f/s), %d in %s, average reward %.3f%s",
                made,
                done.earlier() == 0 ? "" : ", " + done.earlier() + " were there",
                seconds,
                made / Math.max(seconds, 1e-3),
                done.done(),
                output,
                done.averageReward(),
                done.broken() == 0
                        ? ""
                        : "; " + done.broken()
                                + " could not be made since the model failed: the same command tries again");
    }
}
