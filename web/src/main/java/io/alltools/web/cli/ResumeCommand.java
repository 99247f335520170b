package io.alltools.web.cli;

import io.alltools.agent.JournalEntry;
import io.alltools.agent.RunResult;
import io.alltools.web.AllTools;
import io.alltools.web.Parts.Lifetime;
import io.alltools.web.store.Database;
import io.alltools.web.store.RunStore;
import io.alltools.web.store.RunSummary;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alltools resume ID}: goes on with a run whose process ended. */
@Command(
        name = "resume",
        description = "Go on with a run that broke off: calls that have a result are not made again.",
        mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {

    private final CommandContext context;

    @Parameters(paramLabel = "ID", description = "The run's id, or the beginning of it.")
    private String id = "";

    @Option(
            names = "--model",
            paramLabel = "DIR|NAME",
            description = "The model that the run was begun with, where its name alone does not find it.")
    private String model = "";

    @Mixin
    private ModelOptions models = new ModelOptions();

    @Option(
            names = "--tools",
            paramLabel = "LIST",
            description = "Tools, and files or URLs of functions, between commas: all that the run was begun with.")
    private @Nullable String tools;

    @Mixin
    private ApprovalOptions approval = new ApprovalOptions();

    @Option(names = "--json", description = "Print the run's events, one JSON object a line.")
    private boolean json;

    ResumeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        RunSummary run = find();
        Thread running = Thread.currentThread();
        try (AllTools app = RunOptions.open(
                context,
                Lifetime.SHORT,
                models.choice(modelOf(run)),
                RunOptions.names(tools),
                approval.permissions())) {
            approval.supervise(app, context.terminal(), new Lines(context.terminal()));
            StopSignal.onStop(running::interrupt);
            List<JournalEntry> recorded = app.take(run.id());
            Consumer<JournalEntry> printer = AskCommand.printer(context.terminal(), json);
            recorded.forEach(printer);
            RunResult result = app.resume(recorded, printer);
            // Everything is recorded; what closes now must not stumble over the flag.
            Thread.interrupted();
            return AskCommand.exitCode(result.outcome());
        }
    }

    /** Before a model is loaded for nothing. */
    private RunSummary find() {
        try (Database database = Database.open(context.dataFolder())) {
            RunSummary run = RunIds.theOne(new RunStore(database), id);
            if (run.outcome() != null) {
                throw new IllegalArgumentException("run " + run.id() + " is over ("
                        + run.outcome().name().toLowerCase(Locale.ROOT) + "); alltools trajectories show prints it");
            }
            if (run.imported()) {
                throw new IllegalArgumentException("run " + run.id() + " came with an import: what it began is not gone"
                        + " on with, since its calls and approvals are what a file says; ask in its session instead");
            }
            database.ownership().holder(run.id()).ifPresent(process -> {
                throw new IllegalArgumentException("run " + run.id() + " goes on in " + process);
            });
            return run;
        }
    }

    private String modelOf(RunSummary run) {
        return !model.isBlank()
                        || !context.environment()
                                .getOrDefault("ALLTOOLS_MODEL", "")
                                .isBlank()
                ? model
                : run.model();
    }
}
