package io.alltools.web.cli;

import io.alltools.agent.Json;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.dataset.Trajectories;
import io.alltools.trajectories.export.DatasetFile;
import io.alltools.trajectories.export.DatasetPlace;
import io.alltools.trajectories.export.ExportOptions;
import io.alltools.trajectories.export.ExportResult;
import io.alltools.trajectories.export.ExportTally;
import io.alltools.trajectories.export.Loss;
import io.alltools.trajectories.export.TokensFormat;
import io.alltools.trajectories.export.TrajectoryFormat;
import io.alltools.trajectories.export.TrajectoryFormats;
import io.alltools.web.generation.TemplateTokens;
import io.alltools.web.store.Database;
import io.alltools.web.store.RunStore;
import io.alltools.web.store.RunSummary;
import io.alltools.web.store.TrajectoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alltools trajectories export}: recorded runs as training data. */
@Command(
        name = "export",
        description = {
            "Write recorded runs, or a file of trajectories, as training data: one JSON object a line, or"
                    + " Parquet.",
            "What a format can't hold is named and the run is refused, until that loss is allowed.",
            "With --output a manifest with counts, settings and checksums is written beside the file; in a folder it is"
                    + " MANIFEST.json."
        },
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

    /** How many refused runs are told one by one. */
    private static final int TOLD = 20;

    private static final String TOKENS = "tokens";

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "Trajectories (ATIF, one a line; .gz too) instead of the recorded runs.")
    private @Nullable Path input;

    @Option(
            names = "--format",
            required = true,
            paramLabel = "F",
            description = "atif, glm4, agentinstruct, llamafactory, ms-swift, trl, axolotl, openai, verl or tokens.")
    private String format = "";

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "For tokens: whose template and tokenizer (default: the embedded model).")
    private String model = "";

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(
            names = "--allow",
            paramLabel = "LOSS",
            split = ",",
            description = "Losses for which no run is refused, such as tool_failure,reasoning.")
    private List<String> allow = List.of();

    @Option(
            names = "--licence",
            paramLabel = "TEXT",
            description = "A licence of the data for the manifest, such as CC0-1.0; may be given several times.")
    private List<String> licences = List.of();

    @Parameters(paramLabel = "RUN", arity = "0..*", description = "Ids of runs, or their beginnings (default: all).")
    private List<String> ids = List.of();

    ExportCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (!format.equals(TOKENS)) {
            if (!model.isEmpty()) {
                throw OptionValues.wrong(spec, "--model is for --format " + TOKENS + " only");
            }
            return export(TrajectoryFormats.find(format)
                    .orElseThrow(() -> OptionValues.wrong(
                            spec,
                            "--format \"" + format + "\" is unknown; expected one of "
                                    + TrajectoryFormats.all().stream()
                                            .map(TrajectoryFormat::name)
                                            .collect(Collectors.joining(", "))
                                    + ", " + TOKENS)));
        }
        try (TemplateTokens tokens = TemplateTokens.open(model, context.parts().cache(), context.environment())) {
            return export(new TokensFormat(tokens));
        }
    }

    private int export(TrajectoryFormat chosen) throws IOException {
        ExportOptions options =
                new ExportOptions(allow.stream().map(this::loss).collect(Collectors.toUnmodifiableSet()));
        DatasetPlace place = place();
        if (place == null && !licences.isEmpty()) {
            throw OptionValues.wrong(
                    spec, "--licence stands in the manifest, which is written beside a file only: give --output too");
        }
        if (input != null) {
            if (!ids.isEmpty()) {
                throw OptionValues.wrong(spec, "ids are of recorded runs; with --input the whole file is exported");
            }
            return fromFile(input, chosen, options, place);
        }
        try (Database database = Database.open(context.dataFolder())) {
            RunStore store = new RunStore(database);
            Set<String> runs = runs(store);
            TrajectoryStore trajectories = new TrajectoryStore(database, store);
            if (runs.isEmpty()) {
                context.terminal()
                        .say("no runs are recorded in " + context.dataFolder().root());
                return CommandLineApp.FAILED;
            }
            ExportTally tally = place == null
                    ? toTerminal(trajectories, runs, chosen, options)
                    : toFile(trajectories, runs, chosen, options, place);
            return tally.written() == 0 || (!ids.isEmpty() && tally.written() < tally.read())
                    ? CommandLineApp.FAILED
                    : CommandLineApp.OK;
        }
    }

    private @Nullable DatasetPlace place() {
        try {
            return output.place();
        } catch (IllegalArgumentException e) {
            throw OptionValues.wrong(spec, String.valueOf(e.getMessage()));
        }
    }

    private int fromFile(Path file, TrajectoryFormat chosen, ExportOptions options, @Nullable DatasetPlace place)
            throws IOException {
        ExportTally tally;
        try (Trajectories.Cursor cursor = TrajectoryFile.of(file).open()) {
            if (place == null) {
                tally = new ExportTally();
                for (Optional<AtifTrajectory> next = cursor.next(); next.isPresent(); next = cursor.next()) {
                    ExportResult result = chosen.of(next.get(), options);
                    tally.add(result);
                    print(next.get().trajectoryId(), result, tally);
                }
                summary(tally, chosen, "");
            } else {
                DatasetFile.Origin origin = new DatasetFile.Origin(licences, DataMaking.source(file));
                try (DatasetFile data = DatasetFile.create(place, chosen, options, origin)) {
                    tally = data.tally();
                    for (Optional<AtifTrajectory> next = cursor.next(); next.isPresent(); next = cursor.next()) {
                        tell(next.get().trajectoryId(), data.add(next.get()), tally);
                    }
                    finish(data, chosen, place.data());
                }
            }
        }
        return tally.written() == 0 ? CommandLineApp.FAILED : CommandLineApp.OK;
    }

    private ExportTally toTerminal(
            TrajectoryStore trajectories, Set<String> runs, TrajectoryFormat chosen, ExportOptions options) {
        ExportTally tally = new ExportTally();
        for (String run : runs) {
            AtifTrajectory trajectory = read(trajectories, run, tally);
            if (trajectory != null) {
                ExportResult result = chosen.of(trajectory, options);
                tally.add(result);
                print(run, result, tally);
            }
        }
        summary(tally, chosen, "");
        return tally;
    }

    private ExportTally toFile(
            TrajectoryStore trajectories,
            Set<String> runs,
            TrajectoryFormat chosen,
            ExportOptions options,
            DatasetPlace place)
            throws IOException {
        try (DatasetFile data = DatasetFile.create(place, chosen, options, new DatasetFile.Origin(licences, null))) {
            for (String run : runs) {
                AtifTrajectory trajectory = read(trajectories, run, data.tally());
                if (trajectory != null) {
                    tell(run, data.add(trajectory), data.tally());
                }
            }
            finish(data, chosen, place.data());
            return data.tally();
        }
    }

    private void finish(DatasetFile data, TrajectoryFormat chosen, Path file) throws IOException {
        if (data.tally().rows() > 0) {
            data.finish();
            summary(data.tally(), chosen, " to " + file);
        } else {
            summary(data.tally(), chosen, "; " + file + " is left as it was");
        }
    }

    private void print(String run, ExportResult result, ExportTally tally) {
        tell(run, result, tally);
        if (result instanceof ExportResult.Rows rows) {
            rows.rows().forEach(row -> context.terminal().out().println(Json.write(row)));
        }
    }

    /** The runs that are meant, the oldest first. */
    private Set<String> runs(RunStore store) {
        return ids.isEmpty()
                ? new LinkedHashSet<>(store.newest(Integer.MAX_VALUE).reversed().stream()
                        .map(RunSummary::id)
                        .toList())
                : ids.stream()
                        .map(id -> RunIds.theOne(store, id).id())
                        .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** With what people think of it. */
    private @Nullable AtifTrajectory read(TrajectoryStore trajectories, String run, ExportTally tally) {
        try {
            return trajectories.record(run).orElseThrow(() -> new IllegalArgumentException("it was deleted meanwhile"));
        } catch (IllegalArgumentException e) {
            tally.addUnreadable();
            context.terminal().say(run + " can't be read: " + e.getMessage());
            return null;
        }
    }

    private void tell(String run, ExportResult result, ExportTally tally) {
        if (result instanceof ExportResult.Refused && tally.refused() <= TOLD) {
            context.terminal()
                    .say(run + " is refused: "
                            + result.losses().stream().map(Loss::message).collect(Collectors.joining("; "))
                            + " (--allow "
                            + result.losses().stream()
                                    .map(loss -> loss.kind().id())
                                    .distinct()
                                    .collect(Collectors.joining(","))
                            + ")");
        } else if (result instanceof ExportResult.Refused && tally.refused() == TOLD + 1) {
            context.terminal().say("more runs are refused; they are counted below");
        }
    }

    private void summary(ExportTally tally, TrajectoryFormat chosen, String where) {
        context.terminal()
                .say(tally.written() + " of " + tally.read() + " runs written as " + tally.rows() + " rows of "
                        + chosen.name()
                        + where
                        + counts("; refused for ", tally.refusedFor())
                        + counts("; lost as allowed: ", tally.lost()));
    }

    private static String counts(String before, Map<String, Integer> counts) {
        return counts.isEmpty()
                ? ""
                : before
                        + counts.entrySet().stream()
                                .map(entry -> entry.getKey() + " " + entry.getValue())
                                .collect(Collectors.joining(", "));
    }

    private Loss.Kind loss(String id) {
        return Loss.Kind.find(id)
                .orElseThrow(() -> OptionValues.wrong(
                        spec,
                        "--allow \"" + id + "\" is no loss; expected "
                                + Arrays.stream(Loss.Kind.values())
                                        .map(Loss.Kind::id)
                                        .collect(Collectors.joining(", "))));
    }
}
