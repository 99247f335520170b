package io.alltools.web.cli;

import io.alltools.trajectories.curation.Pipeline;
import io.alltools.trajectories.curation.StageKind;
import io.alltools.trajectories.curation.StageOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** One stage of curation as a command of its name: {@code alltools trajectories reward [FILE] --at-least 2/3}. */
final class StageCommand implements Callable<Integer> {

    private static final String OUTPUT = "--output";

    private final CommandContext context;
    private final StageKind kind;
    private final CommandSpec spec;

    private StageCommand(CommandContext context, StageKind kind) {
        this.context = context;
        this.kind = kind;
        this.spec = CommandSpec.wrapWithoutInspection(this).name(kind.name()).mixinStandardHelpOptions(true);
        spec.usageMessage().description(kind.description());
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .arity("0..1")
                .paramLabel("FILE")
                .type(Path.class)
                .description(TrajectorySource.DESCRIPTION)
                .build());
        spec.addOption(OptionSpec.builder(OUTPUT)
                .required(true)
                .paramLabel("FILE")
                .type(Path.class)
                .description("The file to write.")
                .build());
        kind.options().forEach(option -> spec.addOption(option(option)));
    }

    static CommandLine of(CommandContext context, StageKind kind) {
        return new CommandLine(new StageCommand(context, kind).spec);
    }

    private static OptionSpec option(StageOption option) {
        return OptionSpec.builder("--" + option.name())
                .paramLabel(option.type().name())
                .type(String.class)
                .description((option.description()
                                + (option.byDefault().isEmpty()
                                        ? ""
                                        : " (default: " + option.byDefault() + "; " + option.source() + ")"))
                        // picocli formats descriptions.
                        .replace("%", "%%"))
                .build();
    }

    @Override
    public Integer call() throws Exception {
        Map<String, String> given = new LinkedHashMap<>();
        for (StageOption option : kind.options()) {
            String value = spec.findOption("--" + option.name()).getValue();
            if (value != null) {
                given.put(option.name(), value);
            }
        }
        Pipeline pipeline = OptionValues.made(spec, () -> new Pipeline(List.of(kind.with(given))));
        @Nullable Path file = spec.positionalParameters().getFirst().getValue();
        Path output = spec.findOption(OUTPUT).getValue();
        return Curation.run(context, pipeline, file, output, spec);
    }
}
