package io.alltools.web.cli;

import io.alltools.trajectories.recipe.Recipe;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alltools trajectories curate FILE STAGE...}: several stages one after the other. */
@Command(
        name = "curate",
        description = {
            "Send trajectories through stages that keep, change or drop them, and report each with its reasons.",
            "A stage is NAME or NAME:OPTION=VALUE,OPTION=VALUE; each is a command, too, whose --help names its options."
        },
        mixinStandardHelpOptions = true)
final class CurateCommand implements Callable<Integer> {

    private final CommandContext context;

    @Parameters(index = "0", paramLabel = "FILE", description = "Trajectories (ATIF, one a line; .gz too).")
    private Path file = Path.of("");

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "STAGE",
            description = "Such as reward:at-least=2/3 validity scrub near:subject=task.")
    private List<String> stages = List.of();

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The file to write.")
    private Path output = Path.of("");

    @Option(names = "--report", paramLabel = "FILE", description = "The account of all stages as JSON.")
    private @Nullable Path report;

    CurateCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        return Curation.run(context, Recipe.of(stages), file, output, report);
    }
}
