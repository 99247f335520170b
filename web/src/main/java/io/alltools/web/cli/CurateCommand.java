package io.alltools.web.cli;

import io.alltools.trajectories.curation.StageKind;
import io.alltools.trajectories.recipe.Recipe;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alltools trajectories curate [FILE] STAGE...}: several stages one after the other. */
@Command(
        name = "curate",
        description = {
            "Send trajectories through stages that keep, change or drop them, and report each with its reasons.",
            "Without a file the recorded runs are curated; what people think of them counts as their reward.",
            "FILE.manifest.json beside the output has the account, the options and what the data were made of.",
            "A stage is NAME or NAME:OPTION=VALUE,OPTION=VALUE; each is a command, too, whose --help names its options."
        },
        mixinStandardHelpOptions = true)
final class CurateCommand implements Callable<Integer> {

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "[FILE] STAGE",
            hideParamSyntax = true,
            description = "Trajectories (ATIF, one a line; .gz too), and stages such as reward:at-least=2/3 validity"
                    + " scrub near:subject=task. A file that is called as a stage is given as ./NAME.")
    private List<String> words = List.of();

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The file to write.")
    private Path output = Path.of("");

    CurateCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        boolean recorded = isStage(words.getFirst());
        List<String> stages = recorded ? words : words.subList(1, words.size());
        if (stages.isEmpty()) {
            throw OptionValues.wrong(
                    spec,
                    words.getFirst() + " is no stage, and no other is given; there are: "
                            + Recipe.stages().stream().map(StageKind::name).collect(Collectors.joining(", ")));
        }
        return Curation.run(
                context,
                OptionValues.made(spec, () -> Recipe.of(stages)),
                recorded ? null : Path.of(words.getFirst()),
                output,
                spec);
    }

    private static boolean isStage(String word) {
        String name = word.split(":", 2)[0].strip();
        return Recipe.stages().stream().anyMatch(kind -> kind.name().equals(name));
    }
}
