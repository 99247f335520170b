package io.alltools.web.cli;

import io.alltools.agent.Json;
import io.alltools.runtime.LoadPlan;
import io.alltools.runtime.RuntimeOptions;
import io.alltools.runtime.checkpoint.Checkpoint;
import io.alltools.runtime.decode.DecoderOptions;
import io.alltools.runtime.decode.DecoderSession;
import io.alltools.runtime.graph.ImportSource;
import io.alltools.runtime.graph.ImportedModel;
import io.alltools.runtime.graph.ModelImporter;
import io.alltools.runtime.scoring.Score;
import io.alltools.runtime.scoring.Scorer;
import io.alltools.runtime.scoring.TextTokens;
import io.alltools.runtime.tokenizer.Tokenizer;
import io.alltools.runtime.tokenizer.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code alltools model score DIR... --file F}: the loss of checkpoints on a text, in one table. */
@Command(
        name = "score",
        description = "Loss on a text or on token ids: teacher-forced, of any length; several models make one table.",
        mixinStandardHelpOptions = true)
final class ModelScoreCommand implements Callable<Integer> {

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "DIR|NAME", description = "Checkpoint folders, or glm-tiny.")
    private List<String> models = new ArrayList<>();

    @Option(names = "--file", paramLabel = "F", description = "A text in UTF-8.")
    private @Nullable Path file;

    @Option(
            names = "--ids",
            paramLabel = "F",
            description = "A JSON array of token ids, or an array of such arrays; needs no tokenizer.")
    private @Nullable Path ids;

    @Option(names = "--json", description = "One JSON object a model, with the loss of every token.")
    private boolean json;

    @Mixin
    private final ModelOptions options = new ModelOptions();

    ModelScoreCommand(CommandContext context) {
        this.context = context;
    }

    /** What one model made of the input; {@code tokens} is null for given ids. */
    private record Row(String name, Score score, @Nullable TextTokens tokens) {}

    @Override
    public Integer call() throws IOException {
        if ((file == null) == (ids == null)) {
            throw OptionValues.wrong(spec, "name a text with --file or token ids with --ids");
        }
        StopSignal.endAtOnce();
        String text = file == null ? null : read(file);
        List<int[]> sequences = ids == null ? List.of() : sequences(ids);
        List<Row> rows = new ArrayList<>();
        for (String model : models) {
            for (String kind : options.quantization().split(",", -1)) {
                rows.add(score(model, kind.strip(), text, sequences));
                if (json) {
                    context.terminal().out().println(toJson(rows.getLast()));
                }
            }
        }
        if (!json) {
            print(rows);
        }
        return CommandLineApp.OK;
    }

    private Row score(String model, String kind, @Nullable String text, List<int[]> sequences) throws IOException {
        RuntimeOptions runtime = options.runtime(kind);
        Path folder = ModelCommand.folder(model);
        Progress progress = new Progress(context.terminal(), "Importing");
        ImportedModel imported;
        LoadPlan plan;
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            plan = LoadPlan.of(runtime, checkpoint);
            plan.notes().forEach(progress::note);
            ImportSource source = ImportSource.of(checkpoint);
            imported = ModelImporter.importInto(
                    ModelImporter.target(runtime.cache(), source, plan.options()), source, plan.options(), progress);
        } finally {
            progress.finish();
        }
        TextTokens tokens = null;
        if (text != null) {
            try (Tokenizer tokenizer = Tokenizers.open(folder, runtime.cache().resolve("native"))) {
                tokens = TextTokens.of(text, tokenizer);
            }
        }
        try (DecoderSession decoder = DecoderSession.open(
                imported, new DecoderOptions(1, plan.context(), runtime.threads(), plan.device()))) {
            Scorer scorer = new Scorer(decoder);
            Score score = tokens == null ? Score.of(scorer, sequences) : Score.of(scorer, tokens);
            return new Row(model + " " + plan.options().label(), score, tokens);
        }
    }

    private void print(List<Row> rows) {
        var out = context.terminal().out();
        int width = rows.stream().mapToInt(row -> row.name().length()).max().orElse(5);
        String head = "%-" + width + "s  %8s  %10s  %12s  %14s%n";
        out.printf(head, "model", "tokens", "mean nll", "perplexity", "bits per byte");
        for (Row row : rows) {
            Score score = row.score();
            out.printf(
                    head,
                    row.name(),
                    score.tokens(),
                    number("%.5f", score.meanNll()),
                    number("%.4f", score.perplexity()),
                    number("%.5f", score.bitsPerByte()));
        }
        boolean differ = rows.stream()
                .map(row -> row.tokens() == null ? new int[0] : row.tokens().ids())
                .anyMatch(tokens -> !Arrays.equals(
                        tokens,
                        rows.getFirst().tokens() == null
                                ? new int[0]
                                : rows.getFirst().tokens().ids()));
        if (differ) {
            out.println("The tokenizers differ: only bits per byte compares.");
        }
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }

    private static String toJson(Row row) {
        ObjectNode json = Json.object();
        Score score = row.score();
        json.put("model", row.name());
        json.put("tokens", score.tokens());
        put(json, "mean_nll", score.meanNll());
        put(json, "perplexity", score.perplexity());
        put(json, "bits_per_byte", score.bitsPerByte());
        json.set("nll", Json.MAPPER.valueToTree(score.nll()));
        return Json.write(json);
    }

    private static void put(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        } else {
            json.putNull(name);
        }
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + ": there is no such file", e);
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new IllegalArgumentException(file + ": is not text in UTF-8", e);
        }
    }

    private static List<int[]> sequences(Path file) throws IOException {
        String expected = ": expected a JSON array of token ids, or an array of such arrays";
        JsonNode json;
        try {
            json = Json.MAPPER.readTree(read(file));
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + expected + "; " + Json.where(e), e);
        }
        List<JsonNode> arrays = new ArrayList<>();
        if (json.isArray() && !json.isEmpty() && json.get(0).isArray()) {
            json.forEach(arrays::add);
        } else {
            arrays.add(json);
        }
        List<int[]> sequences = new ArrayList<>();
        for (JsonNode array : arrays) {
            if (!array.isArray()
                    || array.valueStream().anyMatch(id -> !id.canConvertToInt() || !id.isIntegralNumber())) {
                throw new IllegalArgumentException(file + expected);
            }
            sequences.add(array.valueStream().mapToInt(JsonNode::asInt).toArray());
        }
        return sequences;
    }
}
