package io.alltools.web.cli;

import io.alltools.runtime.LoadPlan;
import io.alltools.runtime.RuntimeOptions;
import io.alltools.runtime.bench.Benchmark;
import io.alltools.runtime.bench.RandomWeights;
import io.alltools.runtime.bench.ResidentMemory;
import io.alltools.runtime.bench.Shape;
import io.alltools.runtime.checkpoint.Checkpoint;
import io.alltools.runtime.decode.DecoderOptions;
import io.alltools.runtime.decode.DecoderSession;
import io.alltools.runtime.graph.ImportSource;
import io.alltools.runtime.graph.ImportedModel;
import io.alltools.runtime.graph.ModelImporter;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alltools model bench}: speed and memory of one sequence. */
@Command(
        name = "bench",
        description = "Measure prefill, decode and memory: medians over several runs after a warm-up.",
        mixinStandardHelpOptions = true)
final class ModelBenchCommand implements Callable<Integer> {

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "DIR|NAME", description = "A checkpoint's folder, or glm-tiny.")
    private @Nullable String model;

    @Option(
            names = "--shape",
            paramLabel = "SHAPE",
            description = "Random weights instead: 1.5b, glm-4-9b or HIDDENxLAYERS.")
    private @Nullable String shape;

    @Mixin
    private final ModelOptions options = new ModelOptions();

    @Option(names = "--prompt", paramLabel = "TOKENS", description = "Length of the prompt (default: 512).")
    private int prompt = 512;

    @Option(names = "--decode", paramLabel = "TOKENS", description = "Tokens to generate (default: 64).")
    private int decode = 64;

    @Option(names = "--runs", paramLabel = "N", description = "Measured runs (default: 3).")
    private int runs = 3;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Decode N sequences together too and compare with one (default: 1, no comparison).")
    private int batch = 1;

    ModelBenchCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if ((model == null) == (shape == null)) {
            throw OptionValues.wrong(spec, "name a checkpoint, or a shape with --shape");
        }
        StopSignal.endAtOnce();
        Benchmark.Plan plan = new Benchmark.Plan(prompt, decode, runs, batch);
        if (shape != null) {
            RandomWeights weights = new RandomWeights(Shape.of(shape));
            LoadPlan load = LoadPlan.of(options.runtime(), weights);
            measure(ImportSource.of(shape, weights), load, plan);
        } else if (model != null) {
            try (Checkpoint checkpoint = Checkpoint.open(ModelCommand.folder(model))) {
                measure(ImportSource.of(checkpoint), LoadPlan.of(options.runtime(), checkpoint), plan);
            }
        }
        return CommandLineApp.OK;
    }

    private void measure(ImportSource source, LoadPlan load, Benchmark.Plan plan) throws IOException {
        RuntimeOptions runtime = options.runtime();
        Progress progress = new Progress(context.terminal(), "Importing");
        load.notes().forEach(progress::note);
        ImportedModel imported = ModelImporter.importInto(
                ModelImporter.target(runtime.cache(), source, load.options()), source, load.options(), progress);
        progress.finish();
        long weights = imported.weightBytes();
        ResidentMemory.resetPeak();
        try (DecoderSession decoder = DecoderSession.open(
                imported, new DecoderOptions(batch, load.context(), runtime.threads(), load.device()))) {
            Benchmark.Result result = Benchmark.measure(
                    decoder,
                    plan,
                    run -> progress.note(String.format(
                            Locale.ROOT,
                            "run: prefill %.1f, decode %.1f tokens/s",
                            run.prefillTokensPerSecond(),
                            run.decodeTokensPerSecond())));
            print(source, load, plan, weights, result);
        }
    }

    private void print(ImportSource source, LoadPlan load, Benchmark.Plan plan, long weights, Benchmark.Result result) {
        PrintStream out = context.terminal().out();
        out.printf(
                Locale.ROOT,
                "%s, %s on %s; prompt %,d, decode %,d, median of %d%n",
                source.name(),
                load.options().label(),
                load.device(),
                plan.promptTokens(),
                plan.decodeTokens(),
                plan.runs());
        line(out, "prefill", "%.1f tokens/s", result.prefillTokensPerSecond());
        line(out, "decode", "%.2f tokens/s", result.decodeTokensPerSecond());
        line(out, "time to first token", "%,.0f ms", result.firstTokenMillis());
        if (plan.batch() > 1) {
            line(
                    out,
                    "decode, batch of " + plan.batch(),
                    "%.2f tokens/s (%.2f x one sequence)",
                    result.batchTokensPerSecond(),
                    result.batchRatio());
        }
        line(out, "decode step outside ONNX Runtime", "%.2f %%", result.outsidePercent());
        line(out, "sampling, share of a decode step", "%.2f %%", result.samplerPercent());
        line(out, "weights", "%s", Progress.bytes(weights));
        ResidentMemory.now().ifPresent(memory -> {
            line(
                    out,
                    "resident memory",
                    "%s (%.2f x the weights)",
                    Progress.bytes(memory.resident()),
                    (double) memory.resident() / weights);
            line(
                    out,
                    "peak memory",
                    "%s (%.2f x the weights)",
                    Progress.bytes(memory.peak()),
                    (double) memory.peak() / weights);
        });
    }

    private static void line(PrintStream out, String name, String format, Object... values) {
        out.printf(Locale.ROOT, "%-33s %s%n", name, String.format(Locale.ROOT, format, values));
    }
}
