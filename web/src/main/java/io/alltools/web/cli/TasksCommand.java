package io.alltools.web.cli;

import io.alltools.agent.ChatModel;
import io.alltools.agent.Json;
import io.alltools.trajectories.environment.AuthoredTasks;
import io.alltools.trajectories.environment.Environment;
import io.alltools.trajectories.environment.Task;
import io.alltools.trajectories.generation.SelfInstruct;
import io.alltools.web.generation.Environments;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alltools trajectories tasks}: tasks for {@code generate}. */
@Command(
        name = "tasks",
        description = {
            "Make tasks, read them from a public data set, or have a model write them after the example of others.",
            "One task a line: id, environment, split, instruction, gold and the world's data."
        },
        mixinStandardHelpOptions = true)
final class TasksCommand implements Callable<Integer> {

    /** How often a model is asked for a task that is wanted. */
    private static final int ATTEMPTS = 20;

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final EnvironmentOptions environments = new EnvironmentOptions();

    @Option(names = "--count", paramLabel = "N", description = "Tasks of each environment (default: 100).")
    private int count = 100;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description =
                    "A file in the public format of the environment: AgentBench, ALFWorld, WebShop, Mind2Web, BFCL"
                            + " or GSM8K.")
    private @Nullable Path from;

    @Mixin
    private final UnusableOptions unusable = new UnusableOptions();

    @Option(
            names = "--self-instruct",
            description = "Have --model write tasks after the example of --from's, or of made ones.")
    private boolean selfInstruct;

    @Option(names = "--model", paramLabel = "MODEL", description = "Who writes them (default: ALLTOOLS_MODEL).")
    private String model = "";

    @Option(names = "--temperature", paramLabel = "T", description = "Of that model (default: 0.7).")
    private double temperature = 0.7;

    @Option(names = "--output", paramLabel = "FILE", description = "The file to write (default: standard output).")
    private @Nullable Path output;

    @Mixin
    private final ModelOptions options = new ModelOptions();

    TasksCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        try (Environments known = Environments.open(context.parts(), 1)) {
            if (environments.environments.isEmpty()) {
                throw OptionValues.wrong(spec, "--env is missing: expected all or some of " + known.names());
            }
            List<Environment> chosen = known.named(environments.environments);
            if (from != null && chosen.size() > 1) {
                throw OptionValues.wrong(
                        spec,
                        "--from has tasks of one environment: expected one name after --env, found "
                                + String.join(", ", environments.environments));
            }
            if (from == null && unusable.isSkipped()) {
                throw OptionValues.wrong(spec, "--skip-unusable is about the entries of a file: give --from too");
            }
            List<Task> tasks = new ArrayList<>();
            for (Environment environment : chosen) {
                tasks.addAll(selfInstruct ? written(environment) : given(environment));
            }
            write(tasks);
            return tasks.isEmpty() ? CommandLineApp.FAILED : CommandLineApp.OK;
        }
    }

    private List<Task> given(Environment environment) throws IOException {
        Path file = from;
        if (file == null) {
            return IntStream.range(0, count)
                    .mapToObj(number -> environment.task(environments.split(), environments.seed, number))
                    .toList();
        }
        try {
            return unusable.read(context.terminal().err(), left -> environment.load(file, environments.split(), left));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + " does not exist", e);
        }
    }

    private List<Task> written(Environment environment) throws Exception {
        if (!(environment instanceof AuthoredTasks authored)) {
            throw OptionValues.wrong(
                    spec,
                    "--self-instruct can't write tasks of " + environment.name()
                            + ": their gold answers are no text that a model could write");
        }
        ChatModel opened = ModelOpening.open(context, options.choice(model));
        try {
            SelfInstruct author =
                    new SelfInstruct(authored, opened, given(environment), temperature, environments.seed);
            List<Task> tasks = new ArrayList<>();
            author.write(count, count * ATTEMPTS, tasks::add);
            context.terminal()
                    .say(tasks.size() + " tasks written by " + opened.name() + "; not taken: " + author.refused());
            return tasks;
        } finally {
            if (opened instanceof AutoCloseable closeable) {
                closeable.close();
            }
        }
    }

    private void write(List<Task> tasks) throws IOException {
        if (output == null) {
            PrintStream out = context.terminal().out();
            tasks.forEach(task -> out.println(Json.write(task)));
            return;
        }
        Path part = output.resolveSibling(output.getFileName() + ".part");
        try (var writer = Files.newBufferedWriter(part)) {
            for (Task task : tasks) {
                writer.write(Json.write(task));
                writer.write('\n');
            }
        }
        Files.move(part, output, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        context.terminal().say(tasks.size() + " tasks written to " + output);
    }
}
