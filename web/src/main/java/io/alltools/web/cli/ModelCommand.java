package io.alltools.web.cli;

import io.alltools.runtime.ModelInfo;
import io.alltools.runtime.RuntimeOptions;
import io.alltools.runtime.checkpoint.Checkpoint;
import io.alltools.runtime.checkpoint.GlmConfig;
import io.alltools.runtime.embedded.EmbeddedModel;
import io.alltools.runtime.graph.GraphType;
import io.alltools.runtime.graph.ImportOptions;
import io.alltools.runtime.graph.Quantization;
import io.alltools.runtime.graph.StoredImport;
import io.alltools.runtime.local.ModelFolders;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alltools model}: checkpoints and what is made of them. */
@Command(
        name = "model",
        description = "Import, inspect, score and measure GLM-4 checkpoints.",
        mixinStandardHelpOptions = true)
final class ModelCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw OptionValues.wrong(spec, "say import, info, list, pull, score, bench, soak or grammar");
    }

    /** The checkpoint that a person names. */
    static Path folder(String nameOrFolder) {
        return ModelFolders.find(nameOrFolder, RuntimeOptions.defaults().cache(), System.getenv());
    }

    /** {@code alltools model info DIR}. */
    @Command(
            name = "info",
            description = "What a checkpoint is: architecture, parameters, memory, context.",
            mixinStandardHelpOptions = true)
    static final class Info implements Callable<Integer> {

        private final CommandContext context;

        @Parameters(paramLabel = "DIR|NAME", description = "A checkpoint's folder, or glm-tiny.")
        private String model = "";

        Info(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            try (Checkpoint checkpoint = Checkpoint.open(folder(model))) {
                print(ModelInfo.of(checkpoint), context.terminal().out());
            }
            return CommandLineApp.OK;
        }

        private static void print(ModelInfo info, PrintStream out) {
            GlmConfig c = info.config();
            line(
                    out,
                    "architecture",
                    "%s, %d layers, hidden %,d, ffn %,d",
                    c.architecture(),
                    c.layers(),
                    c.hidden(),
                    c.ffn());
            line(
                    out,
                    "attention",
                    "%d heads of %d, %d for keys and values, %d dimensions rotated",
                    c.heads(),
                    c.headDim(),
                    c.kvHeads(),
                    c.rotaryDim());
            line(out, "rope", "%s", c.rope());
            line(out, "vocabulary", "%,d%s", c.vocab(), c.tiedEmbeddings() ? ", lm_head tied to the embedding" : "");
            line(out, "context", "%,d tokens", c.contextLimit());
            line(out, "parameters", "%,d", info.parameters());
            line(out, "checkpoint", "%s", Progress.bytes(info.storedBytes()));
            for (Map.Entry<ModelInfo.Part, ModelInfo.Size> part : info.parts().entrySet()) {
                line(
                        out,
                        "  " + part.getKey().name().toLowerCase(Locale.ROOT),
                        "%s, %,d parameters",
                        Progress.bytes(part.getValue().storedBytes()),
                        part.getValue().parameters());
            }
            for (Quantization kind : Quantization.values()) {
                ImportOptions options = ImportOptions.of(kind, GraphType.FLOAT32);
                line(out, "as " + options.label(), "%s in memory", Progress.bytes(info.importedBytes(options)));
            }
            for (GraphType type : List.of(GraphType.FLOAT32, GraphType.FLOAT16)) {
                long bytes = c.kvBytesPerToken(type.dtype().bytes());
                line(
                        out,
                        "KV cache " + type.name().toLowerCase(Locale.ROOT),
                        "%,d bytes a token, %s for %,d",
                        bytes,
                        Progress.bytes(bytes * c.contextLimit()),
                        c.contextLimit());
            }
        }

        private static void line(PrintStream out, String name, String format, Object... values) {
            out.printf(Locale.ROOT, "%-19s %s%n", name, String.format(Locale.ROOT, format, values));
        }
    }

    /** {@code alltools model list}. */
    @Command(name = "list", description = "The imported models in the cache.", mixinStandardHelpOptions = true)
    static final class ListImports implements Callable<Integer> {

        private final CommandContext context;

        ListImports(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            PrintStream out = context.terminal().out();
            out.printf("%-36s %10s%n", EmbeddedModel.NAME, "embedded");
            for (StoredImport stored :
                    StoredImport.list(RuntimeOptions.defaults().cache())) {
                out.printf("%-36s %10s  %s%n", stored.name(), Progress.bytes(stored.bytes()), stored.folder());
                if (!stored.problem().isEmpty()) {
                    out.printf("%-36s %10s  (%s)%n", "", "", stored.problem());
                }
            }
            return CommandLineApp.OK;
        }
    }
}
