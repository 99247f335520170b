package io.alltools.web.cli;

import io.alltools.agent.Json;
import io.alltools.runtime.LoadPlan;
import io.alltools.runtime.RuntimeOptions;
import io.alltools.runtime.batch.BatchMetrics;
import io.alltools.runtime.batch.BatchOptions;
import io.alltools.runtime.bench.Soak;
import io.alltools.runtime.checkpoint.Checkpoint;
import io.alltools.runtime.decode.DecoderOptions;
import io.alltools.runtime.decode.DecoderSession;
import io.alltools.runtime.embedded.EmbeddedModel;
import io.alltools.runtime.graph.ImportSource;
import io.alltools.runtime.graph.ImportedModel;
import io.alltools.runtime.graph.ModelImporter;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code alltools model soak}: random load for a time, then a look for leaks and changed outputs. */
@Command(
        name = "soak",
        description = "Load a model with random requests and cancellations, then look for leaks and changed outputs;"
                + " exit code 1 when there are any.",
        mixinStandardHelpOptions = true)
final class ModelSoakCommand implements Callable<Integer> {

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "DIR|NAME", description = "A checkpoint's folder (default: glm-tiny).")
    private String model = EmbeddedModel.NAME;

    @Mixin
    private final ModelOptions options = new ModelOptions();

    @Option(names = "--seconds", paramLabel = "N", description = "How long requests come (default: 60).")
    private int seconds = 60;

    @Option(names = "--seed", paramLabel = "S", description = "Of the requests (default: 1).")
    private long seed = 1;

    @Option(names = "--queue", paramLabel = "N", description = "Requests that may wait (default: 32).")
    private int queue = 32;

    @Option(names = "--json", description = "One JSON object instead of text.")
    private boolean json;

    ModelSoakCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (seconds < 1 || queue < 1) {
            throw OptionValues.wrong(spec, "--seconds and --queue must be 1 or more");
        }
        StopSignal.endAtOnce();
        RuntimeOptions runtime = options.runtime();
        Progress progress = new Progress(context.terminal(), "Importing");
        LoadPlan plan;
        ImportedModel imported;
        try (Checkpoint checkpoint = Checkpoint.open(ModelCommand.folder(model))) {
            plan = LoadPlan.of(runtime, checkpoint);
            plan.notes().forEach(progress::note);
            ImportSource source = ImportSource.of(checkpoint);
            imported = ModelImporter.importInto(
                    ModelImporter.target(runtime.cache(), source, plan.options()), source, plan.options(), progress);
        } finally {
            progress.finish();
        }
        DecoderOptions decoder = new DecoderOptions(plan.slots(), plan.context(), runtime.threads(), plan.device());
        Soak.Report report = Soak.run(
                () -> DecoderSession.open(imported, decoder),
                BatchOptions.on(plan.device()).withMaxWaiting(queue).withSpeculation(plan.speculation()),
                new Soak.Plan(Duration.ofSeconds(seconds), seed),
                progress::note);
        if (json) {
            context.terminal().out().println(toJson(report));
        } else {
            print(report);
        }
        report.violations().forEach(progress::note);
        return report.violations().isEmpty() ? CommandLineApp.OK : CommandLineApp.FAILED;
    }

    private void print(Soak.Report report) {
        PrintStream out = context.terminal().out();
        BatchMetrics.Requests requests = report.metrics().requests();
        BatchMetrics.Tokens tokens = report.metrics().tokens();
        line(out, "requests", "%,d accepted, %,d refused", report.submitted(), report.refused());
        line(
                out,
                "ended",
                "%,d complete, %,d cancelled, %,d too late, %,d failed; %,d set back",
                requests.completed(),
                requests.cancelled(),
                requests.expired(),
                requests.failed(),
                requests.preempted());
        line(
                out,
                "tokens",
                "%,d generated, %,d prompt tokens read, %,d reused",
                tokens.generated(),
                tokens.prefilled(),
                tokens.reused());
        line(out, "speculation", "%,d of %,d proposals accepted", tokens.accepted(), tokens.proposed());
        line(out, "compared with each alone", "%,d greedy outputs", report.verified());
        line(out, "memory growth", "%s", Progress.bytes(report.memoryGrowth()));
        line(out, "violations", "%,d", report.violations().size());
    }

    private static void line(PrintStream out, String name, String format, Object... values) {
        out.printf(Locale.ROOT, "%-25s %s%n", name, String.format(Locale.ROOT, format, values));
    }

    private String toJson(Soak.Report report) {
        ObjectNode node = Json.object();
        node.put("model", model).put("seconds", seconds).put("seed", seed);
        node.put("submitted", report.submitted()).put("refused", report.refused());
        node.put("verified", report.verified()).put("memory_growth", report.memoryGrowth());
        node.set("metrics", Json.MAPPER.valueToTree(report.metrics()));
        node.set("violations", Json.MAPPER.valueToTree(report.violations()));
        return Json.write(node);
    }
}
